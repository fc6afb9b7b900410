import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import {
  closeWith,
  drive,
  ends,
  liveUrl,
  startSimulator,
  type Api,
  type Simulator,
} from './index.js';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

interface End {
  readonly code: number;
  readonly reason: string;
  readonly bytes: number;
}

/** Connects, says a setup, and tells how it ended; the first message instead, where one comes. */
async function tryModel(
  api: Api,
  model: string,
  options: {
    readonly key?: string | null;
    readonly path?: string;
    readonly ws?: ClientOptions;
  } = {},
): Promise<End | object> {
  const url = options.path
    ? `${simulator.url}${options.path}?key=test-key`
    : liveUrl(simulator.url, { api, ...(options.key === undefined ? {} : { key: options.key }) });
  const socket = new WebSocket(url, options.ws ?? {});
  socket.on('open', () => socket.send(JSON.stringify({ setup: { model } })));
  return await new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('message', (data, isBinary) => {
      resolve({ text: String(data), isBinary });
      socket.close();
    });
    socket.on('close', (code, reason) =>
      resolve({ code, reason: String(reason), bytes: reason.length }),
    );
  });
}

const full = (model: string, location = 'us-central1'): string =>
  `projects/p/locations/${location}/publishers/google/models/${model}`;

const accepted = expect.objectContaining({ isBinary: true }) as object;

