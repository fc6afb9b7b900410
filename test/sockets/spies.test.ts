import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket as Undici } from 'undici';
import type WebSocketClass from 'ws';
import { registry } from '../../src/sockets/registry.js';
import { watchWebSocketClass } from '../../src/sockets/whatwg/web-socket-class.js';
import { watchUpgrades } from '../../src/sockets/whatwg/undici-channels.js';
import { watchWsPrototype } from '../../src/sockets/ws/ws-prototype.js';
import { watchWsClass } from '../../src/sockets/ws/ws-class.js';
import { RecordedObserver } from './recorded-observer.js';
import { UpgradeServer } from './upgrade-server.js';

/*
 * Spies and stubs of an application's tests, on the class and on a socket, put on and taken off at
 * any time: they see what they would see without us, and so do we.
 */

type Socket = WebSocketClass;
type Class = typeof WebSocketClass;
type Method = 'send' | 'close' | 'addEventListener' | 'emit';
interface Spied {
  readonly mock: { readonly calls: readonly (readonly unknown[])[] };
  mockRestore(): unknown;
}

const Original = createRequire(import.meta.url)('ws') as Class;
const Captured = createRequire(import.meta.url)('ws') as Class;
const unsupported = (why: string): never => expect.fail(why);

let server: UpgradeServer;
beforeAll(async () => {
  server = await UpgradeServer.start();
});
afterAll(() => server.stop());
afterEach(() => vi.restoreAllMocks());

/** A socket class, and what begins to watch it. */
const classes: Readonly<Record<string, () => Class>> = {
  ws: () => watchWsClass(Original, unsupported),
  'ws, captured before': () => {
    watchWsPrototype(Captured, () => undefined);
    return Captured;
  },
  undici: () => {
    watchWebSocketClass(Undici, unsupported);
    watchUpgrades({ reportUnsupported: unsupported });
    return Undici as unknown as Class;
  },
};

/** What a test does to a class and to a socket of it, and when. */
interface Act {
  readonly before?: (prototype: Socket) => void;
  readonly made?: (socket: Socket, prototype: Socket) => void;
  readonly opened?: (socket: Socket, prototype: Socket) => void;
}

const spies: Spied[] = [];
function spy(target: Socket, name: Method): void {
  spies.push(vi.spyOn(target, name) as Spied);
}
/** `emit` of ws; undici has no such method. */
function tells(target: Socket): Method {
  return 'emit' in target ? 'emit' : ('dispatchEvent' as Method);
}
function restore(): void {
  for (const one of spies) one.mockRestore();
}

/** One that takes the place of the method for the first message. */
function stub(target: Socket): void {
  Reflect.set(target, 'send', () => void stubbed.push('stubbed'));
}
let stubbed: string[] = [];

const acts: Readonly<Record<string, Act>> = {
  'a spy on the class, before': { before: (prototype) => spy(prototype, 'send') },
  'a spy on the class, before, restored when the socket is open': {
    before: (prototype) => spy(prototype, 'send'),
    opened: restore,
  },
  'a spy on the class, later': { made: (_, prototype) => spy(prototype, 'send') },
  'a spy on the class, when the socket is open': {
    opened: (_, prototype) => spy(prototype, 'send'),
  },
  'a spy on the class, later, restored when the socket is open': {
    made: (_, prototype) => spy(prototype, 'send'),
    opened: restore,
  },
  'a spy on the socket': { made: (socket) => spy(socket, 'send') },
  'a spy on the socket, when it is open': { opened: (socket) => spy(socket, 'send') },
  'a spy on the socket, restored when it is open': {
    made: (socket) => spy(socket, 'send'),
    opened: restore,
  },
  'a spy on close of the class': { made: (_, prototype) => spy(prototype, 'close') },
  'a spy on close of the socket': { made: (socket) => spy(socket, 'close') },
  'a spy on addEventListener of the class': {
    before: (prototype) => spy(prototype, 'addEventListener'),
  },
  'a spy on addEventListener of the socket': { made: (socket) => spy(socket, 'addEventListener') },
  'a spy on what tells events, of the class, before': {
    before: (prototype) => spy(prototype, tells(prototype)),
    opened: restore,
  },
  'a spy on what tells events, of the class, later': {
    opened: (_, prototype) => spy(prototype, tells(prototype)),
  },
  'a spy on what tells events, of the socket': { made: (socket) => spy(socket, tells(socket)) },
  'a stub of the socket': { made: (socket) => stub(socket) },
};

/** What the application sees of one conversation. */
async function conversation(WebSocket: Class, act: Act): Promise<unknown> {
  spies.length = 0;
  stubbed = [];
  const { prototype } = WebSocket;
  const seen: unknown[] = [];
  act.before?.(prototype);
  const socket = new WebSocket(server.url('x'));
  act.made?.(socket, prototype);
  let heard = 0;
  socket.addEventListener('open', () => {
    act.opened?.(socket, prototype);
    seen.push(socket.send('one'), socket.send('two'));
    if (stubbed.length > 0) socket.close(1000);
  });
  socket.addEventListener('message', () => {
    if (++heard === 4) socket.close(1000, 'done');
  });
  await new Promise<void>((resolve) => {
    socket.addEventListener('close', ({ code }: { code: number }) => {
      seen.push(code);
      resolve();
    });
  });
  const calls = spies.map(({ mock }) => mock.calls.map((args) => args.map(told)));
  restore();
  return { seen, heard, calls, stubbed };
}

function told(argument: unknown): unknown {
  if (argument instanceof Event) return argument.type;
  return typeof argument === 'function' ? 'a function' : String(argument);
}

async function watched<R>(fn: (observer: RecordedObserver) => Promise<R>): Promise<R> {
  const observer = new RecordedObserver();
  registry.observers.add(observer);
  try {
    return await fn(observer);
  } finally {
    registry.observers.delete(observer);
  }
}

const sent = ({ told }: RecordedObserver): string[] =>
  told.filter((line) => line.startsWith('sent'));

describe.each(Object.entries(classes))('%s', (_, watch) => {
  it.each(Object.entries(acts))('%s', async (_, act) => {
    const WebSocket = watch();
    const alone = await conversation(WebSocket, act);
    await watched(async (observer) => {
      expect(await conversation(WebSocket, act)).toEqual(alone);
      expect(sent(observer)).toEqual(stubbed.length > 0 ? [] : ['sent one', 'sent two']);
      expect(observer.told).toContain('closing');
      expect(observer.told.at(-1)).toMatch(/^closed 1000/);
    });
  });

  it('a subclass whose methods come later', async () => {
    class Sub extends watch() {}
    const act: Act = {
      opened: () => {
        const { send } = Sub.prototype;
        Sub.prototype.send = function (this: Socket, data: unknown) {
          Reflect.apply(send, this, [`${String(data)}!`]);
        } as typeof send;
      },
    };
    await watched(async (observer) => {
      expect(await conversation(Sub, act)).toMatchObject({ heard: 4 });
      expect(observer.told.at(-1)).toMatch(/^closed 1000/);
      expect(sent(observer)).toHaveLength(2);
    });
  });
});
