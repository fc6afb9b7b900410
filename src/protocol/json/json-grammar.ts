import { encoded } from '../../platform/index.js';

/*
 * RFC 8259's smallest pieces. Each function looks at the bytes from `at` on and returns the offset
 * behind the piece, or -1 where the bytes are no such piece. Reading past the end gives `undefined`,
 * which equals no byte.
 */

/** From this many bytes on, a string is skipped by native search instead of byte by byte. */
export const LONG_STRING = 128;

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;

/** White space is tab, line feed, carriage return and space, and nothing else. */
export function endOfSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  let c = bytes[i];
  while (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) c = bytes[++i];
  return i;
}

const LITERALS = ['true', 'false', 'null'].map((word) => encoded(word));

/** `true`, `false` or `null`. */
export function endOfLiteral(bytes: Uint8Array, at: number): number {
  for (const word of LITERALS) {
    if (bytes[at] !== word[0]) continue;
    for (let i = 1; i < word.length; i++) if (bytes[at + i] !== word[i]) return -1;
    return at + word.length;
  }
  return -1;
}

/** `[ minus ] int [ frac ] [ exp ]` */
export function endOfNumber(bytes: Uint8Array, at: number): number {
  let i = bytes[at] === 0x2d ? at + 1 : at;
  const whole = endOfDigits(bytes, i);
  // No digit at all, or a leading zero with more behind it.
  if (whole === i || (bytes[i] === 0x30 && whole > i + 1)) return -1;
  i = whole;
  if (bytes[i] === 0x2e) {
    const fraction = endOfDigits(bytes, i + 1);
    if (fraction === i + 1) return -1;
    i = fraction;
  }
  if (bytes[i] === 0x65 || bytes[i] === 0x45) {
    i++;
    if (bytes[i] === 0x2b || bytes[i] === 0x2d) i++;
    const exponent = endOfDigits(bytes, i);
    if (exponent === i) return -1;
    i = exponent;
  }
  return i;
}

function endOfDigits(bytes: Uint8Array, at: number): number {
  let i = at;
  while (i < bytes.length && isDigit(bytes[i]!)) i++;
  return i;
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

/** One escape sequence; `at` is its backslash. */
export function endOfEscape(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2;
    case 0x75: // u
      for (let i = at + 2; i < at + 6; i++) if (!isHexDigit(bytes[i])) return -1;
      return at + 6;
    default:
      return -1;
  }
}

function isHexDigit(c: number | undefined): boolean {
  if (c === undefined) return false;
  return isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
}
