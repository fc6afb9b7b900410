import { expect, it } from 'vitest';
import { samplesInBytes, samplesInText } from '../../../src/protocol/audio/pcm-samples.js';
import { Random } from '../frame-generator.js';

it('reads the samples that decoding gives, in text and bytes, in both alphabets', () => {
  const random = new Random(1);
  for (let trial = 0; trial < 300; trial++) {
    const pcm = Buffer.from(Array.from({ length: 6 * 40 }, () => random.below(256)));
    const text = `ab${pcm.toString(random.chance(0.5) ? 'base64' : 'base64url')}`;
    const every = 1 + random.below(5);
    const count = Math.ceil(40 / every);
    const expected = Array.from({ length: count }, (_, i) => pcm.readInt16LE(6 * every * i));
    const samples = new Int32Array(count);
    samplesInText(text, 2, 8 * every, count, samples);
    expect([...samples]).toEqual(expected);
    samplesInBytes(Buffer.from(text), 2, 8 * every, count, samples.fill(0));
    expect([...samples]).toEqual(expected);
  }
});

it('takes what is no base64 for nothing, whatever it is', () => {
  const samples = new Int32Array(2);
  samplesInText('\u{1F3A4}\u0141é  "{}', 0, 8, 2, samples);
  expect(samples.every(Number.isInteger)).toBe(true);
  samplesInBytes(Buffer.from([255, 0, 128]), 0, 8, 2, samples);
  expect(samples.every(Number.isInteger)).toBe(true);
});
