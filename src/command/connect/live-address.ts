import { MODELS } from '../../facts/models.js';
import { modelKey } from '../../diagnosis/models/model-name.js';
import type { LiveApi } from '../../words.js';
import { googleHost } from '../google-credentials.js';
import { baseUrl } from '../models/listed-models.js';
import { UsageError } from '../usage-error.js';

/** Where a session is to be opened, and what its first message says. */
export interface LiveAddress {
  readonly url: string;
  readonly setup: Readonly<Record<string, unknown>>;
}

export interface AddressOptions {
  readonly api: LiveApi;
  readonly model: string | undefined;
  readonly location: string | undefined;
  readonly project: string | undefined;
  readonly version: string | undefined;
  /** Another server than Google. */
  readonly endpoint: string | undefined;
  readonly setup: object | undefined;
}

/** @throws UsageError which names what is missing. */
export function liveAddress(options: AddressOptions): LiveAddress {
  const { api, location, version, endpoint, setup } = options;
  const model = options.model ?? modelOf(setup);
  if (model === undefined) {
    throw new UsageError('connect has no --model; allowed: a model, e.g. gemini-3.8-live');
  }
  const host = googleHost(api, location);
  const base =
    endpoint === undefined
      ? `wss://${host}`
      : baseUrl(endpoint, ['ws', 'wss']).href.replace(/\/$/, '');
  const isMusic = MODELS.some(
    ({ name, method }) => method !== undefined && name === modelKey(model),
  );
  const method = isMusic ? 'BidiGenerateMusic' : 'BidiGenerateContent';
  // Source: googleapis/js-genai src/live.ts, src/music.ts.
  const path =
    api === 'gemini'
      ? `google.ai.generativelanguage.${version ?? 'v1beta'}.GenerativeService.${method}`
      : `google.cloud.aiplatform.${version ?? 'v1beta1'}.LlmBidiService/${method}`;
  return {
    url: `${base}/ws/${path}`,
    setup: { ...(setup ?? usualSetup(model, isMusic)), model: spelled(model, options) },
  };
}

/** What a session needs to be set up: the models answer in audio. */
function usualSetup(model: string, isMusic: boolean): object {
  const isAudio = !isMusic && !/-transcribe-/.test(model);
  return isAudio ? { generationConfig: { responseModalities: ['AUDIO'] } } : {};
}

function modelOf(setup: object | undefined): string | undefined {
  const model = (setup as { readonly model?: unknown } | undefined)?.model;
  return typeof model === 'string' && model !== '' ? model : undefined;
}

/** The model as each API spells it; a path is left as it is. */
function spelled(model: string, { api, project, location, endpoint }: AddressOptions): string {
  if (model.includes('/')) return model;
  if (api === 'gemini') return `models/${model}`;
  const path = `publishers/google/models/${model}`;
  if (project !== undefined) return `projects/${project}/locations/${location ?? 'global'}/${path}`;
  if (endpoint !== undefined) return path;
  throw new UsageError(
    "connect has no --project, which Vertex AI wants in the model's path; allowed: --project NAME, or GOOGLE_CLOUD_PROJECT in the environment",
  );
}
