import { createHash } from 'node:crypto';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SpanStatusCode } from '@opentelemetry/api';
import type WebSocketClass from 'ws';
import { ended, observe, type Observed } from './observed.js';
import {
  closeWith,
  ends,
  liveUrl,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;

beforeAll(async () => {
  observed = observe();
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

const setup = JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } });

type Act = (socket: WebSocketClass) => void;
const sendSetup: Act = (socket) => socket.on('open', () => socket.send(setup));
const afterSetup =
  (act: Act): Act =>
  (socket) => {
    sendSetup(socket);
    socket.once('message', () => act(socket));
  };

interface End {
  readonly name: string;
  readonly script?: Script;
  readonly act?: Act;
  readonly url?: () => string | Promise<string>;
  readonly options?: WebSocketClass.ClientOptions;
  readonly session: Readonly<Record<string, unknown>>;
  readonly error: boolean;
  /** `error.type` of the connect span; `null` where it succeeded. */
  readonly connect: string | null;
}

const table: readonly End[] = [
  {
    name: 'the application closes with 1000',
    act: afterSetup((socket) => socket.close(1000, 'bye')),
    session: {
      'websocket.close.code': 1000,
      'websocket.close.initiator': 'client',
      'gemini.live.phase': 'active',
    },
    error: false,
    connect: null,
  },
  {
    name: 'the application closes without a code',
    act: afterSetup((socket) => socket.close()),
    session: { 'websocket.close.code': 1005, 'websocket.close.initiator': 'client' },
    error: false,
    connect: null,
  },
  {
    name: 'the server closes without a code',
    script: closeWith(undefined),
    act: sendSetup,
    session: {
      'websocket.close.code': 1005,
      'websocket.close.initiator': 'server',
      'gemini.live.phase': 'setup',
    },
    error: false,
    connect: '1005',
  },
  ...[1000, 1001].map((code) => ({
    name: `the server closes with ${code}`,
    script: closeWith(code),
    act: sendSetup,
    session: { 'websocket.close.code': code, 'websocket.close.initiator': 'server' },
    error: false,
    connect: String(code),
  })),
  ...[
    [1007, 'Request contains an invalid argument.', 'invalid_argument', 'invalid_argument'],
    [
      1008,
      'Operation is not implemented, or supported, or enabled.',
      'unsupported_operation',
      'unsupported_operation',
    ],
    [1011, 'Internal error encountered.', 'internal', 'internal'],
    [1003, '', 'unknown', '1003'],
    [4321, 'nobody knows', 'unknown', '4321'],
  ].map(([code, reason, cause, type]) => ({
    name: `the server closes with ${code}`,
    script: closeWith(code as number, reason as string),
    act: sendSetup,
    session: {
      'websocket.close.code': code,
      'websocket.close.initiator': 'server',
      'gemini.close.cause': cause,
      'error.type': type,
      'gemini.live.phase': 'setup',
    },
    error: true,
    connect: type as string,
  })),
  {
    name: 'terminate() in a session',
    act: afterSetup((socket) => socket.terminate()),
    session: {
      'websocket.close.code': 1006,
      'websocket.close.initiator': 'client',
      'gemini.live.phase': 'active',
    },
    error: false,
    connect: null,
  },
  {
    name: 'terminate() before open',
    act: (socket) => socket.terminate(),
    session: {
      'websocket.close.code': 1006,
      'websocket.close.initiator': 'client',
      'gemini.live.phase': 'handshake',
    },
    error: false,
    connect: 'cancelled',
  },
  {
    name: 'close() before open',
    act: (socket) => socket.close(),
    session: { 'websocket.close.initiator': 'client', 'gemini.live.phase': 'handshake' },
    error: false,
    connect: 'cancelled',
  },
  {
    name: 'close() before setupComplete',
    script: { steps: [{ expect: 'setup' }] },
    act: (socket) => socket.on('open', () => socket.close(1000)),
    session: { 'websocket.close.initiator': 'client', 'gemini.live.phase': 'setup' },
    error: false,
    connect: 'cancelled',
  },
  ...(
    [
      [400, 'invalid_argument'],
      [401, 'auth'],
      [403, 'permission'],
      [404, undefined],
      [429, 'quota'],
      [503, 'overloaded'],
    ] as const
  ).map(([status, cause]) => ({
    name: `HTTP ${status} on the upgrade`,
    script: { steps: [{ refuse: status }] },
    session: {
      'http.response.status_code': status,
      'websocket.close.code': 1006,
      'websocket.close.initiator': 'server',
      'gemini.live.phase': 'handshake',
      ...(cause !== undefined && { 'gemini.close.cause': cause, 'error.type': cause }),
    },
    error: true,
    connect: cause ?? '404',
  })),
  {
    name: 'no such host',
    url: () => liveUrl('ws://no-such-host.invalid', { api: 'gemini' }),
    session: {
      'gemini.close.cause': 'network',
      'error.type': 'ENOTFOUND',
      'websocket.close.initiator': 'network',
    },
    error: true,
    connect: 'ENOTFOUND',
  },
  {
    name: 'connection refused',
    url: async () => liveUrl(`ws://127.0.0.1:${await freePort()}`, { api: 'gemini' }),
    session: { 'gemini.close.cause': 'network', 'error.type': 'ECONNREFUSED' },
    error: true,
    connect: 'ECONNREFUSED',
  },
  {
    name: 'TLS that is none',
    url: () => liveUrl(simulator.url.replace('ws:', 'wss:'), { api: 'gemini' }),
    session: { 'gemini.close.cause': 'network', 'gemini.live.phase': 'handshake' },
    error: true,
    connect: 'EPROTO',
  },
  {
    name: 'handshake timeout',
    script: ends['stall'] as Script,
    options: { handshakeTimeout: 100 },
    session: { 'gemini.close.cause': 'network', 'gemini.live.phase': 'handshake' },
    error: true,
    connect: 'network',
  },
  {
    name: 'a connection cut in mid-frame',
    script: ends['cut-in-session'] as Script,
    act: afterSetup((socket) =>
      socket.send(JSON.stringify({ clientContent: { turns: [], turnComplete: true } })),
    ),
    session: {
      'websocket.close.code': 1006,
      'websocket.close.initiator': 'network',
      'gemini.close.cause': 'network',
      'gemini.live.phase': 'active',
    },
    error: true,
    connect: null,
  },
];

