import type { Connection, FrameData } from '../connection.js';
import { currentObserver, registry } from '../registry.js';
import { BlobMessages } from './blob-messages.js';
import { LastEvents } from './last-events.js';
import { readingOf } from './reading.js';
import { readyState, type EmitArgs, type WsSocket } from './socket-shape.js';

/**
 * One socket of npm `ws`, versions 7 and 8. Everything that ws tells its user passes `emit`, whether
 * it is heard by `on`, `onmessage`, `addEventListener` or `createWebSocketStream`; so the tap is an
 * own `emit`, `send`, `close` and `terminate` on Live sockets, and no listener is ever added.
 */

/** Watches one socket. Nothing was emitted yet: ws emits nothing inside its constructor. */
export function watchWsSocket(socket: WsSocket, connection: Connection): void {
  if (registry.watched.has(socket)) return;
  registry.watched.add(socket);
  if (new SocketTap(socket, connection).attach()) {
    registry.connecting.add(socket);
  } else {
    // It cannot be extended, or has such methods of its own that cannot be replaced.
    connection.unseen();
    if (typeof socket.url === 'string')
      currentObserver()?.missed(socket.url, 'the socket of ws is sealed');
  }
}

class SocketTap {
  readonly #socket: WsSocket;
  readonly #connection: Connection;
  readonly #last: LastEvents;
  readonly #blobs = new BlobMessages();
  #opened = false;
  /** The application ended the connection, by a method. */
  #asked = false;

  constructor(socket: WsSocket, connection: Connection) {
    this.#socket = socket;
    this.#connection = connection;
    const emit = method(socket, 'emit');
    this.#hand = (self, args) => connection.run(emit(), self, args);
    this.#last = new LastEvents(this.#hand);
  }

  /** Hands an event to the application. */
  readonly #hand: (self: WsSocket, args: EmitArgs) => boolean;

