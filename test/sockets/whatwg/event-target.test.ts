import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'undici';
import { registry } from '../../../src/sockets/registry.js';
import { watchUpgrades } from '../../../src/sockets/whatwg/undici-channels.js';
import { RecordedObserver } from '../recorded-observer.js';
import { UpgradeServer } from '../upgrade-server.js';

let server: UpgradeServer;
beforeAll(async () => {
  server = await UpgradeServer.start();
});
afterAll(() => server.stop());

const seen = ['connecting in nowhere', 'opened', 'sent hi', 'closed 1000 "the reason" by frame'];

it.each([
  [
    'an EventTarget of its own',
    class {
      addEventListener(): void {}
      dispatchEvent(): void {}
    },
  ],
  ["a subclass of Node's", class extends EventTarget {}],
])('sockets are watched where a DOM among the globals has %s', async (_, ofDom) => {
  const observer = new RecordedObserver();
  registry.observers.add(observer);
  // The first socket shows itself, and the class is known from then on.
  const end = watchUpgrades({ reportUnsupported: (why) => expect.fail(why) });
  vi.stubGlobal('EventTarget', ofDom);
  try {
    for (const _ of ['first', 'second']) {
      observer.told.length = 0;
      const socket = new WebSocket(server.url('1000'));
      socket.addEventListener('open', () => socket.send('hi'));
      await new Promise((resolve) => socket.addEventListener('close', resolve));
      expect(observer.told).toEqual(expect.arrayContaining(seen));
    }
    expect(observer.missedUrls).toEqual([]);
  } finally {
    vi.unstubAllGlobals();
    end();
    registry.observers.delete(observer);
  }
});
