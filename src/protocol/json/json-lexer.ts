import { decoded, indexOfByte, noBytes, type Bytes } from '../../platform/index.js';
import {
  BACKSLASH,
  LONG_STRING,
  QUOTE,
  endOfEscape,
  endOfLiteral,
  endOfNumber,
  endOfSpace,
} from './json-grammar.js';

/**
 * Thrown at the first byte that is no JSON, and caught where reading began. Made once: collecting a
 * stack trace for every odd frame would cost more than reading it.
 */
export const INVALID = new SyntaxError('not JSON');

/** Goes through JSON text token by token, checking each. Its methods throw {@link INVALID}. */
export class JsonLexer {
  protected bytes: Bytes = noBytes;
  protected at = 0;
  /** Where the next backslash is, if that is not before `at`. One search serves many strings. */
  private backslash = -1;

  /** The string read last: its bytes between the quotes, and whether there are escapes in them. */
  start = 0;
  stop = 0;
  escaped = false;

  /** The string read last. */
  decode(): string {
    if (!this.escaped) return decoded(this.bytes, this.start, this.stop);
    return String(JSON.parse(decoded(this.bytes, this.start - 1, this.stop + 1)));
  }

  /** A byte of the text, for a look into the string read last. */
  byteAt(offset: number): number | undefined {
    return this.bytes[offset];
  }

  protected begin(bytes: Bytes): void {
    this.bytes = bytes;
    this.at = 0;
    this.backslash = -1;
  }

  protected atEnd(): boolean {
    return endOfSpace(this.bytes, this.at) === this.bytes.length;
  }

  /** The next byte that is not white space; there has to be one. */
  protected peek(): number {
    const bytes = this.bytes;
    let c = bytes[this.at];
    if (c !== undefined && c > 0x20) return c;
    this.at = endOfSpace(bytes, this.at);
    c = bytes[this.at];
    if (c === undefined) throw INVALID;
    return c;
  }

  /** `true`, `false`, `null` or a number, which begins with `c`. */
  protected scalar(c: number): void {
    const isNumber = c === 0x2d || c < 0x3a;
    const end = isNumber ? endOfNumber(this.bytes, this.at) : endOfLiteral(this.bytes, this.at);
    if (end === -1) throw INVALID;
    this.at = end;
  }

  /** The string whose opening quote is next. */
  protected string(): void {
    const bytes = this.bytes;
    let i = this.at + 1;
    let quote = -1;
    this.start = i;
    this.escaped = false;
    for (;;) {
      const limit = Math.min(i + LONG_STRING, bytes.length);
      let c = 0;
      for (; i < limit; i++) {
        c = bytes[i]!;
        if (c === QUOTE || c === BACKSLASH) break;
        if (c < 0x20) throw INVALID;
      }
      if (i === limit) {
        // Long. Neither search is repeated before its find is passed: the work stays linear.
        if (quote < i) quote = indexOfByte(bytes, QUOTE, i);
        if (quote === -1) throw INVALID;
        i = Math.min(quote, this.nextBackslash(i));
        c = bytes[i]!;
      }
      if (c === QUOTE) break;
      this.escaped = true;
      i = endOfEscape(bytes, i);
      if (i === -1) throw INVALID;
    }
    this.stop = i;
    this.at = i + 1;
  }

  /** The same, quicker for a long string without escapes. */
  protected longString(): void {
    const start = this.at + 1;
    const quote = indexOfByte(this.bytes, QUOTE, start);
    if (quote - start < LONG_STRING || this.nextBackslash(start) < quote) {
      this.string();
      return;
    }
    this.start = start;
    this.stop = quote;
    this.escaped = false;
    this.at = quote + 1;
  }

  private nextBackslash(from: number): number {
    if (this.backslash < from) {
      const found = indexOfByte(this.bytes, BACKSLASH, from);
      this.backslash = found === -1 ? Infinity : found;
    }
    return this.backslash;
  }
}
