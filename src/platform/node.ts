export {
  afterThis,
  deadline,
  inNextTurn,
  later,
  now,
  onceRead,
  soon,
  wallClock,
} from './clocks.js';
export { canBeTornDown, isTornDown } from './realm.js';

/*
 * Node's side of what Node and a browser do differently. A browser's file exports the same names.
 */

// Bytes

/** Bytes of a frame, with native searches. */
export type Bytes = Buffer;

export const noBytes: Bytes = Buffer.alloc(0);

export function isBytes(data: unknown): data is Bytes {
  return Buffer.isBuffer(data);
}

/** The same memory, to be read as bytes. */
export function bytesOf(data: ArrayBuffer | ArrayBufferView): Bytes {
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}

export function joinedBytes(fragments: readonly Uint8Array[]): Bytes {
  return Buffer.concat(fragments);
}

/** A copy of the bytes from `start` to `stop`. */
export function copiedBytes(bytes: Bytes, start: number, stop = bytes.length): Bytes {
  return Buffer.from(bytes.subarray(start, stop));
}

/** Text in UTF-8. */
export function encoded(text: string): Bytes {
  return Buffer.from(text);
}

// Text is written here to be read as bytes, so that a small text frame needs no memory of its own.
// Readers are done with it before they return.
const scratch = Buffer.allocUnsafeSlow(24 * 1024);

/** Text in UTF-8. Not to be kept: the next call may overwrite the bytes. */
export function encodedBriefly(text: string): Bytes {
  // A UTF-16 unit takes three bytes at most.
  if (text.length * 3 > scratch.length) return Buffer.from(text);
  return scratch.subarray(0, scratch.write(text, 0, 'utf8'));
}

/** How many bytes the text has in UTF-8. */
export function encodedLength(text: string): number {
  return Buffer.byteLength(text);
}

export function decoded(bytes: Bytes, start = 0, stop = bytes.length): string {
  return bytes.toString('utf8', start, stop);
}

/** The bytes as they are, one character each. */
export function decodedAsLatin1(bytes: Bytes, start: number, stop: number): string {
  return bytes.toString('latin1', start, stop);
}

/** Where the byte is next, from `from` on; -1 where it is not. */
export function indexOfByte(bytes: Bytes, byte: number, from: number): number {
  return bytes.indexOf(byte, from);
}

/** The text without the longer one that it was cut from, or the pieces, which it would keep alive. */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}

// The process

/**
 * Calls `fn` when nothing keeps the process alive any more, unless it is called off. It can begin
 * something that does.
 *
 * @returns What calls it off.
 */
export function beforeEnd(fn: () => void): () => void {
  process.once('beforeExit', fn);
  return () => void process.removeListener('beforeExit', fn);
}

/** What stands under a key that copies of a package share. */
export function globalValue(key: symbol): unknown {
  return (globalThis as Readonly<Record<symbol, unknown>>)[key];
}

/**
 * What all copies of this package in one process share (the ESM and the CommonJS build). Sealed: Jest
 * wipes what it finds on the globals of a test file that is over (`globalsCleanup`), and Node may
 * call us after that.
 */
export function shared<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`opentelemetry-instrumentation-gemini-live/${name}`);
  const present = globalValue(key) as T | undefined;
  if (present !== undefined) return present;
  const value = Object.seal(make());
  Object.defineProperty(globalThis, key, { value, configurable: true });
  return value;
}

/** An id that no other session has. */
export function randomId(): string {
  // Not imported: loading it takes longer than all the rest of this package. Node gives it as its
  // pieces, twenty strings that make one: that is 0.5 KB, for as long as the session is open.
  return ownText(process.getBuiltinModule('node:crypto').randomUUID());
}

/** Tells the developer, on the console. */
export function warn(message: string, code: string): void {
  process.emitWarning(message, { type: 'GeminiLiveWarning', code });
}

/** A variable of the environment. */
export function environment(name: string): string | undefined {
  return process.env[name];
}
