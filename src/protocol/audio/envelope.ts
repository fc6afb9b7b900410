import {
  copiedBytes,
  decodedAsLatin1,
  indexOfByte,
  noBytes,
  ownText,
  type Bytes,
} from '../../platform/index.js';
import { decodedLength } from './audio-blob.js';
import { BACKSLASH, LONG_STRING, QUOTE } from '../json/json-grammar.js';

/*
 * The frames of one stream differ in their payload only. What stands around the first payload, its
 * envelope, is remembered; a frame in the same envelope whose payload is one plain string says the
 * same as the first but for the payload's length. So nothing of it has to be read: two comparisons
 * and one native search tell, whatever its size. What is not looked for is a backslash inside the
 * payload, which base64 never needs: the search would cost as much again as all the rest.
 */

const LONGEST_ENVELOPE = 512;

/** The envelope of frames that come as bytes. */
export class ByteEnvelope {
  private before = '';
  private after: Bytes = noBytes;

  /** Where the payload begins. */
  get start(): number {
    return this.before.length;
  }

  /** Remembers a valid frame with a plain string at `start` to `stop`. */
  learn(frame: Bytes, start: number, stop: number): boolean {
    if (!fits(frame.length, start, stop)) return false;
    this.before = decodedAsLatin1(frame, 0, start);
    this.after = copiedBytes(frame, stop);
    return true;
  }

  /** The decoded length of the base64 payload in a frame of this envelope; -1 for other frames. */
  open(frame: Bytes): number {
    const { before, after } = this;
    const start = before.length;
    const stop = frame.length - after.length;
    if (start === 0 || stop - start < LONG_STRING) return -1;
    // The end first: there most other frames differ in the first bytes.
    for (let i = 0; i < after.length; i++) if (frame[stop + i] !== after[i]) return -1;
    // A slice of Latin-1 is bytes as they are, and quicker than Buffer.compare.
    if (decodedAsLatin1(frame, 0, start) !== before) return -1;
    if (indexOfByte(frame, QUOTE, start) !== stop || frame[stop - 1] === BACKSLASH) return -1;
    return decodedLength(stop - start, frame[stop - 1], frame[stop - 2]);
  }
}

/** The envelope of frames that come as text. */
export class TextEnvelope {
  private before = '';
  private after = '';

  /** Where the payload begins. */
  get start(): number {
    return this.before.length;
  }

  /** Remembers a valid frame with a plain string at `start` to `stop`. */
  learn(frame: string, start: number, stop: number): boolean {
    if (!fits(frame.length, start, stop)) return false;
    // A slice would keep the whole frame alive.
    this.before = ownText(frame.slice(0, start));
    this.after = ownText(frame.slice(stop));
    return true;
  }

  /** The decoded length of the base64 payload in a frame of this envelope; -1 for other frames. */
  open(frame: string): number {
    const start = this.before.length;
    const stop = frame.length - this.after.length;
    if (start === 0 || stop - start < LONG_STRING) return -1;
    // These searches have one place each to look at, and are quicker than startsWith and endsWith.
    if (frame.indexOf(this.after, stop) !== stop) return -1;
    if (frame.lastIndexOf(this.before, 0) !== 0) return -1;
    if (frame.indexOf('"', start) !== stop || frame.charCodeAt(stop - 1) === BACKSLASH) return -1;
    return decodedLength(stop - start, frame.charCodeAt(stop - 1), frame.charCodeAt(stop - 2));
  }
}

function fits(length: number, start: number, stop: number): boolean {
  return start > 0 && stop - start >= LONG_STRING && length - (stop - start) <= LONGEST_ENVELOPE;
}
