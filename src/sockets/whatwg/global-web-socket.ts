import { endHandshake, handshakes, readEndpoint, type Handshake } from './handshake.js';
import { registry } from '../registry.js';
import { readUrl, watchWebSocketClass, type WebSocketClass } from './web-socket-class.js';
import { basePrototype, type WhatwgWebSocket } from './web-socket-prototype.js';
import { watchWebSocket } from './web-socket.js';

/**
 * The first socket of a class that nobody has shown us: the global WebSocket, or an undici inside a
 * bundle. Reading `globalThis.WebSocket`, on Node 22.13 and later even its descriptor, loads undici
 * (30 to 150 ms), so it is never read. Its first Live upgrade is seen at undici's channels, and its
 * socket shows itself at once: the application adds its listeners, or else an event is dispatched.
 * Until then, commonly for the rest of the tick, EventTarget's two methods are watched; then the
 * class is known.
 */
export function awaitSocket(handshake: Handshake, reportUnsupported: (why: string) => void): void {
  handshakes.unclaimed.add(handshake);
  unwatchEventTarget ??= watchEventTarget((target, event) => {
    const found = findHandshake(target, event);
    if (found !== undefined) {
      handshakes.unclaimed.delete(found);
      const socket = target as WhatwgWebSocket;
      watchWebSocket(socket, found.connection, found);
      const { constructor } = basePrototype(socket);
      watchWebSocketClass(constructor as WebSocketClass, reportUnsupported);
    }
    if (handshakes.unclaimed.size === 0) unwatchEventTarget?.();
    return found !== undefined;
  });
}

/** Ends a handshake whose socket never showed itself: it was no WebSocket (a WebSocketStream). */
export function abandon(handshake: Handshake): boolean {
  if (!handshakes.unclaimed.has(handshake)) return false;
  endHandshake(handshake);
  const { connection, status, error } = handshake;
  if (status !== undefined && status !== 101) connection.refused(status);
  if (error !== undefined) connection.failed(error);
  connection.closed(undefined, '', false);
  return true;
}

function findHandshake(target: EventTarget, event: Event | undefined): Handshake | undefined {
  if (!isWebSocket(target) || registry.watched.has(target)) return undefined;
  // Neither a socket that was open before we were enabled, nor its messages.
  const excluded =
    event === undefined ? target.readyState !== CONNECTING : event.type === 'message';
  if (excluded) return undefined;
  const endpoint = readEndpoint(readUrl(target) ?? '');
  for (const handshake of handshakes.unclaimed) {
    if (handshake.endpoint === endpoint) return handshake;
  }
  return undefined;
}

function isWebSocket(target: EventTarget): target is WhatwgWebSocket {
  return (
    typeof target === 'object' && target !== null && 'binaryType' in target && 'send' in target
  );
}

const CONNECTING = 0;

let unwatchEventTarget: (() => void) | undefined;

/** `claim` says whether the target is watched now. */
function watchEventTarget(claim: (target: EventTarget, event?: Event) => boolean): () => void {
  const { prototype } = EventTarget;
  const { addEventListener, dispatchEvent } = prototype;
  const watching = {
    addEventListener(this: EventTarget, _type: unknown, _listener: unknown): unknown {
      claim(this);
      return Reflect.apply(addEventListener, this, arguments);
    },
    dispatchEvent(this: EventTarget, event: Event): unknown {
      // From now on the socket has a `dispatchEvent` of its own.
      if (claim(this, event)) return this.dispatchEvent(event);
      return Reflect.apply(dispatchEvent, this, arguments);
    },
  };
  replace(prototype, 'addEventListener', addEventListener, watching.addEventListener);
  replace(prototype, 'dispatchEvent', dispatchEvent, watching.dispatchEvent);
  return () => {
    replace(prototype, 'addEventListener', watching.addEventListener, addEventListener);
    replace(prototype, 'dispatchEvent', watching.dispatchEvent, dispatchEvent);
    unwatchEventTarget = undefined;
  };
}

/** Leaves alone what somebody else has replaced since: then ours stays below it, and passes on. */
function replace(target: object, name: string, present: unknown, value: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(target, name);
  if (descriptor?.value !== present) return;
  Reflect.defineProperty(target, name, { ...descriptor, value });
}
