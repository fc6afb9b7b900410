import { isArrayBuffer } from 'node:util/types';
import type { WsSocket } from './socket-shape.js';

/**
 * Messages of a socket whose `binaryType` is `blob` (ws 8.18 and later). A Blob can be read only
 * asynchronously: too late for what it says to be known when the application's handlers run. So
 * ws's receiver is made to deliver ArrayBuffers there, and the application gets the Blobs that it
 * asked for. The socket itself stays as it is: it tells its receiver of each change.
 */
export class BlobMessages {
  /** Whether the message that the receiver made last was to be a Blob. */
  #asked = false;

  /** To be called once, when the socket is open. */
  readSynchronously(socket: WsSocket): void {
    const receiver = socket._receiver;
    if (!receiver || !knowsBlobs(socket)) return;
    let type = receiver._binaryType;
    Reflect.defineProperty(receiver, '_binaryType', {
      configurable: true,
      enumerable: true,
      get: () => {
        this.#asked = type === 'blob';
        return this.#asked ? 'arraybuffer' : type;
      },
      set: (value: unknown) => (type = value),
    });
  }

  /** What the application is to see of a message. */
  handed(data: unknown): unknown {
    return this.#asked && isArrayBuffer(data) ? new Blob([data]) : data;
  }
}

/** By the class's own rule for values that it does not know. */
function knowsBlobs(socket: WsSocket): boolean {
  const probe: { _binaryType?: unknown } = {};
  for (let at: unknown = socket; typeof at === 'object' && at !== null;) {
    const { set } = Object.getOwnPropertyDescriptor(at, 'binaryType') ?? {};
    if (set !== undefined) {
      Reflect.apply(set, probe, ['blob']);
      return probe._binaryType === 'blob';
    }
    at = Object.getPrototypeOf(at);
  }
  return false;
}
