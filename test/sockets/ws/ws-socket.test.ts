import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type WebSocketClass from 'ws';
import { watchHttpUpgrades } from '../../../src/sockets/http/http-upgrades.js';
import { registry } from '../../../src/sockets/registry.js';
import { watchWsClass } from '../../../src/sockets/ws/ws-class.js';
import { watchWsPrototype } from '../../../src/sockets/ws/ws-prototype.js';
import { hasLayout } from '../object-layout.js';
import { RecordedObserver } from '../recorded-observer.js';
import { LIVE_METHOD, UpgradeServer } from '../upgrade-server.js';

const Original = createRequire(import.meta.url)('ws') as typeof WebSocketClass;
const Watched = watchWsClass(Original, (why) => expect.fail(why));

let server: UpgradeServer;
let redirecting: Server;
let observer: RecordedObserver;
let unwatch: () => void;

beforeAll(async () => {
  server = await UpgradeServer.start();
  redirecting = createServer((_request, response) => {
    response.writeHead(302, { location: server.url('1000') }).end();
  }).listen(0, '127.0.0.1');
  await once(redirecting, 'listening');
});
afterAll(async () => {
  redirecting.close();
  await server.stop();
});
beforeEach(() => {
  observer = new RecordedObserver();
  registry.observers.add(observer);
  unwatch = watchHttpUpgrades(() => undefined);
});
afterEach(() => {
  unwatch();
  registry.observers.delete(observer);
});

const closed = (socket: WebSocketClass): Promise<unknown> =>
  new Promise((resolve) => socket.once('close', resolve));
const sent = (): string[] => observer.told.filter((line) => line.startsWith('sent'));

describe('binaryType', () => {
  /** Every value that the property takes, and every message, as the application sees them. */
  async function converse(WebSocket: typeof WebSocketClass, types: string[]): Promise<unknown[]> {
    const socket = new WebSocket(server.url('x'));
    const seen: unknown[] = [];
    const set = (type: string | undefined): void => {
      if (type !== undefined) socket.binaryType = type as 'nodebuffer';
      seen.push(socket.binaryType);
    };
    set(types[0]);
    socket.on('open', () => socket.send('0'));
    let heard = 0;
    socket.on('message', (data: unknown, isBinary: boolean) => {
      const { constructor, size } = data as Blob;
      seen.push([constructor === Blob ? 'Blob' : constructor.name, size, isBinary]);
      if (data instanceof Blob) seen.push(data.type, data.text());
      if (++heard % 2 === 1) return;
      if (heard === types.length * 2) return socket.close();
      set(types[heard / 2]);
      socket.send(String(heard));
    });
    await closed(socket);
    return await Promise.all([
      ...seen,
      Object.getOwnPropertyNames(socket).includes('binaryType'),
      Object.keys(socket),
      Object.keys(Reflect.get(socket, '_receiver') as object),
    ]);
  }

  it.each([
    [['blob', 'blob']],
    [['nodebuffer', 'blob', 'nonsense', 'arraybuffer', 'blob', 'nodebuffer']],
    [['fragments', 'blob', 'fragments']],
  ])('%j: is read, and the application sees what it would', async (types) => {
    registry.observers.delete(observer);
    const plain = await converse(Original, types);
    registry.observers.add(observer);
    expect(await converse(Watched, types)).toEqual(plain);
    expect(observer.told.filter((line) => line.includes(' bytes:'))).toHaveLength(types.length);
  });

  it('blob, as a field of a subclass', async () => {
    class WithBlobs extends Watched {}
    Reflect.defineProperty(WithBlobs.prototype, 'binaryType', { value: 'blob', writable: true });
    const socket = new WithBlobs(server.url('1000'));
    socket.on('open', () => socket.send('hi'));
    const data: unknown[] = [];
    socket.on('message', (one: unknown, isBinary: boolean) => isBinary && data.push(one));
    await closed(socket);
    expect(data[0]).toBeInstanceOf(Blob);
  });
});

