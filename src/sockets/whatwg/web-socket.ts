import type { Connection } from '../connection.js';
import { endHandshake, type Handshake } from './handshake.js';
import { registry } from '../registry.js';
import { MessageData } from './message-data.js';
import {
  basePrototype,
  watchPrototype,
  type Tap,
  type WhatwgWebSocket,
} from './web-socket-prototype.js';

/**
 * WHATWG sockets: the global WebSocket and npm `undici`, which is the same code. undici hands every
 * event to the application through `this.dispatchEvent`, so the tap is an own `dispatchEvent`,
 * `send` and `close` on Live sockets, and no listener is ever added.
 */

interface SocketEvent extends Event {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly code?: number;
  readonly reason?: string;
}

const OPEN = 1;
const CLOSED = 3;

/** Watches one socket: from inside its constructor, or later. */
export function watchWebSocket(
  socket: WhatwgWebSocket,
  connection: Connection,
  handshake?: Handshake,
): void {
  if (registry.watched.has(socket)) return;
  registry.watched.add(socket);
  const tap = new SocketTap(socket, connection, handshake);
  if (socket.readyState === OPEN) tap.opened();
}

class SocketTap implements Tap {
  readonly #socket: WhatwgWebSocket;
  readonly #connection: Connection;
  readonly #handshake: Handshake | undefined;
  readonly #base: WhatwgWebSocket;
  readonly #data: MessageData;
  #own: Partial<Pick<WhatwgWebSocket, 'send' | 'close'>> = {};
  #state: 'connecting' | 'failing' | 'open' | 'ended' = 'connecting';
  #asked: 'no' | 'asking' | 'told' = 'no';
  #sending = false;

  constructor(socket: WhatwgWebSocket, connection: Connection, handshake: Handshake | undefined) {
    this.#socket = socket;
    this.#connection = connection;
    this.#handshake = handshake;
    this.#base = basePrototype(socket);
    this.#data = new MessageData(socket, this.#base);
    this.#attach();
  }

  #attach(): void {
    const tap = this;
    const socket = this.#socket;
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
      if (socket[name] === this.#base[name]) define(socket, name, (this.#own[name] = own[name]));
    }
    this.#watchBelow();
  }

  /**
   * A subclass's `send` stays on top, as what counts is what it gives to `super.send`. Then the
   * prototype is watched, at the price of one look-up a call for the other sockets of the class.
   */
  #watchBelow(): void {
    for (const name of ['send', 'close'] as const) {
      const value: unknown = Object.getOwnPropertyDescriptor(this.#socket, name)?.value;
      if (value !== this.#own[name] || value === undefined) {
        watchPrototype(this.#base, name, this.#socket, this);
      }
    }
  }

  dispatch(self: WhatwgWebSocket, event: SocketEvent): boolean {
    const { dispatchEvent } = inherited(this.#socket);
    switch (event?.type) {
      case 'message':
        this.#data.tell(event, this.#connection);
        break;
      // An application may dispatch events of its own; undici's come in these states.
      case 'open':
        if (self.readyState === OPEN) this.opened();
        break;
      case 'error':
        this.#error(event);
        break;
      case 'close':
        if (self.readyState === CLOSED) return this.#close(self, event, dispatchEvent);
        break;
      default:
        return Reflect.apply(dispatchEvent, self, [event]);
    }
    return this.#connection.run(dispatchEvent, self, [event]);
  }

  opened(): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'open';
    this.#settle();
    // Not before: undici's constructor ends by setting `binaryType`, and a subclass's fields
    // come after it.
    this.#data.readSynchronously();
    this.#watchBelow();
    this.#connection.opened();
  }

  send(self: WhatwgWebSocket, send: WhatwgWebSocket['send'], args: ArrayLike<unknown>): unknown {
    // A closing socket discards what it is given without a word.
    const counts = !this.#sending && self === this.#socket && self.readyState === OPEN;
    if (!counts) return Reflect.apply(send, self, args);
    this.#sending = true;
    let result: unknown;
    try {
      result = Reflect.apply(send, self, args);
    } finally {
      this.#sending = false;
    }
    this.#connection.sent(args[0]);
    return result;
  }

  close(self: WhatwgWebSocket, close: WhatwgWebSocket['close'], args: ArrayLike<unknown>): unknown {
    // When the peer's close frame was read, the state is CLOSING.
    const counts = this.#asked === 'no' && self === this.#socket && self.readyState <= OPEN;
    if (!counts || this.#state === 'ended') return Reflect.apply(close, self, args);
    this.#asked = 'asking';
    try {
      const result: unknown = Reflect.apply(close, self, args);
      this.#tellAsked();
      return result;
    } finally {
      if (this.#asked === 'asking') this.#asked = 'no'; // it threw, and closed nothing
    }
  }

  #tellAsked(): void {
    if (this.#asked !== 'asking') return;
    this.#asked = 'told';
    this.#connection.closing();
  }

  #error(event: SocketEvent): void {
    // `close()` before `open` dispatches its events before it returns.
    this.#tellAsked();
    if (this.#state === 'open') {
      this.#connection.failed(event.error);
    } else if (this.#state === 'connecting') {
      this.#failHandshake();
      this.#connection.failed(this.#handshake?.error ?? event.error);
      // undici 6 (Node 22) fires no `close` after it; 7 and 8 have fired it by then.
      queueMicrotask(() => this.#end(undefined, '', false));
    }
  }

  #closeEvent(event: SocketEvent): void {
    this.#tellAsked();
    const opened = this.#state === 'open';
    if (this.#state === 'connecting') this.#failHandshake();
    // 1006 is undici's word for "no close frame was read". undici 7.0 reports 1002, or 0 for
    // none, of a handshake that failed.
    this.#end(event.code || undefined, event.reason ?? '', opened && event.code !== 1006);
  }

  /** The socket is closed already: what waits for the delivery is that the application learns it. */
  #close(
    self: WhatwgWebSocket,
    event: SocketEvent,
    dispatchEvent: WhatwgWebSocket['dispatchEvent'],
  ): boolean {
    const first = this.#state !== 'ended';
    this.#closeEvent(event);
    const dispatch = (): boolean => this.#connection.run(dispatchEvent, self, [event]);
    const delivery = first ? this.#connection.delivery() : undefined;
    if (delivery === undefined) return dispatch();
    void delivery.then(dispatch);
    return true;
  }

  #failHandshake(): void {
    this.#state = 'failing';
    const status = this.#handshake?.status;
    if (status !== undefined && status !== 101) this.#connection.refused(status);
  }

  #end(code: number | undefined, reason: string, fromPeer: boolean): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#settle();
    this.#connection.closed(code, reason, fromPeer);
  }

  #settle(): void {
    if (this.#handshake !== undefined) endHandshake(this.#handshake);
  }
}

/** What the socket has below our own properties, as it is now: others may patch the prototype. */
function inherited(socket: WhatwgWebSocket): WhatwgWebSocket {
  return Object.getPrototypeOf(socket) as WhatwgWebSocket;
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
