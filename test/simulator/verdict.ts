import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from './endpoint.js';
import { field, text, type JsonObject } from './json.js';
import { isServed, isTextModel } from './models.js';

export interface Close {
  readonly code: number;
  readonly reason: string;
}

interface Credential {
  readonly kind: 'key' | 'token';
  readonly value: string;
}

/** Everything that the server knows when it judges a setup. */
export interface Case {
  readonly endpoint: Endpoint;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly setup: JsonObject;
  readonly today: string;
  /** The resumption handles that this simulator has issued. */
  readonly handles: ReadonlySet<string>;
}

/** Why the server closes after this setup; `undefined` where it accepts it. */
export function judge(situation: Case): Close | undefined {
  // The order is Google's own: who calls, then what is asked for. A mistaken model with a bad key
  // is therefore closed for the key (kazunori279/adk-streaming-test).
  return judgeCredential(situation) ?? judgeModel(situation) ?? judgeHandle(situation);
}

function credentialOf({ query, headers }: Case): Credential | undefined {
  const key = query.get('key') ?? headers['x-goog-api-key'];
  if (typeof key === 'string' && key !== '') return { kind: 'key', value: key };
  const token =
    query.get('access_token') ?? /^\s*\w+\s+(.+)$/.exec(headers.authorization ?? '')?.[1];
  return token ? { kind: 'token', value: token } : undefined;
}

function judgeCredential(situation: Case): Close | undefined {
  const credential = credentialOf(situation);
  const vertex = situation.endpoint.api === 'vertex';
  if (credential === undefined) {
    return {
      code: 1008,
      reason:
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    };
  }
  const { kind, value } = credential;
  if (value.includes('bad')) {
    return kind === 'key'
      ? { code: 1007, reason: 'API key not valid. Please pass a valid API key.' }
      : {
          code: 1008,
          reason:
            'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
        };
  }
  if (value.includes('expired')) {
    return { code: 1007, reason: 'API key expired. Please renew the API key.' };
  }
  if (value.includes('spent')) return { code: 1011, reason: 'Token has been used too many times' };
  if (value.includes('denied')) {
    const model = text(field(situation.setup, 'model'));
    return {
      code: 1008,
      reason: vertex
        ? `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/${model}' (or it may not exist).`
        : 'Your project has been denied access. Please contact support.',
    };
  }
  if (value.includes('quota')) {
    return {
      code: 1011,
      reason: vertex
        ? 'Resource exhausted. Please try again later. Please refer to https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.'
        : 'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.',
    };
  }
  return undefined;
}

function judgeModel(situation: Case): Close | undefined {
  const model = text(field(situation.setup, 'model'));
  return situation.endpoint.api === 'gemini'
    ? judgeGeminiModel(situation, model)
    : judgeVertexModel(situation, model);
}

function judgeGeminiModel({ endpoint, today }: Case, model: string): Close | undefined {
  const { version, method } = endpoint;
  // An ephemeral token may carry the setup itself.
  if (model === '' && method === 'BidiGenerateContentConstrained') return undefined;
  // Firebase says `projects/P/models/X` (firebase-js-sdk live-generative-model.ts); Mastra and
  // TanStack say `models/models/X` and are served.
  const name = /^(?:models\/)*([^/]+)$|^projects\/[^/]+\/models\/([^/]+)$/.exec(model);
  const id = name?.[1] ?? name?.[2];
  if (id !== undefined && isServed(id, { api: 'gemini', method, location: undefined, today })) {
    return undefined;
  }
  const rpc = method === 'BidiGenerateMusic' ? 'bidiGenerateMusic' : 'bidiGenerateContent';
  const spelled = model.startsWith('models/') ? model : `models/${id ?? model}`;
  return {
    code: 1008,
    reason: `${spelled} is not found for API version ${version}, or is not supported for ${rpc}. Call ListModels to see the list of available models and their supported methods.`,
  };
}

function judgeVertexModel({ endpoint, today }: Case, model: string): Close | undefined {
  const resource =
    /^(?:projects\/(?<project>[^/]+)\/locations\/(?<location>[^/]+)\/)?publishers\/google\/models\/(?<id>[^/]+)$/.exec(
      model,
    )?.groups;
  // `models/X` stays so in js and py, and is 1007 on Vertex AI, not 1008 (go-genai transformer.go).
  if (resource === undefined)
    return { code: 1007, reason: 'Request contains an invalid argument.' };
  const { project = 'express', location = endpoint.location, id = '' } = resource;
  if (isTextModel(id)) return { code: 1007, reason: `${id} is not supported in the live api.` };
  if (isServed(id, { api: 'vertex', method: endpoint.method, location, today })) return undefined;
  // Small m since July 2026 (kazunori279/adk-streaming-test a264ba8).
  const publisher = today < '2026-07-01' ? 'Publisher Model' : 'Publisher model';
  return {
    code: 1008,
    reason: `${publisher} \`projects/${project}/locations/${location ?? 'global'}/publishers/google/models/${id}\` was not found or your project does not have access to it. Please ensure you are using a valid model version. For more information, see: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions`,
  };
}

function judgeHandle({ setup, handles }: Case): Close | undefined {
  const handle = text(field(field(setup, 'sessionResumption'), 'handle'));
  if (handle === '' || handles.has(handle)) return undefined;
  return /^handle-\d+-secret$/.test(handle)
    ? { code: 1008, reason: 'BidiGenerateContent session not found' }
    : { code: 1007, reason: 'Invalid session handle' };
}
