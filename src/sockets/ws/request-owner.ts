import { EventEmitter } from 'node:events';
import type { ClientRequest } from 'node:http';
import { soon } from '../../platform/index.js';
import { guarded } from '../guarded.js';
import type { WsSocket } from './socket-shape.js';

/**
 * The socket behind an upgrade request, where no door has seen its class: `ws` in a bundle, in the
 * application's own source, in a fork, or loaded by a test runner or by a loader hook that gives
 * the source. Whatever it is called there, its constructor sets the socket's `_req` to the request
 * as soon as that is made, and its parent is Node's own EventEmitter: so for the rest of this very
 * call an accessor on `EventEmitter.prototype` sees the socket, inside of its constructor and
 * before it has emitted anything. A socket that is not Live pays nothing.
 * Source: ws lib/websocket.js, initAsClient, in 7.0 to 8.x.
 */
export function awaitOwner(request: ClientRequest, claim: (socket: WsSocket) => void): void {
  awaited.set(request, claim);
  if (awaited.size === 1) watchProperty();
  // Requests and sockets are made in one go, unless something has thrown in between.
  soon(() => release(request));
}

const awaited = new Map<unknown, (socket: WsSocket) => void>();

/** On our setter, for copies of this package in realms of their own. */
const mark = Symbol.for('opentelemetry-instrumentation-gemini-live/owner');

function watchProperty(): void {
  const present = Object.getOwnPropertyDescriptor(EventEmitter.prototype, '_req');
  // Somebody else's is left alone: then the upgrade is missed.
  if (present !== undefined && (present.set === undefined || !(mark in present.set))) return;
  Reflect.defineProperty(EventEmitter.prototype, '_req', {
    configurable: true,
    get: () => undefined,
    set: setRequest,
  });
}

/** Sets the property as it would be set without us. */
function setRequest(this: object, value: unknown): void {
  Reflect.defineProperty(this, '_req', {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  const claim = awaited.get(value);
  if (claim === undefined) return;
  release(value);
  if (isWsSocket(this)) guarded(() => claim(this as WsSocket));
}

Object.defineProperty(setRequest, mark, { value: true });

function release(request: unknown): void {
  if (!awaited.delete(request) || awaited.size > 0) return;
  // Another copy of this package, in a realm of its own, may have put its own there.
  const { set } = Object.getOwnPropertyDescriptor(EventEmitter.prototype, '_req') ?? {};
  if (set === setRequest) Reflect.deleteProperty(EventEmitter.prototype, '_req');
}

/** Whether it has what the tap needs. */
function isWsSocket(owner: object): owner is WsSocket {
  const socket = owner as Partial<Record<keyof WsSocket, unknown>>;
  return (
    typeof socket.url === 'string' &&
    socket.readyState === 0 &&
    socket._closeFrameReceived === false &&
    '_closeCode' in socket &&
    '_closeMessage' in socket &&
    (['emit', 'send', 'close', 'terminate'] as const).every(
      (method) => typeof socket[method] === 'function',
    )
  );
}
