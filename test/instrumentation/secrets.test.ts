import { createRequire } from 'node:module';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import { ended, observe, type Observed } from './observed.js';
import type { ClosedSession } from '../../src/index.js';
import { closeWith, liveUrl, startSimulator, type Simulator } from '../simulator/index.js';

/** None of these may leave the process, in any spelling. */
const secret = 'AIzaSyB-s3cr3t/Value_of_the_K3y';
const bare = liveUrl('ws://HOST', { api: 'gemini', key: null });

let observed: Observed;
let simulator: Simulator;
let http: HttpInstrumentation;
const warned: string[] = [];
const hooked: ClosedSession[] = [];

beforeAll(async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    warned.push(String(warning));
  });
  observed = observe({
    warn: true,
    errorEvent: 'both',
    onClose: (_span, closed) => void hooked.push(closed),
  });
  simulator = await startSimulator();
  http = new HttpInstrumentation();
  http.setTracerProvider(observed.tracerProvider);
  createRequire(import.meta.url)('http');
});
afterAll(async () => {
  http.disable();
  vi.restoreAllMocks();
  await simulator.close();
  await observed.stop();
});
beforeEach(() => {
  observed.reset();
  hooked.length = 0;
});

const places: readonly [string, string, Record<string, string>][] = [
  ['key', `?key=${encodeURIComponent(secret)}`, {}],
  ['KEY', `?KEY=${encodeURIComponent(secret)}`, {}],
  ['access_token', `?access_token=${encodeURIComponent(secret)}`, {}],
  ['an ephemeral token', `?access_token=auth_tokens/${encodeURIComponent(secret)}`, {}],
  ['any other parameter', `?session=${encodeURIComponent(secret)}`, {}],
  ['x-goog-api-key', '', { 'x-goog-api-key': secret }],
  ['Authorization: Bearer', '', { Authorization: `Bearer ${secret}` }],
  ['a name', `?${encodeURIComponent(secret)}`, {}],
  ['a parameter in the path', `;key=${encodeURIComponent(secret)}`, {}],
  ['an encoded parameter', `%3Fkey%3D${encodeURIComponent(secret)}`, {}],
  ['a cookie', '', { cookie: `a=b; sid=${secret}; c=d` }],
  ['x-session', '', { 'x-session': secret }],
  ['cf-access-client-id', '', { 'cf-access-client-id': secret }],
  ['Authorization: Basic', '', { authorization: `Basic ${btoa(`user:${secret}`)}` }],
  ['Authorization: Token', '', { authorization: `Token auth_tokens/${secret}` }],
];
const reasons = [
  `API key ${secret} not valid.`,
  `cut: ${secret.slice(0, -4)}`,
  `${secret.toUpperCase()} and ${encodeURIComponent(secret)}`,
  `twice: ${encodeURIComponent(encodeURIComponent(secret))}`,
  secret.replaceAll('/', '\\/'),
  `models/${secret} is not found for API version v1beta, or is not supported for bidiGenerateContent.`,
];

it.each(places.flatMap((place) => reasons.map((reason) => [place[0], reason, place] as const)))(
  'a secret in %s, close reason %s',
  async (_name, reason, [, query, headers]) => {
    simulator.next(closeWith(1008, reason));
    const url = bare.replace('ws://HOST', simulator.url) + query;
    const socket: WebSocketClass = new observed.WebSocket(url, { headers });
    socket.on('error', () => undefined);
    socket.on('open', () =>
      socket.send(JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } })),
    );
    await new Promise((resolve) => socket.once('close', resolve));
    await ended(observed, 'gemini.live.session');
    expectNoSecret();
  },
);

it('a secret in the userinfo, and in the error of a failed connect', async () => {
  const url = bare.replace('ws://HOST', `ws://user:${encodeURIComponent(secret)}@127.0.0.1:1`);
  const socket: WebSocketClass = new observed.WebSocket(`${url}?key=${secret}`);
  const failed = new Promise((resolve) => socket.once('close', resolve));
  socket.once('error', () => undefined);
  socket.emit('error', new Error(`connect failed for ${url}?key=${secret}`));
  socket.on('error', () => undefined);
  await failed;
  await ended(observed, 'gemini.live.session');
  expectNoSecret();
});

const key = 'AIzaSyB-1234567890abcdefghijklmnopqrstu';

/** Opens a session with this setup, which ends as the simulator was told. */
async function hold(query: string, setup: object, headers = {}): Promise<void> {
  const url = bare.replace('ws://HOST', simulator.url) + query;
  const socket: WebSocketClass = new observed.WebSocket(url, { headers });
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send(JSON.stringify({ setup })));
  await new Promise((resolve) => socket.once('close', resolve));
  await ended(observed, 'gemini.live.session');
}

