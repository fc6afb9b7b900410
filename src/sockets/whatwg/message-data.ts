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

  constructor(socket: WhatwgWebSocket, base: WhatwgWebSocket) {
    this.#socket = socket;
    this.#base = base;
  }

  /** To be called once, before the first message. */
  readSynchronously(): void {
    const socket = this.#socket;
    const real = Object.getOwnPropertyDescriptor(this.#base, 'binaryType');
    const { get, set } = real ?? {};
    if (get === undefined || set === undefined) return;
    let type: unknown;
    const take = (): void => {
      type = Reflect.apply(get, socket, []);
      this.#blobs = type === 'blob';
      if (this.#blobs) Reflect.apply(set, socket, ['arraybuffer']);
    };
    take();
    if (Object.hasOwn(socket, 'binaryType')) return; // a subclass's field: undici never sees it
    Object.defineProperty(socket, 'binaryType', {
      configurable: true,
      get: () => type,
      set(value: unknown) {
        Reflect.apply(set, socket, [value]); // by undici's own rule for values it does not know
        take();
      },
    });
  }

  /** Tells of a message, and gives the event the data that the application is to see. */
  tell(event: { readonly data?: unknown }, connection: Connection): void {
    const { data } = event;
    if (typeof data === 'string') {
      connection.received(data);
    } else if (isArrayBuffer(data)) {
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
