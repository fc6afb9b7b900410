import { registry } from '../../../src/sockets/registry.js';
import type { Connection } from '../../../src/sockets/connection.js';
import { watchUpgrades } from '../../../src/sockets/whatwg/undici-channels.js';
import { RecordedObserver } from '../recorded-observer.js';
import { UpgradeServer } from '../upgrade-server.js';

/** Two sockets to one URL, made before either is listened to; prints whose session heard what. */
interface Socket extends EventTarget {
  send(data: string): void;
}
type Class = new (url: string, options?: object) => Socket;

const [from = 'global', order = 'first', frozen] = process.argv.slice(2);

class Tenants extends RecordedObserver {
  readonly tenants: Record<string, string[]> = {};

  override connecting(url: string | URL, headers: unknown): Connection | undefined {
    const list = (headers ?? []) as string[];
    const name = list[list.indexOf('x-tenant') + 1] ?? 'nobody';
    const connection = super.connecting(url, headers);
    if (connection === undefined) return undefined;
    const told: string[] = (this.tenants[name] = []);
    connection.sent = (data) => void told.push(`sent ${String(data)}`);
    connection.closed = (code) => void told.push(`closed ${code}`);
    connection.unseen = () => void told.push('unseen');
    return connection;
  }
}

async function main(): Promise<unknown> {
  if (frozen !== undefined) Object.freeze(EventTarget.prototype);
  const server = await UpgradeServer.start();
  const observer = new Tenants();
  registry.observers.add(observer);
  watchUpgrades({
    reportUnsupported: (why) => void observer.told.push(why),
  });
  type Module = { readonly WebSocket: Class };
  const { WebSocket } = (from === 'global' ? globalThis : await import(from)) as Module;
  const url = server.url('1000');
  const sockets = ['a', 'b'].map(
    (tenant) => [tenant, new WebSocket(url, { headers: { 'x-tenant': tenant } })] as const,
  );
  if (order === 'last') sockets.reverse();
  await Promise.all(
    sockets.map(
      ([tenant, socket]) =>
        new Promise((resolve) => {
          socket.addEventListener('open', () => socket.send(tenant));
          socket.addEventListener('close', resolve);
        }),
    ),
  );
  // The end of one that nobody claims is told by its transport, a few turns later.
  const isOver = (told: readonly string[]): boolean => /^(?:closed|unseen)/.test(told.at(-1) ?? '');
  for (let turn = 0; turn < 200 && !Object.values(observer.tenants).every(isOver); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await server.stop();
  return { tenants: observer.tenants, missed: observer.missedUrls.length };
}

void main().then((report) => {
  console.log(JSON.stringify(report));
  process.exit();
});