describe('every way in which a socket can end', () => {
  it.each(table.map((end) => [end.name, end] as const))('%s', async (_, end) => {
    const { WebSocket } = observed;
    if (end.script) simulator.next(end.script);
    const url = (await end.url?.()) ?? liveUrl(simulator.url, { api: 'gemini' });
    const socket = new WebSocket(url, end.options);
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    (end.act ?? sendSetup)(socket);
    await closed;
    const [session, ...others] = await ended(observed, 'gemini.live.session');
    expect(others).toEqual([]);
    expect(session?.attributes).toMatchObject(end.session);
    expect(session?.status.code).toBe(end.error ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(session?.events.filter(({ name }) => name === 'exception')).toHaveLength(
      end.error ? 1 : 0,
    );
    if (!end.error) {
      expect(session?.attributes).not.toHaveProperty('error.type');
      expect(session?.attributes).not.toHaveProperty('gemini.close.cause');
    }

    const [connect, ...more] = observed.named('gemini.live.connect');
    expect(more).toEqual([]);
    expect(connect?.parentSpanContext?.spanId).toBe(session?.spanContext().spanId);
    expect(connect?.attributes['error.type'] ?? null).toBe(end.connect);
    expect(connect?.status.code).toBe(
      end.connect === null ? SpanStatusCode.UNSET : SpanStatusCode.ERROR,
    );
    expect(connect?.events).toEqual([]);
    expect(connect?.attributes).not.toHaveProperty('gemini.mismatch_hint');
  });

  it('a refused upgrade that the application handles itself', async () => {
    const { WebSocket } = observed;
    simulator.next({ steps: [{ refuse: 401 }] });
    const socket = new WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    socket.on('error', () => undefined);
    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode);
      }),
    );
    expect(status).toBe(401);
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.attributes).toMatchObject({
      'http.response.status_code': 401,
      'gemini.close.cause': 'auth',
    });
    expect(session?.attributes).not.toHaveProperty('websocket.close.code');
  });
});

