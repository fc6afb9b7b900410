import { undoLater } from '../left-behind.js';
import { isEventTargetPrototype } from './event-target.js';

/** What we use of a WHATWG WebSocket. */
export interface WhatwgWebSocket extends EventTarget {
  readonly url: string;
  readonly readyState: number;
  send(...args: unknown[]): unknown;
  close(...args: unknown[]): unknown;
}

type Method = WhatwgWebSocket['send'];

/** Who is asked about the calls of one socket's methods. */
export interface Tap {
  send(self: WhatwgWebSocket, send: Method, args: ArrayLike<unknown>): unknown;
  close(self: WhatwgWebSocket, close: Method, args: ArrayLike<unknown>): unknown;
}

const taps = new WeakMap<object, Tap>();
const watched = { send: new WeakSet(), close: new WeakSet() };

/** Lets `tap` see the calls that reach a method of the class itself, below all that overrides it. */
export function watchPrototype(
  base: WhatwgWebSocket,
  name: 'send' | 'close',
  socket: WhatwgWebSocket,
  tap: Tap,
): void {
  taps.set(socket, tap);
  if (watched[name].has(base)) return;
  watched[name].add(base);
  const descriptor = Object.getOwnPropertyDescriptor(base, name);
  const original = descriptor?.value as Method | undefined;
  if (descriptor === undefined || typeof original !== 'function') return;
  const asking = {
    send(this: WhatwgWebSocket, _data: unknown): unknown {
      const tap = taps.get(this);
      if (tap === undefined) return Reflect.apply(original, this, arguments);
      return tap.send(this, original, arguments);
    },
    close(this: WhatwgWebSocket): unknown {
      const tap = taps.get(this);
      if (tap === undefined) return Reflect.apply(original, this, arguments);
      return tap.close(this, original, arguments);
    },
  };
  const value = asking[name];
  if (!Reflect.defineProperty(base, name, { ...descriptor, value })) return;
  undoLater(() => {
    if (base[name] === value) Reflect.defineProperty(base, name, descriptor);
  });
}

/** The prototype of the socket's own class, below all subclasses. */
export function basePrototype(socket: WhatwgWebSocket): WhatwgWebSocket {
  let base: object = socket;
  for (;;) {
    const next: unknown = Object.getPrototypeOf(base);
    if (typeof next !== 'object' || next === null || isEventTargetPrototype(next)) break;
    base = next;
  }
  return base as WhatwgWebSocket;
}
