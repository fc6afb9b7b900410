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

/** Hosts of Vertex AI, and the location that each names. */
const hosts = [
  ['us-central1-aiplatform.googleapis.com', 'us-central1'],
  ['aiplatform.googleapis.com', 'global'],
  ['aiplatform.us.rep.googleapis.com', 'us'],
  ['aiplatform.us-east5.rep.googleapis.com', 'us-east5'],
  ['us-central1-aiplatform.mtls.googleapis.com', 'us-central1'],
  ['aiplatform.mtls.googleapis.com', 'global'],
  ['us-central1-aiplatform-myconsumer.p.googleapis.com', 'us-central1'],
  ['europe-west4-aiplatform-my-2nd-name.p.googleapis.com', 'europe-west4'],
  ['aiplatform.evil.example', undefined],
  ['us-central1-aiplatform.googleapis.com.example', undefined],
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

  it.each(hosts)('%s is in %s', (host, location) => {
    const url = `wss://${host}/ws/${v}.v1.LlmBidiService/BidiGenerateContent`;
    expect(readEndpoint(url)).toMatchObject({ location });
  });

  it.each([
    ['ws+unix:///run/live.sock', '/run/live.sock'],
    ['ws+unix:./live.sock', './live.sock'],
    ['ws+unix:///run/0123456789abcdef01/live.sock', '/run/REDACTED/live.sock'],
  ])('%s has no port', (origin, host) => {
    const url = `${origin}:/ws/${g}.v1beta.GenerativeService.BidiGenerateContent?key=k`;
    expect(readEndpoint(url)).toMatchObject({ api: 'gemini', host, port: undefined });
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

  const path = `ws/${g}.v1beta.GenerativeService.BidiGenerateContent`;
  const vertex = `ws/${v}.v1beta1.LlmBidiService/BidiGenerateContent`;
  const firebase = 'ws/google.firebase.vertexai.v1beta.LlmBidiService/BidiGenerateContent';
  const key = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc';

  it.each([
    [`${path}?${key}`, `${path}?REDACTED=REDACTED`],
    [`${path}?alt=json#${key}`, `${path}?alt=REDACTED`],
    [`${path}%3Fkey%3D${key}`, `${path}%3FREDACTED`],
    [`${path}%253Fkey%253D${key}`, `${path}%253FREDACTED`],
    [`${path};key=TOKEN`, `${path};REDACTED`],
    [`proxy/${key}/${path}`, `proxy/REDACTED/${path}`],
    [`proxy%2F${key}%2F${path}`, `proxy%2FREDACTED%2F${path}`],
    [`${encodeURIComponent(encodeURIComponent(`p/${key}`))}/${path}`, `p%252FREDACTED/${path}`],
    [`proxy/AQ.Ab8RN6K_x/${path}`, `proxy/REDACTED/${path}`],
    [`proxy/ya29.a0Af/${path}`, `proxy/REDACTED/${path}`],
    [`proxy/auth_tokens/0123abcd/${path}`, `proxy/auth_tokens/REDACTED/${path}`],
    [`proxy/${jwt}/${path}`, `proxy/REDACTED/${path}`],
    [`t/123e4567-e89b-12d3-a456-426614174000/${path}`, `t/REDACTED/${path}`],
    [`t/abcdefgh12345678/${path}`, `t/REDACTED/${path}`],
    [`t/kJ8s-x_2fQ-9aLw-Zp3Q/${path}`, `t/REDACTED/${path}`],
    [`${firebase}/locations/${key}`, `${firebase}/locations/REDACTED`],
    [`${firebase}/locations/us-east1`, `${firebase}/locations/us-east1`],
    [
      `gemini-proxy-prod-2/eu-west4/v1beta1/${vertex}`,
      `gemini-proxy-prod-2/eu-west4/v1beta1/${vertex}`,
    ],
    [
      `${vertex}/publishers/google/models/gemini-2.5-flash-native-audio-preview-12-2025`,
      `${vertex}/publishers/google/models/gemini-2.5-flash-native-audio-preview-12-2025`,
    ],
  ])('%s becomes %s', (given, redacted) => {
    const endpoint = readEndpoint(`wss://a.example/${given}`);
    expect(endpoint?.redactedUrl).toBe(`wss://a.example/${redacted}`);
    expect(JSON.stringify(endpoint)).not.toContain(key);
  });

  it('answers for a hostile URL in linear time', () => {
    const long = `wss://a.example/${`${g}.`.repeat(20_000)}BidiGenerate`;
    expect(readEndpoint(long)).toBeUndefined();
  });
});
