import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CloseEvent, ErrorEvent, WebSocket } from 'undici';
import { handshakes } from '../../../src/sockets/whatwg/handshake.js';
import { registry } from '../../../src/sockets/registry.js';
import { watchUpgrades } from '../../../src/sockets/whatwg/undici-channels.js';
import { watchWebSocketClass } from '../../../src/sockets/whatwg/web-socket-class.js';
import { hasLayout } from '../object-layout.js';
import { RecordedObserver, inApp, where } from '../recorded-observer.js';
import { UpgradeServer } from '../upgrade-server.js';

let server: UpgradeServer;
let observer: RecordedObserver;
let unwatch: () => void;
const unsupported: string[] = [];
const reportUnsupported = (why: string) => void unsupported.push(why);

beforeAll(async () => {
  server = await UpgradeServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  observer = new RecordedObserver();
  registry.observers.add(observer);
  unwatch = watchUpgrades({ reportUnsupported });
});
afterEach(() => {
  unwatch();
  registry.observers.delete(observer);
});

type Socket = InstanceType<typeof WebSocket>;
type Step = (socket: Socket) => void;

/** Opens a socket as an application does, and gives every event it sees until the end. */
async function drive(url: string | URL, step: Step, make = (u: string | URL) => new WebSocket(u)) {
  const seen: string[] = [];
  const socket = inApp(() => make(url));
  const ended = new Promise<void>((resolve) => {
    for (const type of ['open', 'message', 'error', 'close'] as const) {
      socket.addEventListener(type, (event) => {
        const { code, reason, data } = event as { code?: number; reason?: string; data?: unknown };
        seen.push(
          [type, where(), code, reason, describeData(data)]
            .filter((x) => x !== undefined)
            .join(' '),
        );
        // One that the application dispatches itself is no end.
        if (type === 'close' && socket.readyState === WebSocket.CLOSED) resolve();
      });
    }
  });
  step(socket);
  await ended;
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { seen, socket, told: observer.told };
}

it('costs no socket the layout of its kind', async () => {
  const layouts: boolean[] = [];
  for (let i = 0; i < 4; i++) {
    await drive(server.url('1000'), (socket) => {
      socket.addEventListener('open', () => {
        layouts.push(hasLayout(socket));
        socket.send('hi');
      });
    });
  }
  expect(layouts).toEqual(Array(4).fill(true));
});

function describeData(data: unknown): string | undefined {
  if (data === undefined || typeof data === 'string') return data;
  const { size, byteLength } = data as { size?: number; byteLength?: number };
  return `${(data as object).constructor.name}(${size ?? byteLength})`;
}

const hello: Step = (socket) => socket.addEventListener('open', () => socket.send('hi'));

const exchange = ['opened', 'sent hi', 'received text text:hi', 'received bytes bytes:hi'];

// The first socket is one of a class that nobody has shown us; with it the class is known.
describe.each([['found at its first event'], ['known']])('a socket of a class %s', () => {
  it('tells all of a session, before the application sees it', async () => {
    const { told, seen } = await drive(server.url('1008'), hello);
    expect(told).toEqual(['connecting in app', ...exchange, 'closed 1008 "the reason" by frame']);
    expect(seen).toEqual([
      'open session',
      'message session text:hi',
      'message session Blob(8)',
      'close session 1008 the reason',
    ]);
  });
});

