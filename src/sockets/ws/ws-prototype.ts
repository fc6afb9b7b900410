import { soon } from '../../platform/index.js';
import type { Connection } from '../connection.js';
import { guarded } from '../guarded.js';
import { currentObserver, markUpgrade, registry } from '../registry.js';
import type { WsSocket } from './socket-shape.js';
import type { WsClass } from './ws-class.js';
import { watchWsSocket } from './ws-socket.js';

const watchedPrototypes = new WeakSet<object>();

/**
 * Watches the sockets of a `ws` class that was captured before it could be replaced. The
 * constructor sets the socket's URL, so an accessor on the prototype sees every socket while it is
 * made; a socket that is not Live pays this once and nothing a message. What it cannot do is make
 * the upgrade request in a context of ours.
 *
 * @param onUpgrade - Told of each Live upgrade that other instrumentations can see.
 */
export function watchWsPrototype(original: WsClass, onUpgrade: () => void): void {
  const { prototype } = original;
  if (watchedPrototypes.has(prototype) || !Object.isExtensible(prototype)) return;
  watchedPrototypes.add(prototype);
  // ws 7.4 and later keep it in `_url` behind a getter, the versions before in `url` itself.
  const name = Object.getOwnPropertyDescriptor(prototype, 'url')?.get ? '_url' : 'url';
  Object.defineProperty(prototype, name, {
    configurable: true,
    get: () => undefined,
    set(this: WsSocket, url: unknown) {
      Object.defineProperty(this, name, {
        value: url,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      if (registry.constructing > 0 || typeof url !== 'string') return;
      guarded(() => watch(this, url, onUpgrade));
    },
  });
}

function watch(socket: WsSocket, url: string, onUpgrade: () => void): void {
  const connection = currentObserver()?.connecting(url, undefined);
  if (connection === undefined) return;
  watchWsSocket(socket, connection);
  onUpgrade();
  // Node starts a request in a later tick at the earliest, also on a connection that is kept alive.
  soon(() => guarded(() => readRequest(socket, connection)));
}

function readRequest(socket: WsSocket, connection: Connection): void {
  const headers = socket._req?.getHeaders?.();
  if (socket._req) markUpgrade(socket._req);
  if (headers) connection.requested(headers);
  if (socket._req) return;
  // The constructor threw after it had set the URL: nothing will come of this socket.
  registry.connecting.delete(socket);
  connection.thrown(undefined);
}
