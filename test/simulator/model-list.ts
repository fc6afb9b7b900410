import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from './json.js';
import { listedModels } from './models.js';

/** Text models stand in each list, too. */
const TEXT = ['gemini-2.5-flash', 'gemini-2.5-pro', 'gemini-embedding-001'];

/**
 * The lists of models, paged: ListModels of the Gemini API (ai.google.dev/api/models), and the
 * publisher's on Vertex AI, whose form is that of google.cloud.aiplatform.v1beta1.ListPublisherModels
 * and was not seen on the wire. Anything else is 404.
 */
export function answerList(
  request: IncomingMessage,
  response: ServerResponse,
  today: string,
): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const api = /^\/v1\w*\/models$/.test(url.pathname)
    ? 'gemini'
    : /^\/v1\w*\/publishers\/google\/models$/.test(url.pathname)
      ? 'vertex'
      : undefined;
  if (api === undefined || request.method !== 'GET') {
    response.writeHead(404).end();
    return;
  }
  const key = request.headers['x-goog-api-key'] ?? request.headers.authorization ?? '';
  if (String(key).includes('bad')) {
    answer(response, 400, {
      error: {
        code: 400,
        message: `API key not valid: ${String(key)}. Please pass a valid API key.`,
        status: 'INVALID_ARGUMENT',
      },
    });
    return;
  }
  const models = [
    ...TEXT.map((name) => ({ name, methods: ['generateContent', 'countTokens'] })),
    ...listedModels(api, today).map(({ name, music }) => ({
      name,
      methods: [music ? 'bidiGenerateMusic' : 'bidiGenerateContent'],
    })),
  ];
  const from = Number(url.searchParams.get('pageToken') ?? '0');
  // Small, so that every list has several pages, whatever is asked for.
  const size = Math.min(Number(url.searchParams.get('pageSize') ?? '50'), 5);
  const next = from + size < models.length ? { nextPageToken: String(from + size) } : {};
  const page = models.slice(from, from + size);
  answer(
    response,
    200,
    api === 'gemini'
      ? {
          models: page.map(({ name, methods }) => ({
            name: `models/${name}`,
            supportedGenerationMethods: methods,
          })),
          ...next,
        }
      : {
          publisherModels: page.map(({ name }) => ({ name: `publishers/google/models/${name}` })),
          ...next,
        },
  );
}

function answer(response: ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