describe('an end that the application does not hear, or does not survive', () => {
  /** What is thrown at the process, which the test runner would report. */
  async function thrown(act: () => void): Promise<unknown> {
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      return await new Promise((resolve) => {
        process.once('uncaughtException', resolve);
        act();
      });
    } finally {
      for (const listener of before) process.on('uncaughtException', listener);
    }
  }
  const broken = (): never => {
    throw new Error('of the handler');
  };
  const refused = async (): Promise<WebSocketClass> => {
    const url = liveUrl(`ws://127.0.0.1:${await freePort()}`, { api: 'gemini' });
    return new observed.WebSocket(url);
  };
  it.each([
    ['a failed connection', undefined, 'ECONNREFUSED'],
    ['a failed connection', broken, 'ECONNREFUSED'],
    ['terminate() before open', undefined, 'cancelled'],
    ['terminate() before open', broken, 'cancelled'],
  ])('%s ends the session (%#)', async (name, listener, connectError) => {
    const socket = await refused();
    const error = await thrown(() => {
      if (listener) socket.on('error', listener);
      if (name.startsWith('terminate')) socket.terminate();
    });
    expect(error).toBeInstanceOf(Error);
    const [session, ...others] = await ended(observed, 'gemini.live.session');
    expect(others).toEqual([]);
    expect(session?.attributes['websocket.close.code']).toBe(1006);
    const [connect] = observed.named('gemini.live.connect');
    expect(connect?.attributes['error.type']).toBe(connectError);
    const active = (await observed.metrics()).get('gemini.live.sessions.active') ?? [];
    expect(active.map(({ value }) => value)).toEqual(active.map(() => 0));
  });

  it('frames that break the protocol, in a session', async () => {
    const server = net.createServer((peer) => {
      peer
        .on('error', () => undefined)
        .once('data', (head) => {
          const key = /sec-websocket-key: (\S+)/i.exec(head.toString())?.[1] ?? '';
          const accept = createHash('sha1')
            .update(key + GUID)
            .digest('base64');
          peer.write(
            `HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
          );
          setTimeout(() => peer.write(Buffer.from([0xff, 0xff])), 10);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const socket = new observed.WebSocket(liveUrl(`ws://127.0.0.1:${port}`, { api: 'gemini' }));
    await thrown(() => undefined);
    await ended(observed, 'gemini.live.session');
    socket.terminate();
    server.close();
  });

  it('a constructor that throws: no connection is blamed for it', async () => {
    const url = liveUrl(simulator.url, { api: 'gemini' });
    const headers = { 'x-note': 'a\nb' };
    expect(() => new observed.WebSocket(url, { headers })).toThrow();
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.attributes).toMatchObject({ 'gemini.close.cause': 'invalid_argument' });
    expect(session?.attributes['gemini.close.hint']).toContain('constructor threw');
  });

  it("an error that the application emits itself is not the server's doing", async () => {
    const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    socket.on('error', () => socket.close());
    afterSetup((opened) => opened.emit('error', new Error('its own')))(socket);
    await new Promise((resolve) => socket.once('close', resolve));
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.attributes['websocket.close.initiator']).toBe('client');
    expect(session?.attributes).not.toHaveProperty('error.type');
  });
});

/** Source: RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
