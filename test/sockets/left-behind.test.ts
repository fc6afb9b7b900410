import { channel } from 'node:diagnostics_channel';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'undici';
import { UpgradeServer } from './upgrade-server.js';

/*
 * Test files as Jest runs them, one after the other in one process: each loads this package among
 * globals of its own, and has a `jest` that knows whether the file is over.
 */

const channels = ['undici:request:create', 'undici:request:headers', 'http.client.request.start'];
const parent = Object.getPrototypeOf(WebSocket) as unknown;

let server: UpgradeServer;
beforeAll(async () => {
  server = await UpgradeServer.start();
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await server.stop();
});

/** One test file, which leaves its instrumentation enabled. */
class TestFile {
  /** The ends that its instrumentation was told of. */
  readonly told: unknown[] = [];
  #over = false;

  async run(): Promise<void> {
    for (const key of Object.getOwnPropertySymbols(globalThis)) {
      if (key.description?.startsWith('opentelemetry-instrumentation-gemini-live')) {
        Reflect.deleteProperty(globalThis, key);
      }
    }
    vi.stubGlobal('jest', { isEnvironmentTornDown: () => this.#over });
    vi.resetModules();
    const { GeminiLiveInstrumentation } = await import('../../src/index.js');
    new GeminiLiveInstrumentation({ onClose: (_span, close) => void this.told.push(close.code) });
  }

  /** It is over; nothing of it is called for that. */
  end(): void {
    this.#over = true;
  }
}

function closed(then: string): Promise<number> {
  const socket = new WebSocket(server.url(then));
  socket.addEventListener('open', () => socket.send('hi'));
  return new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
}

/** What is ours in what belongs to the process. */
function left(): unknown {
  return {
    publish: Object.hasOwn(channel('undici:request:create'), 'publish'),
    subscribed: channels.filter((name) => channel(name).hasSubscribers),
    parent: Object.getPrototypeOf(WebSocket) === parent,
  };
}

it('a test file that is over sees nothing, and leaves nothing to the next', async () => {
  const before = left();
  const [first, second] = [new TestFile(), new TestFile()];
  await first.run();
  expect(await closed('1008')).toBe(1008);
  expect(first.told).toEqual([1008]);

  first.end();
  expect(await closed('1008')).toBe(1008);
  const plain = await new Promise((resolve) => {
    request(`http://${server.origin}`, ({ statusCode }) => resolve(statusCode)).end();
  });
  expect([plain, first.told]).toEqual([200, [1008]]);

  await second.run();
  // Two at once to one URL: only a class that is watched can tell them apart.
  expect(await Promise.all([closed('1011'), closed('1011'), closed('1011')])).toHaveLength(3);
  expect([first.told, second.told]).toEqual([[1008], [1011, 1011, 1011]]);

  second.end();
  const third = new TestFile();
  await third.run();
  const { clearUp } = await import('../../src/sockets/left-behind.js');
  third.end();
  clearUp();
  expect(left()).toEqual(before);
});