  /** @returns Whether the socket let itself be tapped. */
  attach(): boolean {
    const tap = this;
    const connection = this.#connection;
    const send = method(this.#socket, 'send');
    const close = method(this.#socket, 'close');
    const terminate = method(this.#socket, 'terminate');
    const ping = Object.hasOwn(this.#socket, 'ping') ? this.#socket.ping : undefined;
    const taps = {
      emit(this: WsSocket, ...args: EmitArgs): boolean {
        return tap.#emit(this, args);
      },
      send(this: WsSocket, ...args: [unknown, ...unknown[]]): unknown {
        // ws counts what is sent later as buffered, and drops it.
        const open = this.readyState === readyState.open;
        const result = send().apply(this, args);
        if (open) connection.sent(args[0]);
        return result;
      },
      close(this: WsSocket, ...args: unknown[]): unknown {
        // On an open socket it throws where the code is none, and then nothing closes.
        const mayThrow =
          this.readyState === readyState.open && !isAnswer(this) && !hasBrokenFrames(this);
        if (!mayThrow) tap.#tellClosing(this);
        const state = this.readyState;
        try {
          return close().apply(this, args);
        } finally {
          if (mayThrow && this.readyState !== state) tap.#tellAsked();
        }
      },
      terminate(this: WsSocket, ...args: unknown[]): unknown {
        tap.#tellClosing(this);
        return terminate().apply(this, args);
      },
      ping(this: WsSocket, ...args: unknown[]): unknown {
        const open = this.readyState === readyState.open;
        const result = (ping ?? (Object.getPrototypeOf(this) as WsSocket).ping).apply(this, args);
        if (open) connection.heartbeat(true);
        return result;
      },
    };
    return Object.entries(taps).every(
      ([name, value]) =>
        !(name in this.#socket) ||
        Reflect.defineProperty(this.#socket, name, { value, writable: true, configurable: true }),
    );
  }

  #emit(self: WsSocket, args: EmitArgs): boolean {
    switch (args[0]) {
      case 'message':
        this.#connection.received(args[1] as FrameData);
        args[1] = this.#blobs.handed(args[1]);
        break;
      case 'ping':
      case 'pong':
        this.#connection.heartbeat(false);
        break;
      case 'open':
        if (self.readyState === readyState.open) this.#open();
        break;
      case 'error':
        return this.#fail(self, args);
      case 'close':
        // Any other is the application's own.
        if (self.readyState !== readyState.closed) break;
        registry.connecting.delete(this.#socket);
        this.#tellClosed();
        return this.#last.emit(self, args, this.#delivery());
      case 'unexpected-response':
        return this.#refuse(self, args);
    }
    return this.#hand(self, args);
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    registry.connecting.delete(this.#socket);
    this.#connection.opened(readingOf(this.#socket));
    this.#blobs.readSynchronously(this.#socket);
  }

  /** ws closes before it emits an error of its own; any other is the application's. */
  #fail(self: WsSocket, args: EmitArgs): boolean {
    if (self.readyState !== readyState.closing) return this.#hand(self, args);
    this.#connection.failed(args[1]);
    if (!this.#opened) {
      // The `close` that follows says nothing else, and does not come where a listener throws.
      registry.connecting.delete(this.#socket);
      this.#tellClosed();
      return this.#last.emit(self, args, this.#delivery());
    }
    try {
      return this.#hand(self, args);
    } catch (thrown) {
      // ws 7.0 to 7.3 never closes then.
      this.#tellClosed();
      throw thrown;
    }
  }

  /**
   * With a listener of its own for the refused upgrade, the application decides what becomes of the
   * socket, and it may never close: then the session ends with the response.
   */
  #refuse(self: WsSocket, args: EmitArgs): boolean {
    const response = args[2] as
      (NodeJS.EventEmitter & { readonly statusCode?: number }) | undefined;
    registry.connecting.delete(this.#socket);
    this.#connection.refused(response?.statusCode ?? 0);
    const handled = this.#hand(self, args);
    if (handled && typeof response?.once === 'function') {
      response.once('close', () => this.#connection.closed(undefined, '', false));
    }
    return handled;
  }

  #tellClosing(self: WsSocket): void {
    if (isAnswer(self)) this.#tellClosed();
    else if (!hasBrokenFrames(self) && self.readyState <= readyState.open) this.#tellAsked();
  }

  #tellAsked(): void {
    this.#asked = true;
    this.#connection.closing();
  }

  #tellClosed(): void {
    const { _closeCode, _closeMessage } = this.#socket;
    this.#connection.closed(_closeCode, readReason(_closeMessage), isAnswer(this.#socket));
  }

  #delivery(): Promise<void> | undefined {
    return this.#asked ? undefined : this.#connection.delivery();
  }
}

/**
 * A method as it is when it is called: spies and patches of the class may come late. One that the
 * socket has of its own is what the tap replaces.
 */
function method<N extends 'emit' | 'send' | 'close' | 'terminate'>(
  socket: WsSocket,
  name: N,
): () => WsSocket[N] {
  if (Object.hasOwn(socket, name)) {
    const own = socket[name];
    return () => own;
  }
  return () => (Object.getPrototypeOf(socket) as WsSocket)[name];
}

/**
 * ws calls its own `close()` when it has read the peer's close frame, and when it has read a frame
 * that breaks the protocol; any other call is the application's.
 * Source: ws lib/websocket.js, receiverOnConclude and receiverOnError.
 */
function isAnswer(socket: WsSocket): boolean {
  return socket._closeFrameReceived === true;
}

function hasBrokenFrames(socket: WsSocket): boolean {
  return socket._receiver?._writableState?.errorEmitted === true;
}

/** A Buffer in ws 8, a string in ws 7. */
function readReason(reason: unknown): string {
  return typeof reason === 'string' || Buffer.isBuffer(reason) ? reason.toString() : '';
}
