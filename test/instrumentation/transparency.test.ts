import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import { ended, observe, type Observed } from './observed.js';
import {
  closeWith,
  liveUrl,
  messages,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

const require = createRequire(import.meta.url);

let simulator: Simulator;
let observed: Observed;
/** What an application sees of ws without us: taken before the instrumentation exists. */
const plain = new Map<string, unknown>();

interface Case {
  readonly name: string;
  readonly see: (WebSocket: typeof WebSocketClass) => unknown;
}

const setup = JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } });
const turn: Script = {
  steps: [
    { expect: 'clientContent' },
    { send: messages.together(messages.audio(9_600), messages.said('Hello')) },
    { ping: 'still there?' },
    { raw: 'no JSON at all', binary: false },
    { send: messages.generationComplete },
    { send: messages.turnComplete(messages.usage('gemini', 11, 20)) },
    { close: [1011, 'Internal error encountered.'] },
  ],
};

/** Every event of one conversation, with its values, in order. */
async function events(
  WebSocket: typeof WebSocketClass,
  script: Script,
  prepare: (socket: WebSocketClass) => void = () => undefined,
): Promise<unknown[]> {
  simulator.next(script);
  const log: unknown[] = [];
  const socket = new WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
  prepare(socket);
  for (const name of [
    'open',
    'message',
    'ping',
    'pong',
    'upgrade',
    'error',
    'close',
    'unexpected-response',
  ]) {
    socket.on(name, (...values: unknown[]) => {
      log.push([name, ...values.map(show), socket.readyState]);
      if (name === 'open') {
        socket.send(setup, (error) => log.push(['sent', show(error)]));
        socket.send(JSON.stringify({ clientContent: { turns: [], turnComplete: true } }));
      }
      if (name === 'unexpected-response') socket.terminate();
    });
  }
  socket.onmessage = ({ type, data, target }) => log.push([type, show(data), target === socket]);
  socket.addEventListener('close', ({ code, reason, wasClean }) =>
    log.push([code, reason, wasClean]),
  );
  await new Promise((resolve) => socket.once('close', resolve));
  return log;
}

function show(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return `Buffer ${value.toString('latin1')}`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value !== null && typeof value === 'object') return value.constructor.name;
  return value;
}

/** The parts of a class that programs look at. */
function anatomy(WebSocket: typeof WebSocketClass): unknown {
  class Sub extends WebSocket {
    override close(code?: number, reason?: string): void {
      super.close(code, reason);
    }
  }
  const sub = new Sub(liveUrl('ws://127.0.0.1:9', { api: 'gemini' }));
  sub.on('error', () => undefined);
  const socket = new WebSocket(liveUrl('ws://127.0.0.1:9', { api: 'gemini' }));
  socket.on('error', () => undefined);
  return {
    keys: Object.keys(require('ws') as object),
    statics: [WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED],
    name: WebSocket.name,
    length: WebSocket.length,
    instance: socket instanceof WebSocket,
    subclass: [sub instanceof Sub, sub instanceof WebSocket, sub.constructor === Sub],
    prototype: Object.getPrototypeOf(socket) === WebSocket.prototype,
    constructor: socket.constructor === WebSocket,
    itself: (WebSocket as { WebSocket?: unknown }).WebSocket === WebSocket,
    ownKeys: Object.keys(socket).sort(),
    listeners: ['open', 'message', 'close', 'error'].map((name) => socket.listenerCount(name)),
    url: socket.url,
    json: Object.keys(
      JSON.parse(
        JSON.stringify({ ...socket, _req: undefined, _socket: undefined }, (key, value: unknown) =>
          key === '' ? value : typeof value,
        ) as string,
      ) as object,
    ).sort(),
    errors: thrown(() => new WebSocket('http://[')),
    subprotocol: thrown(
      () => new WebSocket(liveUrl('ws://127.0.0.1:9', { api: 'gemini' }), 'not valid'),
    ),
    returned: [thrown(() => socket.send('too early')), socket.emit('unheard'), socket.close()],
  };
}

function thrown(act: () => unknown): string {
  try {
    return String(act());
  } catch (error) {
    return String(error);
  }
}

