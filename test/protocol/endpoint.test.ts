import { describe, expect, it } from 'vitest';
import { readEndpoint } from '../../src/protocol/endpoint.js';

const gemini = 'generativelanguage.googleapis.com';
const g = 'google.ai.generativelanguage';
const v = 'google.cloud.aiplatform';

const live = [
  [
    `wss://${gemini}/ws/${g}.v1beta.GenerativeService.BidiGenerateContent?key=k`,
    'gemini',
    'v1beta',
    'BidiGenerateContent',
    undefined,
  ],
  [
    `wss://${gemini}//ws/${g}.v1.GenerativeService.BidiGenerateContent`,
    'gemini',
    'v1',
    'BidiGenerateContent',
    undefined,
  ],
  [
    `wss://${gemini}/ws/${g}.v1alpha.GenerativeService.BidiGenerateContentConstrained?access_token=t`,
    'gemini',
    'v1alpha',
    'BidiGenerateContentConstrained',
    undefined,
  ],
  [
    `wss://${gemini}/ws/${g}.v1alpha.GenerativeService/BidiGenerateContent`,
    'gemini',
    'v1alpha',
    'BidiGenerateContent',
    undefined,
  ],
  [
    `wss://${gemini}//ws/${g}.v1alpha.GenerativeService.BidiGenerateMusic?key=k`,
    'gemini',
    'v1alpha',
    'BidiGenerateMusic',
    undefined,
  ],
  [
    `wss://us-central1-aiplatform.googleapis.com//ws/${v}.v1beta1.LlmBidiService/BidiGenerateContent`,
    'vertex',
    'v1beta1',
    'BidiGenerateContent',
    'us-central1',
  ],
  [
    `wss://aiplatform.googleapis.com/ws/${v}.v1.LlmBidiService/BidiGenerateContent`,
    'vertex',
    'v1',
    'BidiGenerateContent',
    'global',
  ],
  [
    `wss://aiplatform.eu.rep.googleapis.com/ws/${v}.v1beta1.LlmBidiService.BidiGenerateContent`,
    'vertex',
    'v1beta1',
    'BidiGenerateContent',
    'eu',
  ],
  [
    'wss://firebasevertexai.googleapis.com/ws/google.firebase.vertexai.v1beta.GenerativeService/BidiGenerateContent?key=k',
    'gemini',
    'v1beta',
    'BidiGenerateContent',
    undefined,
  ],
  [
    'wss://firebasevertexai.googleapis.com/ws/google.firebase.vertexai.v1beta.LlmBidiService/BidiGenerateContent/locations/us-east1?key=k',
    'vertex',
    'v1beta',
    'BidiGenerateContent',
    'us-east1',
  ],
  [
    'wss://firebaseml.googleapis.com/ws/google.firebase.machinelearning.v2beta.LlmBidiService/BidiGenerateContent',
    'vertex',
    'v2beta',
    'BidiGenerateContent',
    undefined,
  ],
  [
    `ws://localhost:8080/proxy/ws/${g}.v9omega.GenerativeService.BidiGenerateContent/more`,
    'gemini',
    'v9omega',
    'BidiGenerateContent',
    undefined,
  ],
  [
    `wss://proxy.example/ws%2F${g}.v1beta.GenerativeService.BidiGenerateContent`,
    'gemini',
    'v1beta',
    'BidiGenerateContent',
    undefined,
  ],
] as const;

const others = [
  'wss://api.openai.com/v1/realtime?model=gpt-realtime',
  `wss://${gemini}/v1beta/models/gemini-2.5-flash:streamGenerateContent`,
  `wss://${gemini}/ws/${g}.v1beta.GenerativeService.StreamGenerateContent`,
  `wss://${gemini}/ws/${g}.v1beta.GenerativeService.BidiGenerateContentElse`,
  `wss://example.com/search?q=${g}.v1beta.GenerativeService.BidiGenerateContent`,
  'wss://us-central1-aiplatform.googleapis.com',
  'BidiGenerateContent',
  '',
];

describe('readEndpoint', () => {
  it.each(live)('%s', (url, api, version, method, location) => {
    for (const given of [url, new URL(url)]) {
      expect(readEndpoint(given)).toMatchObject({ api, version, method, location });
    }
  });

  it.each(others)('%s is no Live endpoint', (url) => {
    expect(readEndpoint(url)).toBeUndefined();
  });

  it('reads host and port', () => {
    const path = `/ws/${g}.v1beta.GenerativeService.BidiGenerateContent`;
    const read = (origin: string): unknown => {
      const { host, port } = readEndpoint(origin + path) ?? {};
      return [host, port];
    };
    expect(read('wss://a.example')).toEqual(['a.example', 443]);
    expect(read('ws://a.example')).toEqual(['a.example', 80]);
    expect(read('ws://[::1]:8080')).toEqual(['::1', 8080]);
  });

  it('redacts userinfo and every query value', () => {
    const url = `wss://user:pass@a.example/ws/${g}.v1beta.GenerativeService.BidiGenerateContent?key=one&KEY=two&access%5Ftoken=three&alt=json&bare#four`;
    const redacted = readEndpoint(url)?.redactedUrl ?? '';
    expect(redacted).toBe(
      `wss://REDACTED:REDACTED@a.example/ws/${g}.v1beta.GenerativeService.BidiGenerateContent?key=REDACTED&KEY=REDACTED&access_token=REDACTED&alt=REDACTED&bare=REDACTED`,
    );
  });

  it('answers for a hostile URL in linear time', () => {
    const long = `wss://a.example/${`${g}.`.repeat(20_000)}BidiGenerate`;
    expect(readEndpoint(long)).toBeUndefined();
  });
});
