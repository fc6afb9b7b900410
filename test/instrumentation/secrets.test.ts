import { createRequire } from 'node:module';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import { ended, observe, type Observed } from './observed.js';
import { closeWith, liveUrl, startSimulator, type Simulator } from '../simulator/index.js';

/** None of these may leave the process, in any spelling. */
const secret = 'AIzaSyB-s3cr3t/Value_of_the_K3y';
const bare = liveUrl('ws://HOST', { api: 'gemini', key: null });

let observed: Observed;
let simulator: Simulator;
let http: HttpInstrumentation;
const warned: string[] = [];

beforeAll(async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    warned.push(String(warning));
  });
  observed = observe({ warn: true, errorEvent: 'both' });
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
beforeEach(() => observed.reset());

const places: readonly [string, string, Record<string, string>][] = [
  ['key', `?key=${encodeURIComponent(secret)}`, {}],
  ['KEY', `?KEY=${encodeURIComponent(secret)}`, {}],
  ['access_token', `?access_token=${encodeURIComponent(secret)}`, {}],
  ['an ephemeral token', `?access_token=auth_tokens/${encodeURIComponent(secret)}`, {}],
  ['any other parameter', `?session=${encodeURIComponent(secret)}`, {}],
  ['x-goog-api-key', '', { 'x-goog-api-key': secret }],
  ['Authorization: Bearer', '', { Authorization: `Bearer ${secret}` }],
  ['Authorization: Token', '', { authorization: `Token auth_tokens/${secret}` }],
];
const reasons = [
  `API key ${secret} not valid.`,
  `cut: ${secret.slice(0, -4)}`,
  `${secret.toUpperCase()} and ${encodeURIComponent(secret)}`,
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

function expectNoSecret(): void {
  const told = JSON.stringify([
    warned,
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
  expect(observed.spans().length).toBeGreaterThan(1);
  for (const spelling of [secret, encodeURIComponent(secret)]) {
    // Half of a key is a leak, too.
    expect(told).not.toContain(spelling.slice(0, 14).toLowerCase());
    expect(told).not.toContain(spelling.slice(-14).toLowerCase());
  }
}
