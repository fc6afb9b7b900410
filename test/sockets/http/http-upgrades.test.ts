import { EventEmitter, once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import { watchHttpUpgrades } from '../../../src/sockets/http/http-upgrades.js';
import { registry } from '../../../src/sockets/registry.js';
import { watchWsClass } from '../../../src/sockets/ws/ws-class.js';
import { Tree } from '../../children/tree.js';
import { inApp, RecordedObserver, where } from '../recorded-observer.js';
import { LIVE_METHOD, UpgradeServer } from '../upgrade-server.js';

let tree: Tree;
/** A class that no door was shown. */
let Unknown: typeof WebSocketClass;
let Replaced: typeof WebSocketClass;
let server: UpgradeServer;
let redirecting: Server;
let observer: RecordedObserver;
let unwatch: () => void;
let exposed = 0;

beforeAll(async () => {
  tree = await Tree.make();
  const require = createRequire(import.meta.url);
  const load = async (below: string): Promise<typeof WebSocketClass> =>
    require(join(await tree.copy('ws', below), 'index.js')) as typeof WebSocketClass;
  Unknown = await load('unknown');
  Replaced = watchWsClass(await load('replaced'), (why) => expect.fail(why));
  server = await UpgradeServer.start();
  redirecting = createServer((_request, response) => {
    response.writeHead(302, { location: server.url('1000') }).end();
  }).listen(0, '127.0.0.1');
  await once(redirecting, 'listening');
});
afterAll(async () => {
  redirecting.close();
  await server.stop();
  await tree.remove();
});
beforeEach(() => {
  exposed = 0;
  observer = new RecordedObserver();
  registry.observers.add(observer);
  unwatch = watchHttpUpgrades(() => exposed++);
});
afterEach(() => {
  // Whatever happened, what is everybody's is as it was.
  expect(Object.hasOwn(EventEmitter.prototype, '_req')).toBe(false);
  expect(registry.connecting.size).toBe(0);
  unwatch();
  registry.observers.delete(observer);
});

type Options = WebSocketClass.ClientOptions;

/** Makes a socket as an application does, and has it closed; all that it sees of it. */
async function converse(
  WebSocket: typeof WebSocketClass,
  url: string,
  options: Options,
  act: (socket: WebSocketClass) => void = () => undefined,
): Promise<unknown[]> {
  const seen: unknown[] = [];
  const socket = inApp(() => new WebSocket(url, options));
  seen.push(socket.readyState, Object.keys(socket).join());
  const note = (event: string, ...values: unknown[]): void => void seen.push([event, ...values]);
  socket.on('upgrade', () => note('upgrade', socket.readyState));
  socket.on('redirect', () => note('redirect', socket.readyState));
  socket.on('open', () => {
    note('open', socket.readyState);
    socket.send('hi', (error) => note('sent', error));
  });
  socket.on('message', (data: Buffer, isBinary) => note('message', String(data), isBinary));
  socket.on('error', (error) => note('error', error.message, socket.readyState));
  const closed = new Promise<unknown[]>((resolve) => {
    socket.on('close', (...values) => resolve(values));
  });
  act(socket);
  note('close', ...(await closed).map(String));
  return seen;
}

const roads: Readonly<
  Record<string, [url: () => string, options?: Options, act?: (socket: WebSocketClass) => void]>
> = {
  'a close by the server': [() => server.url('1000')],
  'a close with an error': [() => server.url('1011')],
  'a refused upgrade': [() => server.url('403')],
  'a cut in the upgrade': [() => server.url('cut')],
  'a wrong answer': [() => server.url('wrong-answer')],
  'a cut connection': [() => server.url('terminate')],
  'a timeout': [() => server.url('hang'), { handshakeTimeout: 50 }],
  'a host that is none': [() => server.url('x').replace('127.0.0.1', 'no.host.invalid')],
  'a close by the application before it opens': [
    () => server.url('hang'),
    {},
    (socket) => setTimeout(() => socket.close(), 30),
  ],
  'an end in the same tick': [() => server.url('x'), {}, (socket) => socket.terminate()],
  'an end in `upgrade`': [
    () => server.url('x'),
    {},
    (socket) => socket.on('upgrade', () => socket.close()),
  ],
  'a close by the application': [
    () => server.url('x'),
    {},
    (socket) => socket.once('message', () => socket.close(1000, 'done')),
  ],
  'an agent': [() => server.url('1000'), { agent: new Agent() }],
  'a connection of its own': [
    () => server.url('1000'),
    {
      createConnection: ((options: { readonly port: number; readonly host: string }) =>
        connect(options.port, options.host)) as never,
    },
  ],
  'a redirect': [
    () =>
      `ws://127.0.0.1:${(redirecting.address() as AddressInfo).port}/ws/${LIVE_METHOD}?key=secret`,
    { followRedirects: true },
  ],
};

/** This package as another realm has it: nothing is shared but what is Node's. */
async function copyInAnotherRealm(): Promise<{
  readonly registry: typeof registry;
  readonly watchHttpUpgrades: typeof watchHttpUpgrades;
}> {
  const ours = Object.getOwnPropertySymbols(globalThis)
    .filter(({ description }) => description?.startsWith('opentelemetry-instrumentation-gemini'))
    .map((key) => [key, Object.getOwnPropertyDescriptor(globalThis, key)] as const);
  for (const [key] of ours) Reflect.deleteProperty(globalThis, key);
  vi.resetModules();
  const upgrades = await import('../../../src/sockets/http/http-upgrades.js');
  const shared = await import('../../../src/sockets/registry.js');
  for (const [key, own] of ours) Object.defineProperty(globalThis, key, own as PropertyDescriptor);
  return { registry: shared.registry, watchHttpUpgrades: upgrades.watchHttpUpgrades };
}

describe('a socket whose class nobody knows', () => {
  it.each(Object.entries(roads))('%s', async (_name, [url, options = {}, act]) => {
    registry.observers.delete(observer);
    const alone = await converse(Unknown, url(), options, act);
    registry.observers.add(observer);
    const replaced = await converse(Replaced, url(), options, act);
    const told = observer.told.splice(0);
    expect(exposed).toBe(0);
    expect(await converse(Unknown, url(), options, act)).toEqual(alone);
    // As of a class that we have replaced; and that is as without us.
    expect(observer.told).toEqual(told);
    expect(observer.told[0]).toBe('connecting in app');
    expect(observer.missedUrls).toEqual([]);
    expect(exposed).toBe(1);
    expect(replaced).toEqual(alone);
  });

  it('shows the headers of its upgrade', async () => {
    await converse(Unknown, server.url('1000'), { headers: { Authorization: 'Bearer secret' } });
    expect(observer.headers).toMatchObject({ authorization: 'Bearer secret' });
  });

  it('is told once by two copies of this package', async () => {
    const other = watchHttpUpgrades(() => exposed++);
    await converse(Unknown, server.url('1000'), {});
    other();
    expect(observer.told.filter((line) => line.startsWith('connecting'))).toHaveLength(1);
    expect(exposed).toBe(1);
  });

  it.each([
    ['this class', () => Unknown],
    ['a replaced class', () => Replaced],
  ])('is none to a copy that a test runner has left behind: %s', async (_name, WebSocket) => {
    const stale = new RecordedObserver();
    const left = await copyInAnotherRealm();
    left.registry.observers.add(stale);
    unwatch();
    const unwatchStale = left.watchHttpUpgrades(() => undefined);
    unwatch = watchHttpUpgrades(() => exposed++);
    await converse(WebSocket(), server.url('1000'), {});
    unwatchStale();
    expect(observer.told).toContain('opened');
    expect([stale.told, stale.missedUrls]).toEqual([[], []]);
  });

  it('is looked at once where its class is replaced', async () => {
    const isLive = vi.spyOn(observer, 'isLive');
    await converse(Replaced, server.url('1000'), {});
    await converse(Replaced, `ws://${server.origin}/chat?then=1000`, {});
    expect(isLive).not.toHaveBeenCalled();
  });

  it('has its handlers called in the session, and is none where it is not Live', async () => {
    const places: string[] = [];
    await converse(Unknown, server.url('1000'), {}, (socket) =>
      socket.on('open', () => places.push(where())),
    );
    const url = `ws://${server.origin}/chat?then=1000`;
    await converse(Unknown, url, {}, (socket) => socket.on('open', () => places.push(where())));
    expect(places).toEqual(['session', 'app']);
    expect(observer.told.filter((line) => line.startsWith('connecting'))).toHaveLength(1);
  });
});

describe('a request that has no socket of ws', () => {
  const options = (): object => ({
    host: '127.0.0.1',
    port: new URL(server.url('x')).port,
    path: `/ws/${LIVE_METHOD}?key=secret`,
    headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
  });

  it('is missed when it starts, and nothing else is taken for its socket', async () => {
    const made = request(options());
    const others = [new EventEmitter(), Object.freeze(new EventEmitter())] as {
      _req?: unknown;
    }[];
    for (const other of others) Reflect.set(other, '_req', 'its own');
    const owner = new EventEmitter() as { _req?: unknown };
    owner._req = made;
    expect(Object.getOwnPropertyDescriptor(others[0], '_req')).toEqual({
      value: 'its own',
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(others[1]?._req).toBeUndefined();
    expect(Object.getOwnPropertyDescriptor(owner, '_req')).toMatchObject({ enumerable: true });
    made.on('error', () => undefined).end();
    await once(made, 'close');
    expect(observer.told).toEqual([]);
    expect(observer.missedUrls).toHaveLength(1);
  });

  it('is missed where somebody else has the property', async () => {
    const own = { value: 'theirs', writable: true, configurable: true };
    Object.defineProperty(EventEmitter.prototype, '_req', own);
    await converse(Unknown, server.url('1000'), {});
    expect(Object.getOwnPropertyDescriptor(EventEmitter.prototype, '_req')).toMatchObject(own);
    Reflect.deleteProperty(EventEmitter.prototype, '_req');
    expect(observer.told).toEqual([]);
    expect(observer.missedUrls).toHaveLength(1);
  });

  it('is nothing where the request throws', async () => {
    const wrong = { ...options(), createConnection: () => expect.fail('mine') };
    request(wrong).on('error', () => undefined);
    await new Promise(setImmediate);
    expect(observer.told).toEqual([]);
  });
});
