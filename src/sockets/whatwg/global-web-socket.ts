import { currentObserver, registry } from '../registry.js';
import { guarded } from '../guarded.js';
import { eventTargetMethods, isKnownEventTarget } from './event-target.js';
import { endHandshake, handshakes, hasFailed, readEndpoint, type Handshake } from './handshake.js';
import { CONNECTING } from './undici-events.js';
import { readUrl, watchWebSocketClass, type WebSocketClass } from './web-socket-class.js';
import { basePrototype, type WhatwgWebSocket } from './web-socket-prototype.js';
import { watchWebSocket } from './web-socket.js';

type ReportUnsupported = (why: string) => void;

/**
 * The first socket of a class that nobody has shown us: the global WebSocket, or an undici inside a
 * bundle. Reading `globalThis.WebSocket`, on Node 22.13 and later even its descriptor, loads undici
 * (30 to 150 ms), so it is not read before it is used. Its first Live upgrade is seen at undici's
 * channels, and its socket shows itself at once: the application adds its listeners, or else an
 * event is dispatched. Until then, commonly for the rest of the tick, EventTarget's two methods are
 * watched; then the class is known.
 *
 * Requests that look alike cannot be told apart by their sockets: then none is claimed.
 */
export function awaitSocket(handshake: Handshake, reportUnsupported: ReportUnsupported): void {
  for (const other of handshakes.unclaimed) {
    if (other.endpoint === handshake.endpoint) other.ambiguous = handshake.ambiguous = true;
  }
  handshakes.unclaimed.add(handshake);
  unwatchEventTarget ??= watchEventTargets((target, event) =>
    claimSocket(target, event, reportUnsupported),
  );
}

/**
 * Watches the global class: to be called inside a constructor of it, where it costs nothing to
 * read. Then the socket that is being made is the only one that is still to be found.
 */
export function watchGlobalClass(reportUnsupported: ReportUnsupported): void {
  let candidate = (globalThis as { readonly WebSocket?: unknown }).WebSocket;
  // An application may have put a subclass of it there. A mock has an EventTarget of its own.
  while (typeof candidate === 'function') {
    const parent: unknown = Object.getPrototypeOf(candidate);
    if (isKnownEventTarget(parent)) {
      watchWebSocketClass(candidate as WebSocketClass, reportUnsupported);
    }
    candidate = parent;
  }
}

/**
 * The upgrade has succeeded, and who made it has been told: a socket that has not shown itself by
 * now will not. It was no WebSocket (a WebSocketStream), or one that cannot be told from another.
 */
export function giveUp(handshake: Handshake, url: string): void {
  if (!handshakes.unclaimed.has(handshake)) return;
  settle(handshake);
  unseen.add(handshake);
  currentObserver()?.missed(
    url,
    'no WebSocket showed itself. It is a WebSocketStream or frozen, or its class is bundled and two ' +
      'of its sockets went to one URL at once: pass the class to watchWebSocket()',
  );
}

/** Ends a handshake whose socket never showed itself, with its request or its transport. */
export function abandon(handshake: Handshake, url: string): void {
  if (!unseen.has(handshake)) giveUp(handshake, url);
  if (!unseen.delete(handshake)) return;
  const { connection, status, error } = handshake;
  if (hasFailed(handshake)) {
    if (status !== undefined) connection.refused(status);
    if (error !== undefined) connection.failed(error);
    connection.closed(undefined, '', false);
  } else {
    connection.unseen();
  }
}

const unseen = new WeakSet<Handshake>();

function settle(handshake: Handshake): void {
  endHandshake(handshake);
  if (handshakes.unclaimed.size === 0) unwatchEventTarget?.();
}

/** @returns Whether the target is watched now. */
function claimSocket(
  target: EventTarget,
  event: Event | undefined,
  reportUnsupported: ReportUnsupported,
): boolean {
  if (!isWebSocket(target) || registry.watched.has(target)) return false;
  // Neither a socket that was open before we were enabled, nor its messages.
  const excluded =
    event === undefined ? target.readyState !== CONNECTING : event.type === 'message';
  if (excluded) return false;
  const endpoint = readEndpoint(readUrl(target) ?? '');
  const handshake = [...handshakes.unclaimed].find((each) => each.endpoint === endpoint);
  if (handshake === undefined) return false;
  watchWebSocketClass(basePrototype(target).constructor as WebSocketClass, reportUnsupported);
  if (handshake.ambiguous) return false;
  watchWebSocket(target, handshake.connection, handshake);
  handshakes.unclaimed.delete(handshake);
  if (handshakes.unclaimed.size === 0) unwatchEventTarget?.();
  return true;
}

function isWebSocket(target: EventTarget): target is WhatwgWebSocket {
  return (
    typeof target === 'object' && target !== null && 'binaryType' in target && 'send' in target
  );
}

let unwatchEventTarget: (() => void) | undefined;

/** `claim` says whether the target is watched now. */
function watchEventTargets(claim: (target: EventTarget, event?: Event) => boolean): () => void {
  const ends = [...eventTargetMethods()].map((prototype) => watchEventTarget(prototype, claim));
  return () => {
    for (const end of ends) end();
    unwatchEventTarget = undefined;
  };
}

function watchEventTarget(
  prototype: EventTarget,
  claim: (target: EventTarget, event?: Event) => boolean,
): () => void {
  const { addEventListener, dispatchEvent } = prototype;
  const watching = {
    addEventListener(this: EventTarget, _type: unknown, _listener: unknown): unknown {
      guarded(() => claim(this));
      return Reflect.apply(addEventListener, this, arguments);
    },
    dispatchEvent(this: EventTarget, event: Event): unknown {
      // From now on the socket has a `dispatchEvent` of its own.
      if (guarded(() => claim(this, event))) return this.dispatchEvent(event);
      return Reflect.apply(dispatchEvent, this, arguments);
    },
  };
  replace(prototype, 'addEventListener', addEventListener, watching.addEventListener);
  replace(prototype, 'dispatchEvent', dispatchEvent, watching.dispatchEvent);
  return () => {
    replace(prototype, 'addEventListener', watching.addEventListener, addEventListener);
    replace(prototype, 'dispatchEvent', watching.dispatchEvent, dispatchEvent);
  };
}

/** Leaves alone what somebody else has replaced since: then ours stays below it, and passes on. */
function replace(target: object, name: string, present: unknown, value: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(target, name);
  if (descriptor?.value !== present) return;
  Reflect.defineProperty(target, name, { ...descriptor, value });
}
