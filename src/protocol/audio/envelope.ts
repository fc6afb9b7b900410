import { copiedBytes, indexOfByte, noBytes, ownText, type Bytes } from '../../platform/index.js';
import { decodedLength } from './audio-blob.js';
import { BACKSLASH, LONG_STRING, QUOTE } from '../json/json-grammar.js';

/*
 * The frames of one stream differ in their payload only. What stands around the first payload, its
 * envelope, is remembered; a frame in the same envelope whose payload is one plain string says the
 * same as the first but for the payload's length. So nothing of it has to be read: its envelope is
 * compared, and one native search shows that the payload has no end of its own, whatever its size.
 * What is not looked for is a backslash inside the payload, which base64 never needs: the search
 * would cost as much again as all the rest.
 */

/** An envelope is small: what is in front of it has to be compared, frame by frame. */
export const LONGEST_ENVELOPE = 512;

/** The envelope of frames that come as bytes. */
export class ByteEnvelope {
  private before: Bytes = noBytes;
  private after: Bytes = noBytes;

  /** Where the payload begins. */
  get start(): number {
    return this.before.length;
  }

  /** Remembers a valid frame with a plain string at `start` to `stop`. */
  learn(frame: Bytes, start: number, stop: number): boolean {
    if (!fits(frame.length, start, stop)) return false;
    this.before = copiedBytes(frame, 0, start);
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
    if (!equalAt(frame, stop, after) || !equalAt(frame, 0, before)) return -1;
    return payloadLength(frame, start, stop);
  }
}

/**
 * Whether these bytes stand there. Walked through, four at a time: a native comparison costs more
 * than a hundred steps, and one of slices makes them first.
 */
export function equalAt(frame: Bytes, at: number, wanted: Bytes): boolean {
  const whole = wanted.length - (wanted.length % 4);
  let i = 0;
  for (; i < whole; i += 4) {
    const j = at + i;
    if (
      frame[j] !== wanted[i] ||
      frame[j + 1] !== wanted[i + 1] ||
      frame[j + 2] !== wanted[i + 2] ||
      frame[j + 3] !== wanted[i + 3]
    ) {
      return false;
    }
  }
  for (; i < wanted.length; i++) if (frame[at + i] !== wanted[i]) return false;
  return true;
}

/** The decoded length of a base64 payload, if a string that begins at `start` ends at `stop`; else -1. */
export function payloadLength(frame: Bytes, start: number, stop: number): number {
  if (indexOfByte(frame, QUOTE, start) !== stop || frame[stop - 1] === BACKSLASH) return -1;
  return decodedLength(stop - start, frame[stop - 1], frame[stop - 2]);
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
