import { types } from 'node:util';
import type { Connection, FrameData, Observer, UpgradeHeaders } from '../connection.js';
import { currentObserver, registry } from '../registry.js';

/**
 * npm `ws`, versions 7 and 8. Everything that ws tells its user passes `emit`, whether it is heard
 * by `on`, `onmessage`, `addEventListener` or `createWebSocketStream`; so the tap is an own `emit`,
 * `send`, `close` and `terminate` on Live sockets, and no listener is ever added.
 */

/** What the tap needs of a ws socket. Underscored members are the same in ws 7.0 to 8.x. */
export interface WsSocket {
  emit(event: string, ...args: unknown[]): boolean;
  send(data: unknown, ...rest: unknown[]): unknown;
  close(...args: unknown[]): unknown;
  terminate(...args: unknown[]): unknown;
  readonly _closeFrameReceived?: boolean;
  readonly _closeCode?: number;
  readonly _closeMessage?: unknown;
  readonly _receiver?: { readonly _writableState?: { readonly errorEmitted?: boolean } } | null;
  readonly _req?: { getHeaders?(): Readonly<Record<string, unknown>> } | null;
}

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
  const url = args[0];
  if (observer === undefined || !(typeof url === 'string' || url instanceof URL)) return make();
  const connection = observer.connecting(url, readHeaders(args));
  if (connection === undefined) return make();
  registry.constructing += 1;
  let socket: object;
  try {
    socket = observer.construct(connection, make);
  } catch (error) {
    connection.failed(error);
    connection.closed(undefined, '', false);
    throw error;
  } finally {
    registry.constructing -= 1;
  }
  const request = (socket as WsSocket)._req;
  if (request) registry.upgrades.add(request);
  watchWsSocket(socket as WsSocket, connection);
  return socket;
}

/** `(url, { headers })`, `(url, protocols, { headers })`. */
function readHeaders(args: readonly unknown[]): UpgradeHeaders | undefined {
  for (const options of [args[2], args[1]]) {
    if (typeof options === 'object' && options !== null && 'headers' in options) {
      const { headers } = options;
      if (typeof headers === 'object' && headers !== null) return headers as UpgradeHeaders;
    }
  }
  return undefined;
}

/** Watches one socket. Nothing was emitted yet: ws emits nothing inside its constructor. */
export function watchWsSocket(socket: WsSocket, connection: Connection): void {
  if (registry.watched.has(socket)) return;
  registry.watched.add(socket);
  const { emit, send, close, terminate } = socket;
  const tap = (name: 'emit' | 'send' | 'close' | 'terminate', value: unknown): void => {
    Object.defineProperty(socket, name, { value, writable: true, configurable: true });
  };
  tap('emit', function (this: WsSocket, ...args: [string, ...unknown[]]): boolean {
    switch (args[0]) {
      case 'message':
        connection.received(args[1] as FrameData);
        break;
      case 'open':
        connection.opened();
        break;
      case 'error':
        connection.failed(args[1]);
        break;
      case 'close':
        connection.closed(
          typeof args[1] === 'number' ? args[1] : undefined,
          readReason(args[2]),
          this._closeFrameReceived === true,
        );
        break;
      case 'unexpected-response':
        connection.refused(readStatus(args[2]));
        return handledRefusal(connection.run(emit, this, args), args[2], connection);
    }
    return connection.run(emit, this, args);
  });
  tap('send', function (this: WsSocket, ...args: [unknown, ...unknown[]]): unknown {
    const result = send.apply(this, args);
    connection.sent(args[0]);
    return result;
  });
  let answered = false;
  tap('close', function (this: WsSocket, ...args: unknown[]): unknown {
    tellClosing(this, connection);
    // The first call after the peer's close frame is ws's own, the answer to it.
    const delivery = answered || !this._closeFrameReceived ? undefined : connection.delivery();
    answered = this._closeFrameReceived === true;
    if (delivery === undefined) return close.apply(this, args);
    void delivery.then(() => close.apply(this, args));
    return undefined;
  });
  tap('terminate', function (this: WsSocket, ...args: unknown[]): unknown {
    tellClosing(this, connection);
    return terminate.apply(this, args);
  });
}

/**
 * ws calls its own `close()` when it has read the peer's close frame, and when it has read a frame
 * that breaks the protocol; any other call is the application's.
 * Source: ws lib/websocket.js, receiverOnConclude and receiverOnError.
 */
function tellClosing(socket: WsSocket, connection: Connection): void {
  if (socket._closeFrameReceived === true) {
    connection.closed(socket._closeCode, readReason(socket._closeMessage), true);
  } else if (socket._receiver?._writableState?.errorEmitted !== true) {
    connection.closing();
  }
}

/**
 * With a listener of its own for the refused upgrade, the application decides what becomes of the
 * socket, and it may never close: then the session ends with the response.
 */
function handledRefusal(handled: boolean, response: unknown, connection: Connection): boolean {
  if (handled && typeof response === 'object' && response !== null && 'once' in response) {
    (response as NodeJS.EventEmitter).once('close', () => connection.closed(undefined, '', false));
  }
  return handled;
}

function readStatus(response: unknown): number {
  return (response as { readonly statusCode?: number } | undefined)?.statusCode ?? 0;
}

/** A Buffer in ws 8, a string in ws 7. */
function readReason(reason: unknown): string {
  return typeof reason === 'string' || Buffer.isBuffer(reason) ? reason.toString() : '';
}
