import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../src/sockets/connection.js';
import { registry } from '../../../src/sockets/registry.js';
import { watchUpgrades } from '../../../src/sockets/whatwg/undici-channels.js';
import { RecordedObserver } from '../recorded-observer.js';
import { UpgradeServer } from '../upgrade-server.js';

/** Runs in any Node; prints what ends.test.ts looks at. */
interface Socket extends EventTarget {
  readonly readyState: number;
  onclose: unknown;
  send(data: string): void;
  close(): void;
}

const [from = 'global', mode] = process.argv.slice(2);

class HoldingObserver extends RecordedObserver {
  readonly seen: string[];

  constructor(seen: string[]) {
    super();
    this.seen = seen;
  }

  override connecting(url: string | URL, headers: unknown): Connection | undefined {
    const connection = super.connecting(url, headers);
    if (connection === undefined) return undefined;
    const closed = connection.closed.bind(connection);
    connection.closed = (...args) => void (closed(...args), this.seen.push('told'));
    return connection;
  }
}

async function classOf(): Promise<new (url: string) => Socket> {
  type Module = { readonly WebSocket: new (url: string) => Socket };
  if (from === 'global') return (globalThis as unknown as Module).WebSocket;
  return ((await import(from)) as Module).WebSocket;
}

const store = new AsyncLocalStorage<string>();

/** What an application sees of one socket's end; `|` where the stack was empty in between. */
async function drive(url: string, seen: string[], act: string): Promise<string[]> {
  const WebSocket = await classOf();
  const socket = store.run('mine', () => new WebSocket(url));
  const note = (event: Event): void => {
    const { code, reason, target, eventPhase } = event as Event & {
      readonly code?: number;
      readonly reason?: string;
    };
    const own = target === socket && eventPhase === 2;
    seen.push(
      [event.type, socket.readyState, code, reason, own, store.getStore()]
        .filter((x) => x !== undefined)
        .join(' '),
    );
    queueMicrotask(() => void seen.push('|'));
  };
  const ended = new Promise((resolve) => {
    for (const type of ['error', 'close']) {
      socket.addEventListener(type, note);
      socket.addEventListener(type, resolve);
    }
  });
  socket.addEventListener('open', () => socket.send('hi'));
  if (act === 'close') {
    await sleep(20);
    seen.push('call');
    socket.close();
    seen.push(`back ${socket.readyState}`);
  }
  await ended;
  // More may follow: undici 7.0 to 7.16 say a handshake's end twice.
  await sleep(100);
  return seen.splice(0);
}

async function compare(): Promise<unknown> {
  const server = await UpgradeServer.start();
  const gone = await UpgradeServer.start();
  const urls: Record<string, string> = {
    refused: server.url('401'),
    cut: server.url('cut'),
    unreachable: gone.url('x'),
    blocked: server.url('x').replace(/:\d+/, ':1'),
    terminated: server.url('terminate'),
    closed: server.url('1008'),
    'closed by us': server.url('hang'),
  };
  await gone.stop();
  const seen: string[] = [];
  const observer = new HoldingObserver(seen);
  const report: Record<string, unknown> = {};
  const unwatch = watchUpgrades({
    reportUnsupported: (why) => void observer.told.push(why),
  });
  const act = (name: string): string => (name === 'closed by us' ? 'close' : '');
  for (const [name, url] of Object.entries(urls)) {
    const plain = await drive(url, seen, act(name));
    registry.observers.add(observer);
    observer.delivery = undefined;
    if (name === 'refused') await drive(url, seen, act(name)); // now the class is known
    observer.told.length = 0;
    const passed = await drive(url, seen, act(name));
    const asked = name === 'closed by us';
    observer.delivery = () =>
      asked ? undefined : sleep(30).then(() => void seen.push('delivered'));
    const held = await drive(url, seen, act(name));
    report[name] = { plain, passed, held, told: observer.told.splice(0) };
    registry.observers.delete(observer);
  }
  unwatch();
  await server.stop();
  return report;
}

/** The export never ends, and nothing else keeps the process alive. */
async function alone(): Promise<void> {
  const gone = await UpgradeServer.start();
  const url = gone.url('x');
  await gone.stop();
  const observer = new HoldingObserver([]);
  observer.delivery = () => new Promise(() => undefined);
  registry.observers.add(observer);
  watchUpgrades({ reportUnsupported: () => undefined });
  const WebSocket = await classOf();
  const socket = new WebSocket(url);
  process.on('uncaughtException', (error) => console.log(`uncaught ${error.message}`));
  socket.addEventListener('error', () => {
    console.log('error');
    throw new Error('mine');
  });
  socket.addEventListener('close', () => console.log('close'));
}

if (mode === 'alone') void alone();
else
  void compare().then((report) => {
    console.log(JSON.stringify(report));
    process.exit();
  });
