import type { Bytes } from '../../platform/index.js';

/*
 * Samples of 16 bits, little-endian, one channel, straight from their base64 text. Eight characters
 * hold three samples, and the first three characters of them hold the first one: its low byte in
 * the first character and two bits of the second, its high byte in the rest. So one sample in three
 * costs three look-ups, and the others are passed over.
 */

/** Characters of base64 that hold {@link GROUP_SAMPLES} whole samples. */
export const GROUP_CHARACTERS = 8;
export const GROUP_SAMPLES = 3;
export const GROUP_BYTES = 6;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What the first, second and third character of a group add to its first sample. */
const first = new Int32Array(128);
const second = new Int32Array(128);
const third = new Int32Array(128);

// JSON of protocol buffers is also read with the alphabet for URLs. The rest counts as nothing.
for (const [alphabet, from] of [
  [ALPHABET, 0],
  ['-_', 62],
] as const) {
  for (let i = 0; i < alphabet.length; i++) {
    const value = from + i;
    const code = alphabet.charCodeAt(i);
    first[code] = value << 2;
    second[code] = ((value << 28) >> 16) + (value >> 4);
    third[code] = (value >> 2) << 8;
  }
}

/**
 * The first sample of each group, or of each second, third … one.
 *
 * @param at - Where the first group begins.
 * @param step - Characters from one group to the next that is read.
 * @param count - How many to read; all of them have to be there.
 */
export function samplesInBytes(
  bytes: Bytes,
  at: number,
  step: number,
  count: number,
  samples: Int32Array,
): void {
  for (let i = 0; i < count; i++, at += step) {
    samples[i] =
      first[bytes[at]! & 127]! + second[bytes[at + 1]! & 127]! + third[bytes[at + 2]! & 127]!;
  }
}

/** {@link samplesInBytes}, in text. */
export function samplesInText(
  text: string,
  at: number,
  step: number,
  count: number,
  samples: Int32Array,
): void {
  for (let i = 0; i < count; i++, at += step) {
    samples[i] =
      first[text.charCodeAt(at) & 127]! +
      second[text.charCodeAt(at + 1) & 127]! +
      third[text.charCodeAt(at + 2) & 127]!;
  }
}
