import { afterThis } from '../../platform/index.js';
import type { Observer, UpgradeHeaders } from '../connection.js';
import { currentObserver } from '../registry.js';
import { undoLater } from '../left-behind.js';
import { isEventTarget, type EventTargetClass } from './event-target.js';
import { guarded } from '../guarded.js';
import {
  beginHandshake,
  endHandshake,
  handshakes,
  type Construction,
  type Handshake,
} from './handshake.js';
import type { WhatwgWebSocket } from './web-socket-prototype.js';
import { watchWebSocket } from './web-socket.js';

/** A WHATWG WebSocket class: its direct parent is EventTarget. */
export type WebSocketClass = (abstract new (...args: never[]) => object) & {
  readonly prototype: object;
};

/**
 * Watches every socket of a class, however the application came by it: nothing is put in the
 * class's place. A constructor's `super()` calls whatever the class's prototype is *then*, so an
 * EventTarget that watches, as the parent, is inside the constructor of sockets of a class that was
 * captured long ago, of subclasses and of `import { WebSocket }`. Only
 * `Object.getPrototypeOf(WebSocket)` tells.
 */
export function watchWebSocketClass(
  original: WebSocketClass,
  reportUnsupported: (why: string) => void,
): void {
  if (handshakes.classes.has(original)) return;
  if (typeof original === 'function') handshakes.classes.add(original);
  const above: unknown = typeof original === 'function' && Object.getPrototypeOf(original);
  if (!isEventTarget(above)) {
    reportUnsupported('its WebSocket is no direct subclass of EventTarget');
    return;
  }
  const parent = watchingParent(above);
  if (!Reflect.setPrototypeOf(original, parent)) {
    reportUnsupported('its WebSocket class is frozen');
    return;
  }
  undoLater(() => {
    if (Object.getPrototypeOf(original) === parent) Reflect.setPrototypeOf(original, above);
  });
}

function watchingParent(above: EventTargetClass): EventTargetClass {
  return new Proxy(above, {
    construct(target, args, newTarget) {
      const socket = Reflect.construct(target, args, newTarget) as WhatwgWebSocket;
      guarded(() => {
        if (currentObserver() !== undefined) watchConstruction(socket);
      });
      return socket;
    },
  });
}

/**
 * What the socket connects to is known when its upgrade is requested (undici-channels.ts), which
 * is still inside the constructor; with a dispatcher that waits, or where there is no request
 * (a port that fetch blocks), at the latest before the constructor's tick ends.
 */
function watchConstruction(socket: WhatwgWebSocket): void {
  let handshake: Handshake | undefined;
  const construction: Construction = {
    socket,
    decided: false,
    decide(observer, headers) {
      this.decided = true;
      handshake = watchIfLive(socket, observer, headers);
      return handshake;
    },
  };
  const settle = (): void => {
    if (handshakes.construction === construction) handshakes.construction = undefined;
    const observer = currentObserver();
    if (!construction.decided && observer !== undefined) {
      construction.decide(observer, undefined);
    }
    if (handshake === undefined || !hasThrown(socket)) return;
    endHandshake(handshake);
    // What it threw, the application alone has caught.
    handshake.connection.thrown(undefined);
  };
  handshakes.construction = construction;
  void afterThis(() => guarded(settle));
}

/** undici's constructor (6 to 8) ends by setting `binaryType`. */
function hasThrown(socket: WhatwgWebSocket): boolean {
  return 'binaryType' in socket && socket.binaryType === undefined;
}

function watchIfLive(
  socket: WhatwgWebSocket,
  observer: Observer,
  headers: UpgradeHeaders | undefined,
): Handshake | undefined {
  const url = readUrl(socket);
  if (url === undefined) return undefined;
  const handshake = beginHandshake(observer, url, headers);
  if (handshake !== undefined) watchWebSocket(socket, handshake.connection, handshake);
  return handshake;
}

/** `undefined` where the constructor threw: undici's private fields are not set then. */
export function readUrl(socket: { readonly url: string }): string | undefined {
  try {
    return socket.url;
  } catch {
    return undefined;
  }
}