describe('the end of a session', () => {
  it.each([
    ['1005', '1005', ['closed 1005 "" by frame']],
    ['terminate', 'a cut', ['failed ', 'closed 1006 "" without']],
  ])('%s', async (then, _name, end) => {
    const { told } = await drive(server.url(then === '1005' ? 'x' : then), (socket) => {
      hello(socket);
      if (then === '1005') {
        socket.addEventListener('message', () => socket.close(), { once: true });
        end = ['closing', ...end];
      }
    });
    expect(told.slice(-end.length)).toEqual(end);
  });

  it('close(): once, and not when it throws', async () => {
    const { told } = await drive(server.url('x'), (socket) => {
      socket.addEventListener('open', () => {
        expect(() => socket.close(9)).toThrow('invalid code');
        observer.told.push('threw');
        socket.close(3001, 'bye');
        socket.close();
        socket.send('discarded');
      });
    });
    expect(told).toEqual([
      'connecting in app',
      'opened',
      'threw',
      'closing',
      'closed 3001 "bye" by frame',
    ]);
  });

  it('close() before open, whose events come inside the call', async () => {
    const { told } = await drive(server.url('hang'), (socket) => socket.close());
    expect(told).toEqual(['connecting in app', 'closing', 'failed ', 'closed 1006 "" without']);
  });

  it.each([
    ['401', ['refused 401', 'failed ']],
    ['cut', ['failed UND_ERR_SOCKET']],
  ])('a handshake that ends with %s', async (then, how) => {
    const { told } = await drive(server.url(then), () => undefined);
    expect(told).toEqual(['connecting in app', ...how, 'closed 1006 "" without']);
    expect(handshakes.pending.size).toBe(0);
  });

  it('a refused connection', async () => {
    const gone = await UpgradeServer.start();
    const url = gone.url('x');
    await gone.stop();
    const { told } = await drive(url, () => undefined);
    expect(told).toEqual(['connecting in app', 'failed ECONNREFUSED', 'closed 1006 "" without']);
  });
});

describe('events that the application dispatches itself', () => {
  const own = (): Event[] => {
    const error = new Error('mine');
    return [
      new Event('error'),
      new ErrorEvent('error', { error, message: error.message }) as unknown as Event,
      new CloseEvent('close', { code: 1011, reason: 'mine' }) as unknown as Event,
    ];
  };

  it('while it connects: no end', async () => {
    const { told } = await drive(server.url('1000'), (socket) => {
      socket.onclose = (event) => void observer.told.push(`heard ${event.reason}`);
      for (const event of own()) socket.dispatchEvent(event);
      hello(socket);
    });
    // It is its own close that was waited for.
    await expect.poll(() => told.at(-1)).toBe('heard the reason');
    expect(told).toEqual([
      'connecting in app',
      'heard mine',
      ...exchange,
      'closed 1000 "the reason" by frame',
      'heard the reason',
    ]);
  });

  it.each([
    ['is open', 'open'],
    ['hears an error', 'error'],
  ])('when it %s and closes: neither an end nor a failure', async (_name, moment) => {
    const { told } = await drive(server.url('x'), (socket) => {
      const dispatchAll = () => {
        for (const event of own()) {
          if (event.type !== moment) socket.dispatchEvent(event);
        }
        socket.close();
      };
      socket.addEventListener('open', () => {
        if (moment === 'open') dispatchAll();
        else socket.dispatchEvent(new ErrorEvent('error', { error: new Error('first') }) as never);
      });
      if (moment === 'error') socket.addEventListener('error', dispatchAll, { once: true });
    });
    await expect.poll(() => observer.told.at(-1)).toMatch(/^closed/);
    expect(told).toEqual(['connecting in app', 'opened', 'closing', 'closed 1005 "" by frame']);
  });
});

it('ends a session whose constructor threw, and starts none without a URL', async () => {
  const headers = { 'x-bad': 'a\nb' };
  expect(() => inApp(() => new WebSocket(server.url('x'), { headers }))).toThrow(
    'invalid header value',
  );
  expect(() => inApp(() => new WebSocket(`nope:${server.url('x')}`))).toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  expect(observer.told).toEqual(['connecting in app', 'thrown undefined']);
  expect(handshakes.pending.size).toBe(0);
});

it('has a session for a port that fetch blocks', async () => {
  const { told } = await drive(server.url('x').replace(/:\d+/, ':1'), () => undefined);
  expect(told).toEqual(['connecting in app', 'failed ', 'closed 1006 "" without']);
});

