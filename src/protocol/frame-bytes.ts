import type { FrameData } from './wire.js';

// Text is written here to be read as bytes, so that a small text frame needs no memory of its own.
// Readers are done with it before they return.
const scratch = Buffer.allocUnsafeSlow(24 * 1024);

/** Text as bytes. Not to be kept: the next call may overwrite them. */
export function textBytes(text: string): Buffer {
  // A UTF-16 unit takes three bytes at most.
  if (text.length * 3 > scratch.length) return Buffer.from(text);
  return scratch.subarray(0, scratch.write(text, 0, 'utf8'));
}

/** The bytes of a binary frame, copied only from fragments; `undefined` for what is no frame. */
export function frameBytes(data: Exclude<FrameData, string>): Buffer | undefined {
  if (Buffer.isBuffer(data)) return data;
  if (ArrayBuffer.isView(data)) {
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }
  try {
    if (!Array.isArray(data)) return Buffer.from(data as ArrayBuffer);
    const fragments = data as readonly Uint8Array[];
    return fragments.length === 1 ? frameBytes(fragments[0]!) : Buffer.concat(fragments);
  } catch {
    return undefined;
  }
}

/**
 * How many bytes a message has on the wire: the UTF-8 bytes of text, the size of anything binary
 * (Blob and fragments included). 0 for what is none of these.
 */
export function byteLength(data: unknown): number {
  if (Buffer.isBuffer(data)) return data.length;
  if (typeof data === 'string') return Buffer.byteLength(data);
  if (typeof data === 'number') return String(data).length; // ws sends it as text
  if (typeof data !== 'object' || data === null) return 0;
  if ('byteLength' in data && typeof data.byteLength === 'number') return data.byteLength;
  if ('size' in data && typeof data.size === 'number') return data.size;
  if (!Array.isArray(data)) return 0;
  let sum = 0;
  for (const fragment of data as readonly unknown[]) sum += byteLength(fragment);
  return sum;
}
