import type { Packages } from '../../children/cache.js';
import type { Api } from '../../simulator/index.js';

/** A real client of the Live API, as its users install it. */
export interface Client {
  readonly name: string;
  /** The Node version that it runs on here: the oldest line that it supports. */
  readonly node: string;
  readonly packages: Packages;
  readonly script: string;
  readonly apis: readonly Api[];
  /** Where it cannot hold a conversation, the model that it can be used with. */
  readonly models?: { readonly good: string; readonly mistaken: string };
  /** It takes no base URL: its connections are led to the simulator. */
  readonly led?: true;
}

/** The OpenTelemetry packages that every application here has. */
export const telemetry: Packages = {
  '@opentelemetry/api': '1.9.0',
  '@opentelemetry/instrumentation-http': '0.223.0',
  '@opentelemetry/instrumentation-undici': '0.33.0',
  '@opentelemetry/sdk-node': '0.223.0',
};

const both: readonly Api[] = ['gemini', 'vertex'];

function genai(version: string, node: string): Client[] {
  const packages = { '@google/genai': version };
  const [major] = version.split('.');
  return (['cjs', 'mjs'] as const).map((format) => ({
    name: `@google/genai ${major} ${format === 'cjs' ? 'CommonJS' : 'ESM'}`,
    node,
    packages,
    script: `genai.${format}`,
    apis: both,
  }));
}

export const clients: readonly Client[] = [
  {
    name: '@mastra/voice-google-gemini-live',
    node: '22.23.3',
    packages: {
      '@mastra/voice-google-gemini-live': '0.11.3',
      '@mastra/core': '1.71.0',
      zod: '3.25.76',
    },
    script: 'mastra.mjs',
    apis: both,
    led: true,
  },
  ...genai('1.52.0', '20.20.2'),
  ...genai('2.32.0', '20.20.2'),
  ...genai('3.3.0', '22.23.3'),
  {
    name: '@google/genai/web 3',
    node: '24.21.0',
    packages: { '@google/genai': '3.3.0' },
    script: 'genai-web.mjs',
    // On Vertex AI it sends no credentials: a browser's WebSocket has no headers.
    apis: ['gemini'],
  },
  {
    name: '@google/genai/web 2',
    node: '22.12.0',
    packages: { '@google/genai': '2.32.0' },
    script: 'genai-web.mjs',
    apis: ['gemini'],
  },
  {
    name: '@google/adk runLive',
    node: '20.20.2',
    packages: { '@google/adk': '2.0.0' },
    script: 'adk.mjs',
    apis: both,
  },
  {
    name: '@ai-sdk/google transcription',
    node: '22.23.3',
    packages: { '@ai-sdk/google': '4.0.121', zod: '4.6.7' },
    script: 'ai-sdk.mjs',
    apis: ['gemini'],
    models: {
      good: 'gemini-3.5-transcribe-live',
      mistaken: 'gemini-3.5-transcribe-live-preview',
    },
  },
];
