import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Connection } from '../../sockets/connection.js';
import type { FrameData } from '../../protocol/wire.js';
import { UsageError } from '../usage-error.js';

/** A socket that is opened once and told about as it goes. */
export interface LiveSocket {
  /** What it is, e.g. `ws 8.23.0`. */
  readonly library: string;
  /** Connects, and tells the connection all that happens. */
  open(request: SocketRequest, connection: Told): OpenSocket;
}

export interface SocketRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface OpenSocket {
  send(text: string): void;
  /** Closes with 1000. */
  close(): void;
  /** Cuts the connection, where it does not close. */
  terminate(): void;
}

/** Whom a socket tells. */
export type Told = Pick<Connection, 'refused' | 'opened' | 'received' | 'failed' | 'closed'>;

/**
 * The socket to connect with: npm `ws` where the folder or this package has it, else the global
 * WebSocket of Node 22 and later.
 *
 * @param folder - Where the application is.
 * @throws UsageError where there is neither.
 */
export function findSocket(folder: string, only?: 'ws' | 'global'): LiveSocket {
  const ws = only === 'global' ? undefined : (npmWs(join(folder, 'here.js')) ?? npmWs(__filename));
  if (ws !== undefined) return ws;
  const { WebSocket } = globalThis as { readonly WebSocket?: GlobalWebSocket };
  if (WebSocket !== undefined && only !== 'ws') return globalSocket(WebSocket);
  throw new UsageError(
    `connect finds no WebSocket: Node ${process.versions.node} has none of its own (22 and later have), and ${folder} has no ws; run: npm install ws`,
  );
}

interface Ws {
  on(event: 'open', listener: () => void): void;
  on(event: 'message', listener: (data: FrameData) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'close', listener: (code: number, reason: Uint8Array | string) => void): void;
  send(text: string): void;
  close(code: number): void;
  terminate(): void;
}
type WsClass = new (url: string, options: { headers: SocketRequest['headers'] }) => Ws;

function npmWs(from: string): LiveSocket | undefined {
  const require = createRequire(from);
  let Class: WsClass;
  let version = '';
  try {
    Class = require('ws') as WsClass;
  } catch {
    return undefined;
  }
  try {
    version = ` ${(require('ws/package.json') as { version: string }).version}`;
  } catch {
    // It does not export it.
  }
  return {
    library: `ws${version}`,
    open({ url, headers }, told) {
      const socket = new Class(url, { headers });
      socket.on('open', () => told.opened());
      socket.on('message', (data) => told.received(data));
      socket.on('error', (error) => {
        const status = /Unexpected server response: (\d{3})/.exec(error.message)?.[1];
        if (status !== undefined) told.refused(Number(status));
        else told.failed(error);
      });
      // A close frame was read, unless ws says 1006 itself.
      socket.on('close', (code, reason) => told.closed(code, String(reason), code !== 1006));
      return {
        send: (text) => socket.send(text),
        close: () => socket.close(1000),
        terminate: () => socket.terminate(),
      };
    },
  };
}

type GlobalWebSocket = new (
  url: string,
  init: { headers: SocketRequest['headers'] },
) => WebSocketLike;
interface WebSocketLike {
  binaryType: string;
  addEventListener(type: string, listener: (event: SocketEvent) => void): void;
  send(text: string): void;
  close(code?: number): void;
}
interface SocketEvent {
  readonly data?: unknown;
  readonly code?: number;
  readonly reason?: string;
  readonly wasClean?: boolean;
}

/** How long a failed handshake may still be followed by a `close`: undici 6 fires none. */
const NO_CLOSE_MS = 100;

function globalSocket(Class: GlobalWebSocket): LiveSocket {
  return {
    library: `the global WebSocket of Node ${process.versions.node}`,
    open({ url, headers }, told) {
      const stop = tellUpgrade(told);
      // Headers as undici takes them, so that the key is not in the URL.
      const socket = new Class(url, { headers });
      socket.binaryType = 'arraybuffer';
      socket.addEventListener('open', () => {
        stop();
        told.opened();
      });
      socket.addEventListener('message', ({ data }) => told.received(data as FrameData));
      socket.addEventListener('error', (event) => {
        stop();
        told.failed(event);
        setTimeout(() => told.closed(undefined, '', false), NO_CLOSE_MS).unref();
      });
      socket.addEventListener('close', ({ code, reason = '' }) => {
        told.closed(code, reason, code !== 1006);
      });
      return {
        send: (text) => socket.send(text),
        close: () => socket.close(1000),
        terminate: () => socket.close(),
      };
    },
  };
}

/** What undici publishes of a request. Source: nodejs/undici, docs/docs/api/DiagnosticsChannel.md. */
interface UndiciMessage {
  readonly request?: { readonly upgrade?: unknown };
  readonly response?: { readonly statusCode?: unknown };
  readonly error?: unknown;
}

/** The socket's own events do not say why its upgrade failed: undici's channels do. */
function tellUpgrade(told: Told): () => void {
  const headers = (message: unknown): void => {
    const { request, response } = message as UndiciMessage;
    const status = response?.statusCode;
    if (request?.upgrade === 'websocket' && typeof status === 'number' && status !== 101) {
      told.refused(status);
    }
  };
  const error = (message: unknown): void => {
    const { request, error: failure } = message as UndiciMessage;
    if (request?.upgrade === 'websocket' && isFailure(failure)) told.failed(failure);
  };
  const connectError = (message: unknown): void => {
    const { error: failure } = message as UndiciMessage;
    if (isFailure(failure)) told.failed(failure);
  };
  subscribe('undici:request:headers', headers);
  subscribe('undici:request:error', error);
  subscribe('undici:client:connectError', connectError);
  return () => {
    unsubscribe('undici:request:headers', headers);
    unsubscribe('undici:request:error', error);
    unsubscribe('undici:client:connectError', connectError);
  };
}

/** What undici reports of an upgrade that was refused is its own leaving. */
function isFailure(error: unknown): boolean {
  return (error as Error | undefined)?.name !== 'AbortError';
}
