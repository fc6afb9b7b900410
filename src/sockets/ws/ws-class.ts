import { types } from 'node:util';
import type { UpgradeHeaders } from '../connection.js';
import { openDoorsOfProcess } from '../open-doors.js';
import { currentObserver, markUpgrade, registry } from '../registry.js';
import type { WsSocket } from './socket-shape.js';
import { watchWsSocket } from './ws-socket.js';

/** A ws class, its subclass, or what stands in its place. */
export type WsClass = (new (...args: never[]) => object) & { readonly prototype: object };

/**
 * Gives the class to use in place of a `ws` class: a Proxy whose instances are those of the class
 * itself, so that `instanceof`, statics and subclasses stay as they are.
 *
 * @returns The class itself, where it cannot be watched; {@link reportUnsupported} is told why.
 */
export function watchWsClass<C extends WsClass>(
  original: C,
  reportUnsupported: (why: string) => void,
): C {
  const present = registry.wrapped.get(original);
  if (present !== undefined) return present as C;
  const why = unsupported(original);
  if (why !== undefined) {
    reportUnsupported(why);
    return original;
  }
  const wrapped: C = new Proxy(original, {
    construct: (target, args: unknown[], newTarget): object =>
      construct(
        args,
        () =>
          Reflect.construct(
            target,
            args as never[],
            newTarget === wrapped ? target : newTarget,
          ) as object,
      ),
  });
  try {
    Object.defineProperty(original.prototype, 'constructor', {
      value: wrapped,
      writable: true,
      configurable: true,
    });
    // Since ws 8 the class holds itself under this name, for ESM and for interoperability.
    if (Object.hasOwn(original, 'WebSocket')) Reflect.set(original, 'WebSocket', wrapped);
  } catch (error) {
    reportUnsupported(`its class cannot be changed (${String(error)})`);
    return original;
  }
  registry.wrapped.set(original, wrapped);
  registry.wrapped.set(wrapped, wrapped);
  return wrapped;
}

/** Why a value cannot be watched as a ws class; `undefined` where it can. */
function unsupported(candidate: WsClass): string | undefined {
  if (typeof candidate !== 'function') return 'it exports no class';
  if (types.isProxy(candidate)) return 'its class is a Proxy already';
  const prototype = candidate.prototype as Partial<Record<keyof WsSocket, unknown>>;
  for (const method of ['emit', 'send', 'close', 'terminate'] as const) {
    if (typeof prototype?.[method] !== 'function') return `its class has no method ${method}`;
  }
  if (Object.isFrozen(candidate) || !Object.isExtensible(candidate.prototype)) {
    return 'its class is frozen';
  }
  return undefined;
}

/** A constructor call: Live sockets are made in a context of ours and watched, others just made. */
function construct(args: readonly unknown[], make: () => object): object {
  if (registry.constructing > 0) return make();
  const observer = currentObserver();
  const url = observer && readUrl(args[0]);
  if (observer === undefined || url === undefined) return make();
  const connection = observer.connecting(url, readHeaders(args));
  if (connection === undefined) return makeUnwatched(make);
  registry.constructing += 1;
  let socket: object;
  try {
    socket = observer.construct(connection, make);
  } catch (error) {
    connection.thrown(error);
    throw error;
  } finally {
    registry.constructing -= 1;
  }
  const request = (socket as WsSocket)._req;
  if (request) markUpgrade(request);
  watchWsSocket(socket as WsSocket, connection);
  return socket;
}

/** A socket that is not Live: its upgrade request need not be looked at. */
function makeUnwatched(make: () => object): object {
  openDoorsOfProcess.makingUnwatched += 1;
  try {
    return make();
  } finally {
    openDoorsOfProcess.makingUnwatched -= 1;
  }
}

/** ws takes a URL of any realm by its text: a DOM among the globals has a class of its own. */
function readUrl(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('href' in value)) return undefined;
  return typeof value.href === 'string' ? value.href : undefined;
}

/**
 * The headers of `(url, { headers })` and `(url, protocols, { headers })`. Subprotocols and the option
 * `auth` become headers, too, and may be secrets as they.
 */
function readHeaders(args: readonly unknown[]): UpgradeHeaders | undefined {
  const options = [args[1], args[2]].find(isOptions);
  const { headers, auth } = options ?? {};
  const given = typeof headers === 'object' && headers !== null ? headers : undefined;
  const named: readonly unknown[] = Array.isArray(args[1]) ? args[1] : [args[1]];
  const protocols = named.filter((protocol) => typeof protocol === 'string').join();
  if (protocols === '' && typeof auth !== 'string') return given as UpgradeHeaders | undefined;
  return {
    ...given,
    ...(protocols !== '' && { 'sec-websocket-protocol': protocols }),
    ...(typeof auth === 'string' && { auth }),
  };
}

function isOptions(value: unknown): value is Readonly<{ headers?: unknown; auth?: unknown }> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
