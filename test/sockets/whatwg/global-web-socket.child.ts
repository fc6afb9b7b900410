import { registry } from '../../../src/sockets/registry.js';
import { watchUpgrades } from '../../../src/sockets/whatwg/undici-channels.js';
import { RecordedObserver, inApp, where } from '../recorded-observer.js';
import { UpgradeServer } from '../upgrade-server.js';

/** Runs in a Node that has a global WebSocket; prints what global-web-socket.test.ts looks at. */
type Global = { WebSocket: new (url: string) => EventTarget & { send(data: string): void } };

const observer = new RecordedObserver();
const [mode] = process.argv.slice(2);
const captured = mode === 'captured' ? (globalThis as unknown as Global).WebSocket : undefined;

async function main(): Promise<unknown> {
  const isLoaded = () =>
    (process as unknown as { moduleLoadList: string[] }).moduleLoadList.some((name) =>
      name.endsWith('internal/deps/undici/undici'),
    );
  observer.globalWebSocket = mode !== 'off';
  registry.observers.add(observer);
  const unwatch = watchUpgrades({
    reportUnsupported: (why) => void observer.told.push(why),
  });
  const loadedByUs = isLoaded();
  const methods = [EventTarget.prototype.addEventListener, EventTarget.prototype.dispatchEvent];
  const server = await UpgradeServer.start();
  const WebSocket = captured ?? (globalThis as unknown as Global).WebSocket;
  const sessions: string[][] = [];
  const contexts: string[] = [];
  for (const then of ['1008', '401', '1008']) {
    const socket = inApp(() => new WebSocket(server.url(then)));
    await new Promise<void>((resolve) => {
      socket.addEventListener('open', () => void (contexts.push(where()), socket.send('hi')));
      socket.addEventListener('close', () => resolve());
      socket.addEventListener('error', () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    sessions.push(observer.told.splice(0));
  }
  unwatch();
  await server.stop();
  const { addEventListener, dispatchEvent } = EventTarget.prototype;
  const restored = addEventListener === methods[0] && dispatchEvent === methods[1];
  return { loadedByUs, sessions, contexts, restored, missed: observer.missedUrls };
}

main().then((report) => {
  console.log(JSON.stringify(report));
  process.exit();
});
