import type { Connection } from '../connection.js';
import { registry } from '../registry.js';
import { guarded } from '../guarded.js';
import { endHandshake, hasFailed, type Handshake } from './handshake.js';
import { LastEvents } from './last-events.js';
import { MessageData } from './message-data.js';
import { inherited, OwnMethods, type SocketTap } from './own-methods.js';
import {
  CLOSED,
  codeBehind,
  hasErrorEventClass,
  isHandshakeError,
  isUltimateError,
  OPEN,
  type SocketEvent,
} from './undici-events.js';
import type { WhatwgWebSocket } from './web-socket-prototype.js';

/**
 * WHATWG sockets: the global WebSocket and npm `undici`, which is the same code. undici hands every
 * event to the application through `this.dispatchEvent`, so the tap is an own `dispatchEvent`,
 * `send` and `close` on Live sockets, and no listener is ever added.
 */

/** Watches one socket: from inside its constructor, or later. */
export function watchWebSocket(
  socket: WhatwgWebSocket,
  connection: Connection,
  handshake?: Handshake,
): void {
  if (registry.watched.has(socket)) return;
  const tap = new LiveSocket(socket, connection, handshake);
  registry.watched.add(socket);
  if (socket.readyState === OPEN) tap.opened();
}

class LiveSocket implements SocketTap {
  readonly #socket: WhatwgWebSocket;
  readonly #connection: Connection;
  readonly #handshake: Handshake | undefined;
  readonly #methods: OwnMethods;
  readonly #data: MessageData;
  readonly #last = new LastEvents();
  #state: 'connecting' | 'open' | 'ended' = 'connecting';
  #asked: 'no' | 'asking' | 'told' | 'untold' = 'no';
  /** An `error` of an open socket, which counts if a close without a close frame follows. */
  #complaint: unknown;
  #sending = false;
  #inClose = false;

  constructor(socket: WhatwgWebSocket, connection: Connection, handshake: Handshake | undefined) {
    this.#socket = socket;
    this.#connection = connection;
    this.#handshake = handshake;
    this.#methods = new OwnMethods(socket, this);
    this.#data = new MessageData(socket, this.#methods.base);
  }

  dispatch(self: WhatwgWebSocket, event: SocketEvent): boolean {
    const { dispatchEvent } = inherited(this.#socket);
    switch (event?.type) {
      case 'message':
        this.#data.tell(event, this.#connection);
        break;
      case 'open':
        if (self.readyState === OPEN) this.opened();
        break;
      case 'error':
      case 'close':
        return this.#dispatchLast(self, event, dispatchEvent);
      default:
        return Reflect.apply(dispatchEvent, self, [event]);
    }
    return this.#connection.run(dispatchEvent, self, [event]);
  }

  /** What may wait is that the application learns of the end; the socket has ended already. */
  #dispatchLast(
    self: WhatwgWebSocket,
    event: SocketEvent,
    dispatchEvent: WhatwgWebSocket['dispatchEvent'],
  ): boolean {
    const delivery = guarded(() => this.#readEnd(event, self.readyState));
    if (delivery !== undefined) this.#last.holdUntil(delivery);
    const dispatch = (): boolean => this.#connection.run(dispatchEvent, self, [event]);
    return this.#last.hold(self, dispatch, this.#inClose) || dispatch();
  }

  opened(): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'open';
    this.#settle();
    // Not before: undici's constructor ends by setting `binaryType`, and a subclass's fields
    // come after it.
    guarded(() => {
      this.#data.readSynchronously();
      this.#methods.watchBelow();
    });
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
    if (self !== this.#socket || this.#inClose) return Reflect.apply(close, self, args);
    // When the peer's close frame was read, the state is CLOSING.
    const counts = this.#asked === 'no' && this.#state !== 'ended' && self.readyState <= OPEN;
    if (counts) this.#asked = 'asking';
    this.#inClose = true;
    try {
      const result: unknown = Reflect.apply(close, self, args);
      this.#tellAsked();
      return result;
    } finally {
      this.#inClose = false;
      if (this.#asked === 'asking') this.#asked = 'no'; // it threw, and closed nothing
    }
  }

  #tellAsked(): void {
    if (this.#asked !== 'asking') return;
    // Whose word a complaint was shows in the end.
    this.#asked = this.#complaint === undefined ? 'told' : 'untold';
    if (this.#asked === 'told') this.#connection.closing();
  }

  /** @returns What the event is to wait for, where it ends the session. */
  #readEnd(event: SocketEvent, readyState: number): Promise<void> | undefined {
    if (this.#state === 'ended') return undefined;
    if (event.type === 'close') {
      if (readyState !== CLOSED) return undefined;
      // 1006 is undici's word for "no close frame was read". undici 7.0 reports 1002, or 0 for
      // none, of a handshake that failed.
      const framed = this.#state === 'open' && event.code !== 1006;
      return this.#end(event.code || undefined, event.reason ?? '', framed);
    }
    if (isUltimateError(event, readyState) || this.#isFailing(event)) {
      return this.#end(codeBehind(event, readyState), '', false, event.error);
    }
    if (this.#state === 'open' && hasErrorEventClass(event)) this.#complaint ??= event.error;
    return undefined;
  }

  #isFailing(event: SocketEvent): boolean {
    const seen = this.#asked === 'asking' || hasFailed(this.#handshake);
    return this.#state === 'connecting' && isHandshakeError(event, seen);
  }

  #end(
    code: number | undefined,
    reason: string,
    framed: boolean,
    error: unknown = framed ? undefined : this.#complaint,
  ): Promise<void> | undefined {
    const connecting = this.#state === 'connecting';
    this.#state = 'ended';
    // `close()` before `open` dispatches its events before it returns.
    this.#tellAsked();
    this.#settle();
    const { status, error: cause } = this.#handshake ?? {};
    if (connecting && status !== undefined && status !== 101) this.#connection.refused(status);
    const failure = connecting ? (cause ?? error) : error;
    if (failure !== undefined) this.#connection.failed(failure);
    else if (this.#asked === 'untold') this.#connection.closing();
    this.#connection.closed(code, reason, framed);
    return this.#connection.delivery();
  }

  #settle(): void {
    if (this.#handshake !== undefined) endHandshake(this.#handshake);
  }
}
