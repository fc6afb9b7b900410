import {
  basePrototype,
  watchPrototype,
  type Tap,
  type WhatwgWebSocket,
} from './web-socket-prototype.js';

/** Who is asked about all that passes one socket. */
export interface SocketTap extends Tap {
  dispatch(self: WhatwgWebSocket, event: Event): boolean;
}

/** The methods that one Live socket has of its own, so that no other socket pays for it. */
export class OwnMethods {
  /** The prototype of the socket's own class. */
  readonly base: WhatwgWebSocket;
  readonly #socket: WhatwgWebSocket;
  readonly #tap: SocketTap;
  readonly #own: Partial<Pick<WhatwgWebSocket, 'send' | 'close'>> = {};

  constructor(socket: WhatwgWebSocket, tap: SocketTap) {
    this.base = basePrototype(socket);
    this.#socket = socket;
    this.#tap = tap;
    define(socket, 'dispatchEvent', function dispatchEvent(this: WhatwgWebSocket, event: Event) {
      return tap.dispatch(this, event);
    });
    const own = {
      send(this: WhatwgWebSocket, _data: unknown): unknown {
        return tap.send(this, inherited(socket).send, arguments);
      },
      close(this: WhatwgWebSocket): unknown {
        return tap.close(this, inherited(socket).close, arguments);
      },
    };
    for (const name of ['send', 'close'] as const) {
      if (socket[name] === this.base[name]) define(socket, name, (this.#own[name] = own[name]));
    }
    this.watchBelow();
  }

  /**
   * A subclass's `send` stays on top, as what counts is what it gives to `super.send`. Then the
   * prototype is watched, at the price of one look-up a call for the other sockets of the class.
   */
  watchBelow(): void {
    for (const name of ['send', 'close'] as const) {
      const value: unknown = Object.getOwnPropertyDescriptor(this.#socket, name)?.value;
      if (value !== this.#own[name] || value === undefined) {
        watchPrototype(this.base, name, this.#socket, this.#tap);
      }
    }
  }
}

/** What the socket has below our own properties, as it is now: others may patch the prototype. */
export function inherited(socket: WhatwgWebSocket): WhatwgWebSocket {
  return Object.getPrototypeOf(socket) as WhatwgWebSocket;
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