describe('a heartbeat', () => {
  const beats = (): string[] =>
    observer.told.filter((line) => line === 'pinged' || line === 'alive');

  it("is the application's ping, and what comes of it", async () => {
    const socket = new Watched(server.url('x'));
    await once(socket, 'open');
    const pong = once(socket, 'pong');
    socket.ping('one');
    expect(beats()).toEqual(['pinged']);
    expect(String((await pong)[0])).toBe('one');
    expect(beats()).toEqual(['pinged', 'alive']);
    socket.close();
    await closed(socket);
    socket.ping('late', undefined, () => undefined);
    expect(beats()).toHaveLength(2);
  });

  it('is none where ping throws', () => {
    const socket = new Watched(server.url('x'));
    expect(() => socket.ping()).toThrow(/not open/);
    expect(beats()).toEqual([]);
    socket.on('error', () => undefined);
    socket.terminate();
  });

  it("goes by the application's own ping", async () => {
    const socket = new Watched(server.url('x'));
    const pings: unknown[] = [];
    class Counted extends Watched {
      override ping(...args: Parameters<WebSocketClass['ping']>): void {
        pings.push(args[0]);
        super.ping(...args);
      }
    }
    socket.terminate();
    socket.on('error', () => undefined);
    const counted = new Counted(server.url('x'));
    await once(counted, 'open');
    counted.ping('mine');
    expect(pings).toEqual(['mine']);
    expect(beats()).toEqual(['pinged']);
    counted.close();
    await closed(counted);
  });
});

describe('whether the application reads', () => {
  it('is told by pause() and by the connection below', async () => {
    const socket = new Watched(server.url('x'));
    await once(socket, 'open');
    const reads = observer.reads.at(-1);
    expect(reads?.()).toBe(true);
    socket.pause();
    expect(reads?.()).toBe(false);
    socket.resume();
    expect(reads?.()).toBe(true);
    const below = Reflect.get(socket, '_socket') as { pause(): void; resume(): void };
    below.pause();
    expect(reads?.()).toBe(false);
    below.resume();
    socket.close();
    await closed(socket);
  });
});

it('costs neither the sockets nor their receivers the layout of their kind', async () => {
  const layouts: boolean[] = [];
  for (let i = 0; i < 4; i++) {
    const socket = new Watched(server.url('1000'));
    socket.on('open', () => {
      layouts.push(hasLayout(socket), hasLayout(Reflect.get(socket, '_receiver') as object));
      socket.send('hi');
    });
    await closed(socket);
  }
  expect(layouts).toEqual(Array(8).fill(true));
});

describe('what was sent', () => {
  it('is not what ws drops after close()', async () => {
    const socket = new Watched(server.url('x'));
    socket.on('open', () => {
      socket.send('first');
      socket.close();
      socket.send('dropped', () => undefined);
    });
    await closed(socket);
    socket.send('dropped', () => undefined);
    expect(sent()).toEqual(['sent first']);
  });

  it('is not what was sent too early', async () => {
    const socket = new Watched(server.url('1000'));
    expect(() => socket.send('early')).toThrow('CONNECTING');
    socket.on('open', () => socket.send('hi'));
    await closed(socket);
    expect(sent()).toEqual(['sent hi']);
  });

  it('passes a spy that was put on the class later', async () => {
    const socket = new Watched(server.url('1000'));
    const { send } = Original.prototype;
    const spied: unknown[] = [];
    Original.prototype.send = function (this: WebSocketClass, data: unknown) {
      if (this === socket) spied.push(data);
      Reflect.apply(send, this, [data]);
    } as typeof send;
    try {
      socket.on('open', () => socket.send('hi'));
      await closed(socket);
    } finally {
      Original.prototype.send = send;
    }
    expect([spied, sent()]).toEqual([['hi'], ['sent hi']]);
  });
});

it('answers a close frame at once, whatever its event waits for', async () => {
  const order: string[] = [];
  observer.delivery = () =>
    new Promise((resolve) => {
      setTimeout(() => {
        order.push('delivered');
        resolve();
      }, 100);
    });
  const peers = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(peers, 'listening');
  const { port } = peers.address() as AddressInfo;
  const socket = new Watched(`ws://127.0.0.1:${port}/ws/${LIVE_METHOD}`);
  peers.on('connection', (peer) => {
    peer.on('close', (code) => {
      order.push(`answered ${code}`);
      socket.send('too late', () => order.push('not sent'));
      order.push(`open ${socket.readyState === socket.OPEN}`);
    });
    peer.close(1008);
  });
  socket.on('close', (code) => order.push(`close ${code}`));
  await closed(socket);
  peers.close();
  expect(order).toEqual(['answered 1008', 'open false', 'not sent', 'delivered', 'close 1008']);
  expect(sent()).toEqual([]);
});

