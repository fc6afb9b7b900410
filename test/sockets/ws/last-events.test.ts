import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type WebSocketClass from 'ws';
import { registry } from '../../../src/sockets/registry.js';
import { watchWsClass } from '../../../src/sockets/ws/ws-class.js';
import { RecordedObserver } from '../recorded-observer.js';
import { UpgradeServer } from '../upgrade-server.js';

const Original = createRequire(import.meta.url)('ws') as typeof WebSocketClass;
const Watched = watchWsClass(Original, (why) => expect.fail(why));
const delay = 40;

let server: UpgradeServer;
let gone: string;
beforeAll(async () => {
  server = await UpgradeServer.start();
  const other = await UpgradeServer.start();
  gone = other.url('x');
  await other.stop();
});
afterAll(() => server.stop());

interface End {
  readonly name: string;
  readonly url: () => string;
  readonly act?: (socket: WebSocketClass) => void;
  readonly options?: WebSocketClass.ClientOptions;
  /** What the application's `error` handler does; `none`: it has none. */
  readonly onError?: 'none' | (() => void);
  /** Whether its last events wait for a delivery. */
  readonly held: boolean;
  /** What is told of the end. */
  readonly told: readonly string[];
}

const hello = (socket: WebSocketClass): void =>
  void socket.on('open', () => socket.send('hi', () => undefined));
const fail = (): never => {
  throw new Error('of the handler');
};
const lost = 'closed 1006 "" without';

const refused = ['refused 403', 'failed Unexpected server response: 403', lost];
const ends: readonly End[] = [
  { name: 'a refused upgrade', url: () => server.url('403'), held: true, told: refused },
  {
    name: 'a refused upgrade, nobody listens to error',
    url: () => server.url('403'),
    onError: 'none',
    held: true,
    told: refused,
  },
  {
    name: 'a refused upgrade, the error handler throws',
    url: () => server.url('403'),
    onError: fail,
    held: true,
    told: refused,
  },
  {
    name: 'a refused connection',
    url: () => gone,
    held: true,
    told: ['failed ECONNREFUSED', lost],
  },
  {
    name: 'a refused connection, nobody listens to error',
    url: () => gone,
    onError: 'none',
    held: true,
    told: ['failed ECONNREFUSED', lost],
  },
  {
    name: 'a refused connection, the error handler throws',
    url: () => gone,
    onError: fail,
    held: true,
    told: ['failed ECONNREFUSED', lost],
  },
  {
    name: 'a cut handshake',
    url: () => server.url('cut'),
    held: true,
    told: ['failed ECONNRESET', lost],
  },
  {
    name: 'a handshake that takes too long',
    url: () => server.url('hang'),
    options: { handshakeTimeout: 30 },
    held: true,
    told: ['failed Opening handshake has timed out', lost],
  },
  {
    name: 'an answer that is wrong',
    url: () => server.url('wrong-answer'),
    held: true,
    told: ['failed Invalid Sec-WebSocket-Accept header', lost],
  },
  {
    name: 'an answer that is wrong, nobody listens to error',
    url: () => server.url('wrong-answer'),
    onError: 'none',
    held: true,
    told: ['failed Invalid Sec-WebSocket-Accept header', lost],
  },
  {
    name: 'the server closes',
    url: () => server.url('1008'),
    act: hello,
    held: true,
    told: [
      'opened',
      'sent hi',
      'received bytes text:hi',
      'received bytes bytes:hi',
      'closed 1008 "the reason" by frame',
    ],
  },
  {
    name: 'terminate() while connecting',
    url: () => server.url('hang'),
    act: (socket) => socket.terminate(),
    held: false,
    told: ['closing', 'failed WebSocket was closed before the connection was established', lost],
  },
  {
    name: 'terminate() while connecting, nobody listens to error',
    url: () => server.url('hang'),
    act: (socket) => setTimeout(() => socket.terminate(), 5),
    onError: 'none',
    held: false,
    told: ['closing', 'failed WebSocket was closed before the connection was established', lost],
  },
  {
    name: 'a refusal that the application handles',
    url: () => server.url('403'),
    act: (socket) => socket.on('unexpected-response', () => socket.terminate()),
    held: false,
    told: [
      'refused 403',
      'closing',
      'failed WebSocket was closed before the connection was established',
      lost,
    ],
  },
  {
    name: 'an error of the application itself',
    url: () => server.url('1000'),
    act(socket) {
      hello(socket);
      socket.on('open', () => socket.emit('error', new Error('its own')));
    },
    held: true,
    told: [
      'opened',
      'sent hi',
      'received bytes text:hi',
      'received bytes bytes:hi',
      'closed 1000 "the reason" by frame',
    ],
  },
];

