import { bytesOf, encodedLength, isBytes, joinedBytes, type Bytes } from '../platform/index.js';
import type { FrameData } from './wire.js';

/** The bytes of a binary frame, copied only from fragments; `undefined` for what is no frame. */
export function frameBytes(data: Exclude<FrameData, string>): Bytes | undefined {
  if (isBytes(data)) return data;
  if (ArrayBuffer.isView(data)) return bytesOf(data);
  try {
    if (!Array.isArray(data)) return bytesOf(data as ArrayBuffer);
    const fragments = data as readonly Uint8Array[];
    return fragments.length === 1 ? frameBytes(fragments[0]!) : joinedBytes(fragments);
  } catch {
    return undefined;
  }
}

/**
 * How many bytes a message has on the wire: the UTF-8 bytes of text, the size of anything binary
 * (Blob and fragments included). 0 for what is none of these.
 */
export function byteLength(data: unknown): number {
  if (isBytes(data)) return data.length;
  if (typeof data === 'string') return encodedLength(data);
  if (typeof data === 'number') return String(data).length; // ws sends it as text
  if (typeof data !== 'object' || data === null) return 0;
  if ('byteLength' in data && typeof data.byteLength === 'number') return data.byteLength;
  if ('size' in data && typeof data.size === 'number') return data.size;
  if (!Array.isArray(data)) return 0;
  let sum = 0;
  for (const fragment of data as readonly unknown[]) sum += byteLength(fragment);
  return sum;
}
