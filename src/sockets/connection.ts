import type { FrameData, HeaderList } from '../protocol/wire.js';

export type { FrameData, HeaderList as UpgradeHeaders };

/**
 * One Live connection, as the door that watches its socket tells it. A door only tells; the one
 * thing it gets back is {@link Connection.run}. No method throws, apart from what `run`'s own
 * function throws.
 */
export interface Connection {
  /** Headers of the upgrade, where the door learns of them only after the constructor's start. */
  requested(headers: HeaderList): void;
  /** The upgrade was refused with this HTTP status. Not an end by itself. */
  refused(status: number): void;
  /**
   * The socket is open.
   *
   * @param reads - Whether the application reads what arrives at the moment; `undefined`: the socket
   * is gone. Default: it always does.
   */
  opened(reads?: () => boolean | undefined): void;
  /** The application sent a message and `send` did not throw. */
  sent(data: unknown): void;
  /** A message came. To be called before the application sees it. */
  received(data: FrameData): void;
  /**
   * @param sent - Whether the application sent a ping; else a ping or a pong came from the peer.
   */
  heartbeat(sent: boolean): void;
  /** The socket reported an error. Not an end by itself: `closed` follows. */
  failed(error: unknown): void;
  /** The application asked for the close (`close()`, `terminate()`), before any close frame came. */
  closing(): void;
  /**
   * The connection is over: the peer's close frame was read, or the socket reported its close.
   * To be called at the earlier of the two, before the application's own handlers; later calls
   * count for nothing.
   *
   * @param code - The close code that the socket reports; `undefined` where it reports none.
   * @param fromPeer - Whether the peer's close frame was read.
   */
  closed(code: number | undefined, reason: string, fromPeer: boolean): void;
  /** The constructor threw `error`: there is no socket, and the connection is over. */
  thrown(error: unknown): void;
  /** The socket cannot be followed any further, and nothing is known of its end. */
  unseen(): void;
  /**
   * After `closed`: what the application's last event waits for (its `close`; where the upgrade
   * failed, its `error` and the `close` behind it), as the application may end with it. It is the
   * export of why there never was a session; it resolves within 500 ms in any case. `undefined`:
   * nothing is to wait, or no more.
   */
  delivery(): Promise<void> | undefined;
  /**
   * Calls `fn`, which hands an event to the application, in this connection's context: the
   * session's, or for a message that carries one tool call, that tool's.
   */
  run<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R;
}

/** Who is told of sockets. One observer serves every door. */
export interface Observer {
  /** It was given options of its own: it goes before those that were not. */
  readonly configured: boolean;
  /** It wants sockets of classes that nobody has shown: the global WebSocket. */
  readonly globalWebSocket: boolean;
  /**
   * A socket is about to be made, or is being made.
   *
   * @returns What to tell about it, or `undefined` where the URL is not a Live endpoint.
   */
  connecting(url: string | URL, headers: HeaderList | undefined): Connection | undefined;
  /** Whether `connecting` would follow a socket of that URL. */
  isLive(url: string): boolean;
  /** Calls `make`, the socket's constructor, so that the upgrade request is traced by nobody else. */
  construct<R>(connection: Connection, make: () => R): R;
  /** The connection whose context is active: that of an upgrade request under way. */
  current(): Connection | undefined;
  /**
   * A Live upgrade went past every door.
   *
   * @param why - Where the door knows. Default: no door has seen the socket's class.
   */
  missed(url: string, why?: string): void;
  /** Other instrumentations can see the upgrade of a Live socket, with the key in its URL. */
  exposed(): void;
  /** Ends the sessions that are open, as the process does: no close code, no error. */
  endOpenSessions(): void;
}
