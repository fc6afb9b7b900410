import { isArrayBuffer } from 'node:util/types';
import type { Connection } from '../connection.js';
import type { WhatwgWebSocket } from './web-socket-prototype.js';

/**
 * The data of one socket's messages. `binaryType` is `blob` by default, and a Blob can be read only
 * asynchronously: too late for what it says to be known when the application's handlers run. So
 * undici is made to deliver ArrayBuffers, and the application gets the Blobs that it asked for.
 */
export class MessageData {
  readonly #socket: WhatwgWebSocket;
  readonly #base: WhatwgWebSocket;
  #blobs = false;
  #type: unknown;

  constructor(socket: WhatwgWebSocket, base: WhatwgWebSocket) {
    this.#socket = socket;
    this.#base = base;
  }

  /** What the application has set. */
  get type(): unknown {
    return this.#type;
  }

  set type(value: unknown) {
    // By undici's own rule for values that it does not know.
    this.#real?.set?.call(this.#socket, value);
    this.#take();
  }

  /** To be called once, before the first message. */
  readSynchronously(): void {
    const socket = this.#socket;
    if (this.#real?.get === undefined || this.#real.set === undefined) return;
    this.#take();
    if (Object.hasOwn(socket, 'binaryType')) return; // a subclass's field: undici never sees it
    Object.defineProperty(socket, slot, { value: this });
    Object.defineProperty(socket, 'binaryType', shadow);
  }

  /** The class's own property. */
  get #real(): PropertyDescriptor | undefined {
    return Object.getOwnPropertyDescriptor(this.#base, 'binaryType');
  }

  #take(): void {
    const real = this.#real;
    this.#type = real?.get?.call(this.#socket);
    this.#blobs = this.#type === 'blob';
    if (this.#blobs) real?.set?.call(this.#socket, 'arraybuffer');
  }

  /** Tells of a message, and gives the event the data that the application is to see. */
  tell(event: { readonly data?: unknown }, connection: Connection): void {
    const { data } = event;
    if (typeof data === 'string') {
      connection.received(data);
    } else if (data instanceof ArrayBuffer || isArrayBuffer(data)) {
      connection.received(data);
      // Of the global class, as undici does: a DOM may have put its own there.
      // A property on undici's own event takes 0.4 µs; another MessageEvent takes 2 µs, and would
      // be another object, made at another time.
      if (this.#blobs) {
        Reflect.defineProperty(event, 'data', { value: new Blob([data]), configurable: true });
      }
    }
  }
}

const slot = Symbol('binaryType');

/**
 * What hides the class's own `binaryType`. All sockets share its functions: of one that had others V8
 * would give up the layout that it has in common with its kind, and search for each of its fields.
 */
const shadow: PropertyDescriptor = {
  configurable: true,
  get(this: { readonly [slot]: MessageData }) {
    return this[slot].type;
  },
  set(this: { readonly [slot]: MessageData }, value: unknown) {
    this[slot].type = value;
  },
};