describe('paths', () => {
  const gemini = 'google.ai.generativelanguage';
  it.each([
    `/ws/${gemini}.v1.GenerativeService.BidiGenerateContent`,
    `//ws/${gemini}.v1beta.GenerativeService.BidiGenerateContent`,
    `/ws/${gemini}.v1alpha.GenerativeService/BidiGenerateContentConstrained`,
    '/ws/google.firebase.vertexai.v1beta.GenerativeService/BidiGenerateContent',
  ])('%s is the Gemini API', async (path) => {
    expect(await tryModel('gemini', 'models/gemini-3.8-live', { path })).toEqual({
      text: '{\n  "setupComplete": {}\n}\n',
      isBinary: true,
    });
  });

  it.each([
    '/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent',
    '//ws/google.cloud.aiplatform.v1.LlmBidiService.BidiGenerateContent',
    '/ws/google.firebase.vertexai.v1beta.LlmBidiService/BidiGenerateContent/locations/us-central1',
    '/ws/google.firebase.machinelearning.v2beta.LlmBidiService/BidiGenerateContent',
  ])('%s is Vertex AI', async (path) => {
    expect(await tryModel('vertex', full('gemini-3.8-live'), { path })).toEqual({
      text: expect.stringMatching(
        /^\{\n {2}"setupComplete": \{\n {4}"sessionId": "[^"]+"\n {2}\}\n\}\n$/,
      ),
      isBinary: true,
    });
  });

  it.each([
    '/',
    '/ws',
    `/ws/${gemini}.v1beta.GenerativeService.GenerateContent`,
    `/ws/${gemini}.v1beta.LlmBidiService.BidiGenerateContent`,
    '/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateMusic',
  ])('%s is 404', async (path) => {
    expect(await refusalOf(`${simulator.url}${path}`)).toBe(404);
    expect(simulator.connections[0]?.status).toBe(404);
  });

  it('stand behind a proxy that hides them', async () => {
    await simulator.close();
    const path = '/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent';
    simulator = await startSimulator({ proxied: { '/live': path } });
    expect(await tryModel('vertex', full('gemini-3.8-live'), { path: '/live' })).toEqual(accepted);
  });
});

describe('credentials', () => {
  it.each([
    [
      null,
      1008,
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API c",
    ],
    ['a-bad-key', 1007, 'API key not valid. Please pass a valid API key.'],
    ['denied-key', 1008, 'Your project has been denied access. Please contact support.'],
    [
      'quota-key',
      1011,
      'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: h',
    ],
  ])('%s is judged after setup', async (key, code, reason) => {
    const end = await tryModel('gemini', 'models/gemini-3.8-live', { key });
    expect(end).toEqual({ code, reason, bytes: reason.length });
    expect(reason.length).toBeLessThanOrEqual(123);
  });

  it.each([
    { headers: { 'x-goog-api-key': 'k' } },
    { headers: { authorization: 'Bearer t' } },
    { headers: { authorization: 'Token auth_tokens/t' } },
  ])('are taken from %j', async (ws) => {
    expect(await tryModel('gemini', 'models/gemini-3.8-live', { key: null, ws })).toEqual(accepted);
  });

  it('of OAuth have a text of their own', async () => {
    const ws = { headers: { authorization: 'Bearer bad' } };
    expect(await tryModel('vertex', full('gemini-3.8-live'), { key: null, ws })).toMatchObject({
      code: 1008,
      reason: expect.stringMatching(/^Request had invalid authentication credentials\./),
      bytes: 123,
    });
  });
});

describe('models', () => {
  it.each([
    ['gemini', 'models/gemini-2.5-flash-native-audio-preview-12-2025'],
    ['gemini', 'models/models/gemini-3.1-flash-live-preview'],
    ['gemini', 'projects/p/models/gemini-3.8-live'],
    ['vertex', full('gemini-live-2.5-flash-native-audio')],
    ['vertex', full('gemini-live-2.5-flash', 'global')],
    ['vertex', 'publishers/google/models/gemini-3.8-live'],
  ] as const)('%s serves %s', async (api, model) => {
    expect(await tryModel(api, model)).toEqual(accepted);
  });

  it.each([
    ['gemini', 'models/gemini-live-2.5-flash-native-audio', 1008],
    ['gemini', 'models/gemini-live-2.5-flash-preview', 1008],
    ['gemini', 'models/gemini-2.5-flash', 1008],
    ['gemini', `models/${full('gemini-3.8-live')}`, 1008],
    ['gemini', 'models/lyria-realtime-exp', 1008],
    ['vertex', full('gemini-2.5-flash-native-audio-preview-12-2025'), 1008],
    ['vertex', full('gemini-live-2.5-flash'), 1008],
    ['vertex', 'models/gemini-3.8-live', 1007],
    ['vertex', `models/${full('gemini-3.8-live')}`, 1007],
    ['vertex', full('gemini-2.5-flash'), 1007],
  ] as const)('%s closes over %s', async (api, model, code) => {
    const end = (await tryModel(api, model)) as End;
    expect(end.code).toBe(code);
    expect(code === 1008 ? end.bytes : 123).toBe(123);
  });

  it('depend on the day', async () => {
    const on = async (today: string, api: Api, model: string): Promise<End | object> => {
      await simulator.close();
      simulator = await startSimulator({ today });
      return await tryModel(api, model);
    };
    const audio = full('gemini-live-2.5-flash-native-audio');
    expect(await on('2026-12-12', 'vertex', audio)).toEqual(accepted);
    expect(await on('2026-12-13', 'vertex', audio)).toMatchObject({ code: 1008 });
    expect(await on('2025-12-08', 'gemini', 'models/gemini-live-2.5-flash-preview')).toEqual(
      accepted,
    );
    expect(await on('2026-06-30', 'vertex', full('gemini-x'))).toMatchObject({
      reason: expect.stringMatching(/^Publisher Model `/),
    });
    expect(await on('2026-07-01', 'vertex', full('gemini-x'))).toMatchObject({
      reason: expect.stringMatching(/^Publisher model `/),
    });
  });

  it('are cut by bytes, inside a character where it falls so', async () => {
    const socket = new WebSocket(liveUrl(simulator.url, { api: 'gemini' }), {
      skipUTF8Validation: true,
    });
    await once(socket, 'open');
    // 'models/' and 115 letters: bytes 122 and 123 are the first two of the euro sign's three.
    socket.send(JSON.stringify({ setup: { model: `models/${'x'.repeat(114)}€` } }));
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect(code).toBe(1008);
    expect(reason).toHaveLength(123);
    expect([...reason.subarray(121)]).toEqual([0xe2, 0x82]);
  });
});

describe('scripted ends', () => {
  it.each([400, 401, 403, 404, 429, 500, 503])('the upgrade is refused with %i', async (status) => {
    simulator.next({ steps: [{ refuse: status }] });
    expect(await refusalOf(liveUrl(simulator.url, { api: 'gemini' }))).toBe(status);
    expect(await simulator.connections[0]?.closed).toEqual({ code: 1006, reason: '' });
  });

  it.each(Object.entries(ends).filter(([name]) => /^(close|cut|over)/.test(name)))(
    '%s',
    async (name, script) => {
      const url = liveUrl(simulator.url, { api: 'gemini', script: name });
      const { code } = await drive(new WebSocket(url), script);
      expect(code).toBe(name.startsWith('cut') ? 1006 : Number(/\d{4}/.exec(name)?.[0] ?? 1011));
    },
  );

  it('any code and reason, cut at 123 bytes', async () => {
    const script = closeWith(4321, 'r'.repeat(200));
    simulator.next(script);
    const socket = new WebSocket(liveUrl(simulator.url, { api: 'vertex' }));
    expect(await drive(socket, script)).toMatchObject({ code: 4321, reason: 'r'.repeat(123) });
  });

  it('a cut leaves a frame half read', async () => {
    simulator.next(ends['cut-at-setup'] ?? { steps: [] });
    const socket = new WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    const raw = once(socket, 'upgrade');
    const { code } = await drive(socket, { steps: [{ expect: 'setup' }, { cut: true }] });
    expect(code).toBe(1006);
    await raw;
    expect(simulator.connections[0]?.ended?.code).toBe(1006);
  });

  it('a handshake that is hung up on, and one that stalls', async () => {
    simulator.next({ steps: [{ hangUp: true }] });
    simulator.next({ steps: [{ stall: true }] });
    const url = liveUrl(simulator.url, { api: 'gemini' });
    const [hungUp] = (await once(new WebSocket(url), 'error').catch((e) => [e])) as [Error];
    expect(hungUp.message).toBe('socket hang up');
    const stalled = new WebSocket(url, { handshakeTimeout: 50 });
    const [late] = (await once(stalled, 'error').catch((e) => [e])) as [Error];
    expect(late.message).toBe('Opening handshake has timed out');
  });

  it('come in their order, then the standing one; a name in the URL goes before both', async () => {
    simulator.next(closeWith(4001));
    simulator.next(closeWith(4002));
    simulator.always(closeWith(4003));
    const codes = [];
    for (const script of [undefined, 'close-1011', undefined, undefined, undefined]) {
      const url = liveUrl(simulator.url, { api: 'gemini', ...(script ? { script } : {}) });
      codes.push((await drive(new WebSocket(url), closeWith(undefined))).code);
    }
    expect(codes).toEqual([4001, 1011, 4002, 4003, 4003]);
  });

  it('a name that is none is 404', async () => {
    const url = liveUrl(simulator.url, { api: 'gemini', script: 'nonsense' });
    expect(await refusalOf(url)).toBe(404);
  });
});

describe('records', () => {
  it('hold what came', async () => {
    const url = liveUrl(simulator.url, { api: 'gemini', key: 'k1' });
    const socket = new WebSocket(url, { headers: { 'x-test': 'yes' } });
    await once(socket, 'open');
    socket.send(JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } }));
    await once(socket, 'message');
    socket.send('no json');
    socket.send(Buffer.from([1, 2, 3]));
    socket.close(1000, 'bye');
    const [connection] = await simulator.waitFor(1);
    expect(await connection?.closed).toEqual({ code: 1000, reason: 'bye' });
    expect(connection?.headers['x-test']).toBe('yes');
    expect(connection?.frames).toEqual([
      { setup: { model: 'models/gemini-3.8-live' } },
      'no json',
      Buffer.from([1, 2, 3]),
    ]);
    expect(connection?.messages).toEqual({ sent: 1, received: 3 });
    expect(connection?.bytes).toEqual({ sent: 26, received: 54 });
  });
});

async function refusalOf(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url);
  socket.on('error', () => {});
  return await new Promise((resolve) => {
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode);
      request.destroy();
    });
  });
}