it.each([
  ['the model is a key', key],
  ['the model holds a key', `models/x?key=${key}`],
  ['the model holds a password', 'models/x?password=tok-EN_of-others'],
  ['the model is the token of the URL', 'models/tok-EN_of-the-URL'],
  ['the location is a key', `projects/p/locations/${key}/publishers/google/models/x`],
])('%s', async (_name, model) => {
  simulator.next(closeWith(1008, `${model} is not found for API version v1beta`));
  await hold('?token=tok-EN_of-the-URL', { model });
  const told = everythingTold();
  for (const part of ['tok-en_of', key.slice(4, 14), key.slice(-14)]) {
    expect(told).not.toContain(part.toLowerCase());
  }
});

it('a handle that the client sends, and one that the server issues', async () => {
  const [sent, issued] = ['c2VudC1oYW5kbGU', 'aXNzdWVkLWhhbmRsZQ'];
  const sessionResumptionUpdate = { newHandle: issued, resumable: true };
  simulator.next({
    steps: [
      { expect: 'setup' },
      { send: { setupComplete: {} } },
      { send: { sessionResumptionUpdate } },
      { close: [1008, `Handles ${sent} and ${issued} have expired`] },
    ],
  });
  await hold('', { model: 'models/gemini-3.8-live', sessionResumption: { handle: sent } });
  expect(hooked[0]?.reason).toBe('Handles REDACTED and REDACTED have expired');
  expect(observed.named('gemini.live.session')[0]?.attributes['websocket.close.reason']).toBe(
    'Handles REDACTED and REDACTED have expired',
  );
});

it.each([
  ['a subprotocol', [['chat', 'tok-EN_of-others']]],
  ['one subprotocol', ['tok-EN_of-others']],
  ['the option auth', [{ auth: 'user:tok-EN_of-others' }]],
  ['the option auth behind subprotocols', [[], { auth: 'user:tok-EN_of-others' }]],
])('%s', async (_name, args) => {
  simulator.next(closeWith(1008, 'tok-EN_of-others is refused'));
  const url = bare.replace('ws://HOST', simulator.url);
  const socket = new observed.WebSocket(url, ...(args as [string[]]));
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send(JSON.stringify({ setup: { model: 'models/x' } })));
  await new Promise((resolve) => socket.once('close', resolve));
  await ended(observed, 'gemini.live.session');
  expect(hooked[0]?.reason).toBe('REDACTED is refused');
});

it('a key in what the server names', async () => {
  simulator.next({
    steps: [
      { expect: 'setup' },
      { send: { setupComplete: { sessionId: `s-${key}` } } },
      {
        send: { toolCall: { functionCalls: [{ name: `find-${key}`, id: `fc-${key}`, args: {} }] } },
      },
      { close: [1011, `see https://${key}@proxy.example`] },
    ],
  });
  await hold('', { model: 'models/gemini-3.8-live' });
  expect(observed.named('execute_tool find-REDACTED')).toHaveLength(1);
  expect(everythingTold()).not.toContain(key.slice(4, 14).toLowerCase());
});

it('what somebody said, which Google repeats', async () => {
  const reason = "Invalid value at 'client_content.turns[0].role' (TYPE_STRING), ";
  simulator.next(closeWith(1007, `${reason}"my own words"`));
  await hold('', { model: 'models/gemini-3.8-live' });
  expect(hooked[0]).toMatchObject({ reason: `${reason}"REDACTED"`, cause: 'invalid_argument' });
});

it.each([
  ['?model=gemini-live-2.5-flash-native-audio', {}],
  ['?client=gemini-live-client', {}],
  ['', { 'x-token-kind': 'publisher', 'x-place': 'us-central1' }],
  ['', { 'x-app': 'gemini-live-2.5-flash', 'x-said': 'is not found for API version' }],
])(
  'leaves what Google said to the diagnosis, and models readable: %s %o',
  async (query, headers) => {
    const model = 'gemini-live-2.5-flash-native-audio';
    simulator.next(
      closeWith(
        1008,
        `models/${model} is not found for API version v1beta, or is not supported for bidiGenerateContent.`,
      ),
    );
    await hold(query, { model: `models/${model}` }, headers);
    expect(hooked[0]).toMatchObject({
      cause: 'model_mismatch',
      model: `models/${model}`,
      mismatch: { kind: 'vertex_ai_model_on_gemini_api' },
    });
    expect(hooked[0]?.reason).toContain(`models/${model}`);
    expect(hooked[0]?.hint).toContain(`'${model}'`);
    expect(hooked[0]?.hint).not.toContain('REDACTED');
  },
);

function everythingTold(): string {
  return JSON.stringify([
    warned,
    hooked,
    observed
      .spans()
      .map(({ name, attributes, events, status, links }) => [
        name,
        attributes,
        events,
        status,
        links.map((link) => link.attributes),
      ]),
  ]).toLowerCase();
}

function expectNoSecret(): void {
  const told = everythingTold();
  expect(observed.spans().length).toBeGreaterThan(1);
  for (const spelling of [secret, encodeURIComponent(secret)]) {
    // Half of a key is a leak, too.
    expect(told).not.toContain(spelling.slice(0, 14).toLowerCase());
    expect(told).not.toContain(spelling.slice(-14).toLowerCase());
  }
}
