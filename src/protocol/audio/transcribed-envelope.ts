import { copiedBytes, indexOfByte, noBytes, type Bytes } from '../../platform/index.js';
import { BACKSLASH, LONG_STRING, QUOTE } from '../json/json-grammar.js';
import { decodedLength } from './audio-blob.js';
import { equalAt, LONGEST_ENVELOPE, payloadLength } from './envelope.js';

/** Where a string stands in a frame, between its quotes. */
export interface Span {
  readonly start: number;
  readonly stop: number;
}

/**
 * The envelope of frames that hold audio and the words that are heard in it (3.1 and later send both
 * in one frame): what stands before, between and behind the two. The words are walked through: a
 * frame with escapes in them, or with many, is not opened.
 */
export class TranscribedEnvelope {
  private before: Bytes = noBytes;
  private between: Bytes = noBytes;
  private after: Bytes = noBytes;
  private wordsFirst = false;

  /** Where the words of the frame are that was opened last. */
  wordsStart = 0;
  wordsStop = 0;

  /** Remembers a valid frame; its payload is one plain string. */
  learn(frame: Bytes, payload: Span, words: Span): boolean {
    const wordsFirst = words.start < payload.start;
    const [first, second] = wordsFirst ? [words, payload] : [payload, words];
    const length = payload.stop - payload.start;
    const rest = frame.length - length - (words.stop - words.start);
    if (length < LONG_STRING || rest > LONGEST_ENVELOPE) return false;
    this.before = copiedBytes(frame, 0, first.start);
    this.between = copiedBytes(frame, first.stop, second.start);
    this.after = copiedBytes(frame, second.stop);
    this.wordsFirst = wordsFirst;
    return true;
  }

  /** The decoded length of the base64 payload in a frame of this envelope; -1 for other frames. */
  open(frame: Bytes): number {
    const start = this.before.length;
    const stop = frame.length - this.after.length;
    if (start === 0 || stop - start < LONG_STRING) return -1;
    if (!equalAt(frame, stop, this.after) || !equalAt(frame, 0, this.before)) return -1;
    return this.wordsFirst
      ? this.openWords(frame, start, stop)
      : this.openAudio(frame, start, stop);
  }

  private openAudio(frame: Bytes, start: number, stop: number): number {
    const end = indexOfByte(frame, QUOTE, start);
    if (end - start < LONG_STRING || frame[end - 1] === BACKSLASH) return -1;
    if (!equalAt(frame, end, this.between)) return -1;
    if (!this.findWords(frame, end + this.between.length) || this.wordsStop !== stop) return -1;
    return decodedLength(end - start, frame[end - 1], frame[end - 2]);
  }

  private openWords(frame: Bytes, start: number, stop: number): number {
    if (!this.findWords(frame, start) || !equalAt(frame, this.wordsStop, this.between)) return -1;
    const payload = this.wordsStop + this.between.length;
    return stop - payload < LONG_STRING ? -1 : payloadLength(frame, payload, stop);
  }

  /** Some words without escapes. */
  private findWords(frame: Bytes, start: number): boolean {
    for (let i = start; i < start + LONG_STRING; i++) {
      const c = frame[i];
      if (c === undefined || c < 0x20 || c === BACKSLASH) return false;
      if (c !== QUOTE) continue;
      this.wordsStart = start;
      this.wordsStop = i;
      return i > start;
    }
    return false;
  }
}
