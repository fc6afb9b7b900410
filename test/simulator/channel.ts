import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { field, parse, text, type JsonObject, type JsonValue } from './json.js';
import { cut, cutMidFrame, encode } from './wire.js';

/** A client's frame: parsed, or as it came where it is not JSON. */
export interface ClientFrame {
  readonly message: JsonValue | undefined;
  readonly data: string | Buffer;
}

export interface ChannelOptions {
  /** Milliseconds between two frames. */
  readonly frameMs: number;
  /** Told of every frame before it is queued. */
  readonly onReceived: (frame: ClientFrame, bytes: number) => void;
  readonly onSent: (bytes: number) => void;
  /** Told of every resumption handle that is sent. */
  readonly onHandle: (handle: string) => void;
}

/** The server's end of one WebSocket: paced sending, and a queue of what the client sent. */
export class Channel {
  readonly #socket: WebSocket;
  readonly #duplex: Duplex;
  readonly #options: ChannelOptions;
  readonly #queue: ClientFrame[] = [];
  #waiting: ((frame: ClientFrame | undefined) => void) | undefined;
  #over = false;

  constructor(socket: WebSocket, duplex: Duplex, options: ChannelOptions) {
    this.#socket = socket;
    this.#duplex = duplex;
    this.#options = options;
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('close', () => this.#end());
    // A client that breaks the protocol or the connection is the test's business: `close` follows.
    socket.on('error', () => {});
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** The next client frame; `undefined` when no more can come. One reader at a time. */
  next(): Promise<ClientFrame | undefined> {
    const frame = this.#queue.shift();
    if (frame !== undefined || this.#over) return Promise.resolve(frame);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  async send(message: JsonObject): Promise<void> {
    const handle = text(field(field(message, 'sessionResumptionUpdate'), 'newHandle'));
    if (handle !== '') this.#options.onHandle(handle);
    await this.sendRaw(encode(message), true);
  }

  async sendRaw(data: string | Uint8Array, binary: boolean): Promise<void> {
    if (!this.open) return;
    this.#options.onSent(Buffer.byteLength(data));
    this.#socket.send(data, { binary });
    await sleep(this.#options.frameMs);
  }

  close(code?: number, reason = ''): void {
    // A close frame without a code reads as 1005 at the other end.
    if (code === undefined) this.#socket.close();
    else this.#socket.close(code, cut(reason));
  }

  cut(): void {
    cutMidFrame(this.#duplex);
  }

  /** Reads nothing more. */
  deafen(): void {
    this.#duplex.pause();
  }

  ping(data: string): void {
    this.#socket.ping(data);
  }

  #receive(raw: RawData, isBinary: boolean): void {
    const bytes = Array.isArray(raw)
      ? Buffer.concat(raw)
      : raw instanceof ArrayBuffer
        ? Buffer.from(raw)
        : raw;
    const message = parse(bytes.toString());
    const frame = { message, data: isBinary ? bytes : bytes.toString() };
    this.#options.onReceived(frame, bytes.length);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#queue.push(frame);
    else waiting(frame);
  }

  #end(): void {
    this.#over = true;
    this.#waiting?.(undefined);
    this.#waiting = undefined;
  }
}