describe('what the application does', () => {
  it('close() with a code that is none closes nothing', async () => {
    const socket = new Watched(server.url('1008'));
    socket.on('open', () => {
      expect(() => socket.close(9)).toThrow('valid error code');
      socket.send('hi');
    });
    await closed(socket);
    expect(observer.told).not.toContain('closing');
    expect(observer.told.at(-1)).toBe('closed 1008 "the reason" by frame');
  });

  it('its own open, error and close are nothing of the socket', async () => {
    const socket = new Watched(server.url('1000'));
    socket.on('error', () => undefined);
    for (const event of ['open', 'error', 'close']) socket.emit(event, new Error('its own'));
    expect(observer.told).toEqual(['connecting in nowhere']);
    socket.on('open', () => socket.send('hi'));
    await closed(socket);
    expect(observer.told).toContain('received bytes bytes:hi');
    expect(observer.told.join()).not.toContain('failed');
  });

  it.each([
    ['a header with a newline', () => new Watched(server.url('x'), { headers: { a: 'b\nc' } })],
    ['a scheme that is none', () => new Watched(server.url('x').replace('ws:', 'gopher:'))],
    ['a protocol that is none', () => new Watched(server.url('x'), 'a b')],
  ])('a constructor that throws: %s', (_, make) => {
    expect(make).toThrow();
    expect(observer.told).toHaveLength(2);
    expect(observer.told[1]).toMatch(/^thrown \w*Error/);
    expect(registry.connecting.size).toBe(0);
  });

  it.each([
    ['that cannot be extended', (socket: object) => Object.preventExtensions(socket)],
    [
      'whose method cannot be replaced',
      (socket: object) => Object.defineProperty(socket, 'emit', { value: Original.prototype.emit }),
    ],
  ])('makes a socket %s: it works as ever, and is not passed over in silence', async (_, seal) => {
    class Sealed extends Original {
      constructor(url: string) {
        super(url);
        seal(this);
      }
    }
    const Class = watchWsClass(Sealed, (why) => expect.fail(why));
    const socket = new Class(server.url('hang'));
    expect(observer.told).toEqual(['connecting in nowhere', 'unseen']);
    expect(observer.missedUrls).toEqual([socket.url]);
    socket.on('error', () => undefined);
    socket.terminate();
    await closed(socket);
  });
});

it('is watched with a URL of a DOM that a test runner has put among the globals', async () => {
  const href = server.url('1000');
  const socket = new Watched({ href, toString: () => href } as URL);
  socket.on('open', () => socket.send('hi'));
  await closed(socket);
  expect(observer.told).toContain('closed 1000 "the reason" by frame');
});

// Last, as the class is watched in place from here on.
describe('no upgrade is missed', () => {
  const redirect = (): string =>
    `ws://127.0.0.1:${(redirecting.address() as AddressInfo).port}/ws/${LIVE_METHOD}?key=secret`;
  const converse = async (socket: WebSocketClass): Promise<void> => {
    socket.on('open', () => socket.send('hi'));
    await closed(socket);
    expect(observer.told).toContain('closed 1000 "the reason" by frame');
    expect(observer.missedUrls).toEqual([]);
    expect(registry.connecting.size).toBe(0);
  };

  it('that follows a redirect', () => converse(new Watched(redirect(), { followRedirects: true })));

  it('of a class that was captured early, nor its redirects', async () => {
    watchWsPrototype(Original, () => undefined);
    await converse(new Original(server.url('1000')));
    observer.told.length = 0;
    await converse(new Original(redirect(), { followRedirects: true }));
  });

  it('of a class that was captured early and throws', async () => {
    expect(() => new Original(server.url('x'), { headers: { a: 'b\nc' } })).toThrow();
    await new Promise(setImmediate);
    expect(observer.told).toEqual(['connecting in nowhere', 'thrown undefined']);
    expect(registry.connecting.size).toBe(0);
  });
});