const cases: readonly Case[] = [
  { name: 'a conversation', see: (WebSocket) => events(WebSocket, turn) },
  { name: 'a refusal', see: (WebSocket) => events(WebSocket, { steps: [{ refuse: 403 }] }) },
  {
    name: 'a cut',
    see: (WebSocket) => events(WebSocket, { steps: [{ expect: 'clientContent' }, { cut: true }] }),
  },
  {
    name: 'an early close',
    see: (WebSocket) => events(WebSocket, closeWith(1008, 'x'.repeat(123))),
  },
  {
    name: 'fragments',
    see: (WebSocket) => events(WebSocket, turn, (socket) => (socket.binaryType = 'fragments')),
  },
  {
    name: 'array buffers',
    see: (WebSocket) => events(WebSocket, turn, (socket) => (socket.binaryType = 'arraybuffer')),
  },
  { name: 'the class', see: anatomy },
];

beforeAll(async () => {
  simulator = await startSimulator();
  for (const { name, see } of cases) {
    plain.set(name, await see(require('ws') as typeof WebSocketClass));
  }
  observed = observe();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});

describe('the application does not notice', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (name, { see }) => {
    observed.reset();
    const seen = await see(observed.WebSocket);
    expect(seen).toEqual(plain.get(name));
    expect((await ended(observed, 'gemini.live.session')).length).toBeGreaterThan(0);
  });

  it('an error that nobody listens to is thrown, as ever', () => {
    const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    expect(() => socket.emit('error', new Error('unheard'))).toThrow('unheard');
    socket.on('error', () => undefined);
    socket.terminate();
  });

  it('any other WebSocket is left alone entirely', () => {
    const { WebSocket } = observed;
    const socket = new WebSocket('ws://127.0.0.1:9/chat');
    socket.on('error', () => undefined);
    for (const name of ['emit', 'send', 'close', 'terminate', 'ping']) {
      expect(Object.hasOwn(socket, name)).toBe(false);
    }
    socket.terminate();
  });
});

describe('a fault of ours or of the user stays away from the application', () => {
  const converse = (WebSocket: typeof WebSocketClass): Promise<unknown[]> =>
    events(WebSocket, turn);

  it('a broken tracer', async () => {
    const { instrumentationName, instrumentationVersion } = observed.instrumentation;
    const tracer = observed.tracerProvider.getTracer(instrumentationName, instrumentationVersion);
    const startSpan = vi.spyOn(tracer, 'startSpan');
    startSpan.mockImplementation(() => {
      throw new Error('broken tracer');
    });
    try {
      expect(await converse(observed.WebSocket)).toEqual(plain.get('a conversation'));
      expect(startSpan).toHaveBeenCalled();
    } finally {
      startSpan.mockRestore();
    }
  });

  it('a broken span', async () => {
    const { tracerProvider } = observed;
    const probe = tracerProvider.getTracer('probe').startSpan('probe');
    const prototype = Object.getPrototypeOf(probe) as { setAttributes: () => unknown };
    const broken = vi.spyOn(prototype, 'setAttributes').mockImplementation(() => {
      throw new Error('broken span');
    });
    try {
      expect(await converse(observed.WebSocket)).toEqual(plain.get('a conversation'));
      expect(broken).toHaveBeenCalled();
    } finally {
      broken.mockRestore();
    }
  });

  it('hooks that throw: onClose, matchEndpoint', async () => {
    const calls: unknown[] = [];
    observed.instrumentation.setConfig({
      warn: false,
      matchEndpoint: () => {
        throw new Error('broken hook');
      },
      onClose: (span, close) => {
        calls.push(close.cause, close.code, span.isRecording());
        throw new Error('broken hook');
      },
    });
    try {
      observed.reset();
      expect(await converse(observed.WebSocket)).toEqual(plain.get('a conversation'));
      await ended(observed, 'gemini.live.session');
      expect(calls).toEqual(['internal', 1011, true]);
    } finally {
      observed.instrumentation.setConfig({ warn: false });
    }
  });

  it('disabling and enabling while a socket is open', async () => {
    observed.reset();
    const { WebSocket, instrumentation } = observed;
    const open = async (): Promise<WebSocketClass> => {
      const socket = new WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
      await new Promise((resolve) => socket.once('open', resolve));
      return socket;
    };
    const close = async (socket: WebSocketClass): Promise<void> => {
      socket.close(1000);
      await new Promise((resolve) => socket.once('close', resolve));
    };
    const before = await open();
    instrumentation.disable();
    const meanwhile = await open();
    instrumentation.enable();
    const after = await open();
    for (const socket of [before, meanwhile, after]) await close(socket);
    expect(observed.named('gemini.live.session')).toHaveLength(2);
  });
});
