import { channel } from 'node:diagnostics_channel';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Client, WebSocket, WebSocketStream, fetch } from 'undici';
import { handshakes } from '../../../src/sockets/whatwg/handshake.js';
import { registry } from '../../../src/sockets/registry.js';
import { watchUpgrades } from '../../../src/sockets/whatwg/undici-channels.js';
import { RecordedObserver, inApp, where } from '../recorded-observer.js';
import { LIVE_METHOD, UpgradeServer } from '../upgrade-server.js';

const { dispatchEvent } = EventTarget.prototype;
let server: UpgradeServer;
let observer: RecordedObserver;
let ends: (() => void)[];
const options = { reportUnsupported: (why: string) => expect.fail(why) };

beforeAll(async () => {
  server = await UpgradeServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  observer = new RecordedObserver();
  registry.observers.add(observer);
  ends = [];
});
afterEach(() => {
  for (const end of ends) end();
  registry.observers.delete(observer);
});

/** What instrumentation-undici does: it looks at the active context when a request is created. */
function subscribeToRequests(): string[] {
  const seen: string[] = [];
  const onCreate = () => void seen.push(where());
  channel('undici:request:create').subscribe(onCreate);
  ends.push(() => channel('undici:request:create').unsubscribe(onCreate));
  return seen;
}

async function refused(then: string): Promise<void> {
  const socket = inApp(() => new WebSocket(server.url(then)));
  await new Promise((resolve) => socket.addEventListener('close', resolve));
}

it.each(['before', 'after'])(
  'shows Live upgrades, repeated ones too, in our context to who subscribed %s us',
  async (order) => {
    const seen = order === 'before' ? subscribeToRequests() : [];
    ends.push(watchUpgrades(options));
    const later = order === 'after' ? subscribeToRequests() : seen;
    await refused('401');
    expect(later).toEqual(['construct', 'construct']);
    await inApp(() => fetch(`http://${server.origin}/plain`));
    const other = inApp(() => new WebSocket(`ws://${server.origin}/other?then=404`));
    await new Promise((resolve) => other.addEventListener('close', resolve));
    expect(later).toEqual(['construct', 'construct', 'app', 'app']);
  },
);

it('is told once by two copies of this package', async () => {
  ends.push(watchUpgrades(options), watchUpgrades(options));
  await refused('403');
  expect(observer.told).toEqual([
    'connecting in app',
    'refused 403',
    'failed ',
    'closed 1006 "" without',
  ]);
});

it('leaves the channel as it was', () => {
  const present = channel('undici:request:create').publish;
  const first = watchUpgrades(options);
  const second = watchUpgrades(options);
  first();
  second();
  channel('undici:request:create').publish({ request: { upgrade: 'websocket' } });
  expect(observer.told).toEqual([]);
  expect(observer.missedUrls).toEqual([]);
  watchUpgrades(options)();
  expect(channel('undici:request:create').publish.name).toBe(present.name);
});

it('reports an upgrade of no WebSocket as missed', async () => {
  ends.push(watchUpgrades(options));
  const client = new Client(`http://${server.origin}`);
  const path = `/${LIVE_METHOD}?then=418`;
  await client.upgrade({ path, protocol: 'websocket' }).catch(() => undefined);
  await client.destroy();
  expect(observer.missedUrls).toEqual([`ws://${server.origin}${path}`]);
  expect(observer.missedWhy).toEqual([expect.stringContaining('undici')]);
  expect(observer.told).toEqual([]);
});

it.each([
  ['1000', ['unseen']],
  ['429', ['refused 429', 'closed undefined "" without']],
])('ends a session whose socket is none that it knows (%s)', async (then, end) => {
  ends.push(watchUpgrades(options));
  const stream = inApp(() => new WebSocketStream(server.url(then)));
  stream.closed.catch(() => undefined);
  const opened = await stream.opened.catch(() => undefined);
  // While it is open: this is said, and nobody else's events pass through us any more.
  await expect.poll(() => observer.missedUrls.length).toBe(1);
  expect([handshakes.unclaimed.size, handshakes.pending.size]).toEqual([0, 0]);
  expect(EventTarget.prototype.dispatchEvent).toBe(dispatchEvent);
  if (opened !== undefined) {
    expect(observer.told).toEqual(['connecting in app']);
    stream.close();
  }
  await expect.poll(() => observer.told.length).toBe(1 + end.length);
  expect(observer.missedWhy).toEqual([expect.stringContaining('WebSocketStream')]);
  expect(observer.told).toEqual(['connecting in app', ...end]);
});

it('throws nothing into what publishes, whatever is published and whatever fails in here', async () => {
  const seen = subscribeToRequests();
  const faults: string[] = [];
  ends.push(watchUpgrades({ ...options, reportUnsupported: (why) => void faults.push(why) }));
  const hostile = (): never => {
    throw new Error('hostile');
  };
  const request = { upgrade: 'websocket', path: '/', headers: Symbol('no list') };
  Object.defineProperty(request, 'origin', { get: hostile });
  for (const name of ['create', 'headers', 'error', 'trailers']) {
    for (const message of [undefined, null, {}, { request: null }, { request }]) {
      channel(`undici:request:${name}`).publish(message);
    }
  }
  expect(seen).toHaveLength(5);
  expect(faults).toHaveLength(1);
  // A socket of the application's, while all of ours fails:
  observer.connecting = hostile;
  await refused('401');
  observer.connecting = RecordedObserver.prototype.connecting;
  observer.construct = hostile;
  observer.missed = hostile;
  await refused('401');
  // What Node's channels catch, it throws in the next tick: the test runner would tell.
  await new Promise((resolve) => setImmediate(resolve));
});