interface Seen {
  /** Events and what was thrown at the process, in order, with the state of the socket. */
  readonly events: readonly string[];
  /** How the socket is left behind. */
  readonly after: readonly unknown[];
  readonly milliseconds: number;
}

/** Drives a socket to its end, and a moment longer. */
async function drive(WebSocket: typeof WebSocketClass, end: End): Promise<Seen> {
  const events: string[] = [];
  const begun = performance.now();
  let milliseconds = 0;
  const note = (text: string): void => {
    events.push(text);
    milliseconds = performance.now() - begun;
  };
  const restore = catchThrown((error) => note(`thrown ${error.message} ${socket.readyState}`));
  const socket = new WebSocket(end.url(), end.options);
  const keys = Object.keys(socket).sort();
  for (const name of ['open', 'message', 'close', 'upgrade']) {
    socket.on(name, (code: unknown) => {
      note(`${name} ${socket.readyState} ${typeof code === 'number' ? code : ''}`);
      process.nextTick(() => note(`after ${name} ${socket.readyState}`));
    });
  }
  const { onError } = end;
  if (onError !== 'none') {
    socket.on('error', (error) => {
      note(`error ${error.message} ${socket.readyState} ${Object.keys(socket).length}`);
      process.nextTick(() => note(`after error ${socket.readyState}`));
      queueMicrotask(() => note(`microtask after error ${socket.readyState}`));
      onError?.();
    });
  }
  end.act?.(socket);
  await new Promise((resolve) => setTimeout(resolve, delay * 4));
  restore();
  const listeners = ['error', 'close', 'message'].map((name) => socket.listenerCount(name));
  const after = [socket.readyState, listeners, keys, Object.keys(socket).sort()];
  return { events, after, milliseconds };
}

/** Takes the place of the test runner, which would report it. */
function catchThrown(told: (error: Error) => void): () => void {
  const before = process.listeners('uncaughtException');
  const rejected = (): void => told(new Error('an unhandled rejection'));
  process.removeAllListeners('uncaughtException').on('uncaughtException', told);
  process.on('unhandledRejection', rejected);
  return () => {
    process.removeAllListeners('uncaughtException').off('unhandledRejection', rejected);
    for (const listener of before) process.on('uncaughtException', listener);
  };
}

describe.each(ends.map((end) => [end.name, end] as const))('%s', (_, end) => {
  it.each([
    ['nothing to wait for', false],
    ['a delivery', true],
  ])('is as without us, with %s', async (_name, delivers) => {
    const plain = await drive(Original, end);
    const observer = new RecordedObserver();
    let delivered = 0;
    if (delivers) {
      observer.delivery = () =>
        new Promise((resolve) => {
          setTimeout(() => {
            delivered = performance.now();
            resolve();
          }, delay);
        });
    }
    registry.observers.add(observer);
    try {
      const begun = performance.now();
      const seen = await drive(Watched, end);
      expect(seen.events).toEqual(plain.events);
      expect(seen.after).toEqual(plain.after);
      expect(observer.told.slice(1)).toEqual(end.told);
      if (delivers) expect(begun + seen.milliseconds > delivered).toBe(end.held);
      expect(registry.connecting.size).toBe(0);
    } finally {
      registry.observers.delete(observer);
    }
  });
});
