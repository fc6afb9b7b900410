/** An `error` or `close` event, undici's or the application's own. */
export interface SocketEvent extends Event {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly message?: unknown;
  readonly code?: number;
  readonly reason?: string;
}

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSED = 3;

/**
 * What undici 6 and 7.0 say in the `error` of a handshake that failed, while the socket is still
 * CONNECTING or CLOSING. Source: undici lib/web/websocket/connection.js, failWebsocketConnection.
 */
const handshakeErrors: ReadonlySet<unknown> = new Set([
  'Received network error or non-101 status code.',
  'Server did not respond with sent protocols.',
  'Server did not set Upgrade header to "websocket".',
  'Server did not set Connection header to "upgrade".',
  'Incorrect hash received in Sec-WebSocket-Accept header.',
  'Sec-WebSocket-Extensions header does not match.',
  'Protocol was not set in the opening handshake.',
  'Connection was closed before it was established.',
]);

/*
 * An application may dispatch events of its own at a socket, and undici's are no more trusted than
 * those. undici sets the state first, and leaves no room between that and its event.
 */

/** Whether undici says that the connection is over. */
export function isUltimateError(event: SocketEvent, readyState: number): boolean {
  return readyState === CLOSED && hasErrorEventClass(event);
}

/**
 * Whether undici 6 or 7.0 says that the handshake failed.
 *
 * @param seen - Whether the request is known to have failed.
 */
export function isHandshakeError(event: SocketEvent, seen: boolean): boolean {
  return hasErrorEventClass(event) && (seen || handshakeErrors.has(event.message));
}

/**
 * The close code that undici reports behind an `error`: since 7.16 at the latest 1006, and the
 * error says nothing; before, none (6), or one that it invents (7.0).
 */
export function codeBehind(event: SocketEvent, readyState: number): number | undefined {
  const silent = (event.error as { readonly message?: unknown } | undefined)?.message === '';
  return readyState === CLOSED && silent ? 1006 : undefined;
}

/** undici has an ErrorEvent of its own; what an application dispatches is commonly an Event. */
export function hasErrorEventClass(event: SocketEvent): boolean {
  return event.constructor.name === 'ErrorEvent';
}
