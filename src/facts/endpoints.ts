import type { LiveApi } from '../words.js';

/** One of Google's own hosts, and the Live path that it serves. */
export interface EndpointRow {
  api: LiveApi;
  name: string;
  host: RegExp;
  /** What stands behind the host. */
  path: string;
  /** A host for hints that lead here. */
  suchAs: string;
  source: string;
}

export const ENDPOINTS: readonly EndpointRow[] = [
  {
    api: 'gemini',
    name: 'the Gemini API',
    host: /^generativelanguage\.googleapis\.com$/,
    path: '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent',
    suchAs: 'generativelanguage.googleapis.com',
    source: 'googleapis/js-genai src/live.ts',
  },
  {
    api: 'vertex',
    name: 'Vertex AI',
    host: /^(?:[a-z0-9-]+-)?aiplatform(?:\.[a-z]+\.rep)?\.googleapis\.com$/,
    path: '/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent',
    suchAs: 'us-central1-aiplatform.googleapis.com',
    source: 'googleapis/js-genai src/live.ts, src/_api_client.ts',
  },
];