describe('what the application keeps', () => {
  it('binaryType, its values and its data', async () => {
    const types: string[] = [];
    const { seen } = await drive(server.url('1000'), (socket) => {
      const set = (type: string) => {
        socket.binaryType = type as 'blob';
        types.push(socket.binaryType);
      };
      set('arraybuffer');
      set('nonsense');
      socket.addEventListener('open', () => {
        set('nonsense');
        set('arraybuffer');
      });
      hello(socket);
    });
    expect(types).toEqual(['arraybuffer', 'blob', 'blob', 'arraybuffer']);
    expect(seen).toContain('message session ArrayBuffer(8)');
  });

  it('a Blob: content, type and identity', async () => {
    const blobs: unknown[] = [];
    await drive(server.url('1000'), (socket) => {
      for (let i = 0; i < 2; i++) {
        socket.addEventListener('message', (event) => void blobs.push(event.data, event.data));
      }
      hello(socket);
    });
    const [blob] = blobs.filter((data) => data instanceof Blob) as Blob[];
    expect(blobs.filter((data) => data === blob)).toHaveLength(4);
    expect([await blob?.text(), blob?.type]).toEqual(['bytes:hi', '']);
  });

  it('its class, untouched but for the parent', async () => {
    expect(new WebSocket(server.url('hang'))).toBeInstanceOf(WebSocket);
    expect(WebSocket.prototype.constructor).toBe(WebSocket);
    expect([WebSocket.name, WebSocket.length, WebSocket.OPEN]).toEqual(['WebSocket', 1, 1]);
    const { socket } = await drive(server.url('1000'), hello);
    expect(Object.keys(socket)).toEqual([]);
    expect(socket.constructor).toBe(WebSocket);
  });

  it('its exceptions: arguments of the constructor and of send', async () => {
    expect(() => new WebSocket(`nope ${server.url('x')}`)).toThrow('Invalid URL');
    expect(() => new WebSocket(server.url('x'), ['a', 'a'])).toThrow(
      'Invalid Sec-WebSocket-Protocol',
    );
    const { told } = await drive(server.url('1000'), (socket) => {
      expect(() => socket.send('early')).toThrow('before connected');
      socket.addEventListener('open', () => {
        expect(() => Reflect.apply(socket.send, socket, [])).toThrow('1 argument');
      });
      hello(socket);
    });
    expect(told.slice(1, 3)).toEqual(['opened', 'sent hi']);
  });

  it('its subclass, whose frames count, not its arguments', async () => {
    class Json extends WebSocket {
      override send(data: unknown) {
        super.send(JSON.stringify(data));
      }
    }
    class Field extends WebSocket {
      override send = (data: unknown) => super.send(`field ${String(data)}`);
    }
    const json = await drive(server.url('1000'), hello, (url) => new Json(url));
    expect(json.told).toContain('sent "hi"');
    expect(json.socket).toBeInstanceOf(Json);
    observer.told.length = 0;
    const field = await drive(server.url('1000'), hello, (url) => new Field(url));
    expect(field.told.filter((line) => line.startsWith('sent'))).toEqual(['sent field hi']);
  });

  it('a wrapper that it puts around send', async () => {
    const { told } = await drive(server.url('1000'), (socket) => {
      const send = socket.send.bind(socket);
      socket.send = (data) => send(`wrapped ${String(data)}`);
      hello(socket);
    });
    expect(told.filter((line) => line.startsWith('sent'))).toEqual(['sent wrapped hi']);
  });

  it('its sockets that are not Live: nothing of ours on them', async () => {
    const { told, seen, socket } = await drive(`ws://${server.origin}/other?then=1000`, hello);
    expect(told).toEqual([]);
    expect(seen[0]).toBe('open app');
    expect(Object.getOwnPropertyNames(socket)).toEqual([]);
  });
});

it('has headers, whether a socket is known or not', async () => {
  const headers = { 'x-goog-api-key': 'k' };
  await drive(server.url('1000'), hello, (url) => new WebSocket(url, { headers }));
  const list = observer.headers as string[];
  expect(list[list.indexOf('x-goog-api-key') + 1]).toBe('k');
});

it('sees nothing while nobody observes, and again afterwards', async () => {
  registry.observers.delete(observer);
  await drive(server.url('1000'), hello);
  expect(observer.told).toEqual([]);
  registry.observers.add(observer);
  await drive(server.url('1000'), hello);
  expect(observer.told[0]).toBe('connecting in app');
});

it('leaves a frozen class alone, and says so', () => {
  class Frozen extends EventTarget {}
  Object.freeze(Frozen);
  unsupported.length = 0;
  watchWebSocketClass(Frozen, reportUnsupported);
  watchWebSocketClass(class {}, reportUnsupported);
  expect(unsupported).toEqual([
    'its WebSocket class is frozen',
    'its WebSocket is no direct subclass of EventTarget',
  ]);
});
