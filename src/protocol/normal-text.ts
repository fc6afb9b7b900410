/** How often a text may have been percent-encoded: a proxy encodes what a client has encoded. */
const deepestEncoding = 3;

/** A text in the one spelling by which secrets are compared, and where each character stood. */
export interface NormalText {
  /** Lower-case, percent-encoding and JSON's escapes undone, `+` as the space that it may stand for. */
  readonly text: string;
  /** Where each character began in the original, and where it ended. */
  readonly starts: ArrayLike<number>;
  readonly stops: ArrayLike<number>;
}

/** Nothing to undo: one character stands for one. */
const needsNoDecoding = /^[\u0000-\u0024\u0026-\u005b\u005d-\u007f]*$/;

/** The text alone, for secrets. */
export function normalized(original: string): string {
  return needsNoDecoding.test(original) ? folded(original) : normalText(original).text;
}

/** Undoes what other spellings of the same secret differ in. Linear. */
export function normalText(original: string): NormalText {
  let codes: number[] = [];
  let starts: number[] = [];
  let stops: number[] = [];
  for (let at = 0; at < original.length;) {
    const code = original.codePointAt(at) ?? 0;
    const stop = at + (code > 0xffff ? 2 : 1);
    for (const byte of utf8(code)) {
      codes.push(byte);
      starts.push(at);
      stops.push(stop);
    }
    at = stop;
  }
  for (let depth = 0; depth < deepestEncoding; depth++) {
    const next = decodedOnce(codes, starts, stops);
    if (next.codes.length === codes.length) break;
    ({ codes, starts, stops } = next);
  }
  let text = '';
  for (const code of codes) text += String.fromCharCode(code);
  return { text: folded(text), starts, stops };
}

function folded(text: string): string {
  // Bytes as characters: none of them changes its length in another case.
  return text.toLowerCase().replaceAll('+', ' ');
}

interface Codes {
  readonly codes: number[];
  readonly starts: number[];
  readonly stops: number[];
}

function decodedOnce(codes: number[], starts: number[], stops: number[]): Codes {
  const next: Codes = { codes: [], starts: [], stops: [] };
  for (let at = 0; at < codes.length;) {
    const [code, length] = escapeAt(codes, at);
    next.codes.push(code);
    next.starts.push(starts[at] ?? 0);
    next.stops.push(stops[at + length - 1] ?? 0);
    at += length;
  }
  return next;
}

/** What stands at a place, and in how many characters: `%2F`, `\/`, `\u002f`, or itself. */
function escapeAt(codes: readonly number[], at: number): readonly [code: number, length: number] {
  const code = codes[at] ?? 0;
  if (code === 0x25) {
    const byte = hexAt(codes, at + 1, 2);
    if (byte !== -1) return [byte, 3];
  } else if (code === 0x5c) {
    const escaped = codes[at + 1];
    if (escaped === 0x2f) return [escaped, 2];
    const unit = escaped === 0x75 ? hexAt(codes, at + 2, 4) : -1;
    if (unit !== -1 && unit < 0x80) return [unit, 6];
  }
  return [code, 1];
}

/** The value of hexadecimal digits; -1 where there are none. */
function hexAt(codes: readonly number[], at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length; i++) {
    const code = (codes[i] ?? 0) | 0x20;
    const digit = code >= 0x30 && code <= 0x39 ? code - 0x30 : code - 0x61 + 10;
    if (digit < 0 || digit > 15 || (code > 0x39 && code < 0x61)) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** The bytes that percent-encoding would write, so that both spellings compare. */
function utf8(code: number): readonly number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), tail(code)];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(code >> 6), tail(code)];
  return [0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)];
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}
