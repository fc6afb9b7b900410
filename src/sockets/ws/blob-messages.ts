import { isArrayBuffer } from 'node:util/types';
import type { WsReceiver, WsSocket } from './socket-shape.js';

/**
 * Messages of a socket whose `binaryType` is `blob` (ws 8.18 and later). A Blob can be read only
 * asynchronously: too late for what it says to be known when the application's handlers run. So
 * ws's receiver is made to deliver ArrayBuffers there, and the application gets the Blobs that it
 * asked for. The socket itself stays as it is: it tells its receiver of each change.
 *
 * That takes an accessor on the receiver, which costs V8 the layout of the receiver: each look at one
 * of its fields is a search then, some fifty a message. So it is made when Blobs are asked for, and
 * not before.
 */
export class BlobMessages {
  /** Whether the message that the receiver made last was to be a Blob. */
  #asked = false;

  /** To be called once, when the socket is open. */
  readSynchronously(socket: WsSocket): void {
    const receiver = socket._receiver;
    const prototype = classThatKnowsBlobs(socket);
    if (!receiver || prototype === undefined) return;
    if (receiver._binaryType !== 'blob' && tellsOfBlobs(prototype)) waiting.set(receiver, this);
    else this.replaceBlobs(receiver);
  }

  /** What the application is to see of a message. */
  handed(data: unknown): unknown {
    return this.#asked && isArrayBuffer(data) ? new Blob([data]) : data;
  }

  replaceBlobs(receiver: WsReceiver): void {
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
}

/** Receivers that were not asked for Blobs yet. */
const waiting = new WeakMap<WsReceiver, BlobMessages>();
const telling = new WeakSet<object>();

/** Has ws's own setter of `binaryType` tell when a socket is asked for Blobs. */
function tellsOfBlobs(prototype: object): boolean {
  if (telling.has(prototype)) return true;
  const own = Object.getOwnPropertyDescriptor(prototype, 'binaryType');
  const set = own?.set;
  if (set === undefined) return false;
  const done = Reflect.defineProperty(prototype, 'binaryType', {
    ...own,
    set(this: WsSocket, type: unknown) {
      if (type === 'blob') askForBlobs(this._receiver);
      Reflect.apply(set, this, [type]);
    },
  });
  if (done) telling.add(prototype);
  return done;
}

function askForBlobs(receiver: WsSocket['_receiver']): void {
  if (!receiver) return;
  waiting.get(receiver)?.replaceBlobs(receiver);
  waiting.delete(receiver);
}

/** The prototype of ws's own class, if that knows Blobs: by its own rule for what it does not know. */
function classThatKnowsBlobs(socket: WsSocket): object | undefined {
  let last: { readonly at: object; readonly set: (type: unknown) => void } | undefined;
  for (let at: unknown = socket; typeof at === 'object' && at !== null;) {
    const { set } = Object.getOwnPropertyDescriptor(at, 'binaryType') ?? {};
    if (set !== undefined) last = { at, set };
    at = Object.getPrototypeOf(at);
  }
  return last && knowsBlobs(last.set) ? last.at : undefined;
}

function knowsBlobs(set: (type: unknown) => void): boolean {
  const probe: { _binaryType?: unknown } = {};
  Reflect.apply(set, probe, ['blob']);
  return probe._binaryType === 'blob';
}
