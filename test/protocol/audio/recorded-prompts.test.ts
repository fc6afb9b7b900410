import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SpeechMeter } from '../../../src/protocol/audio/speech-meter.js';
import { base64, hiss, hum, mixed, type Sound } from './sounds.js';

interface Prompt {
  readonly name: string;
  /** Where the reference ends its speech, in seconds. */
  readonly end: number;
  /** How loud each 10 ms are: a letter from `A`, 90 dB below full scale, in steps of 2 dB. */
  readonly levels: string;
}

const file = new URL('recorded-prompts.json', import.meta.url);
const { prompts } = JSON.parse(readFileSync(file, 'utf8')) as { prompts: readonly Prompt[] };

/** Half a second of silence, noise that is as loud as the prompt is, and a second of silence. */
function spoken({ levels }: Prompt, rate: number): Sound {
  const { samples } = hiss(levels.length / 100 + 1.5, 30_000, rate);
  for (let from = 0, frame = -50; from < samples.length; from += rate / 100, frame++) {
    const letter = frame < 0 ? 65 : levels.charCodeAt(frame);
    // The root mean square of the carrier is 30 000 / √3.
    const level = letter > 65 ? (32_768 / 17_320) * 10 ** ((2 * (letter - 65) - 90) / 20) : 0;
    const stop = Math.min(samples.length, from + rate / 100);
    for (let i = from; i < stop; i++) samples[i]! *= level;
  }
  return { rate, samples };
}

/** Sends it at its own pace and gives the error in milliseconds. */
function errorOf(prompt: Prompt, sound: Sound, chunk: number): number | undefined {
  const meter = new SpeechMeter();
  const { rate, samples } = sound;
  const size = Math.round((rate * chunk) / 1_000);
  for (let at = 0; at < samples.length; at += size) {
    const stop = Math.min(samples.length, at + size);
    meter.hear(base64(sound, at, stop), 0, 2 * (stop - at), rate, (1_000 * stop) / rate);
  }
  const end = meter.spokenBy((1_000 * samples.length) / rate)?.end;
  return end === undefined ? undefined : end - 500 - 1_000 * prompt.end;
}

const rooms: Readonly<Record<string, (seconds: number, rate: number) => Sound>> = {
  'in silence': (seconds, rate) => hiss(seconds, 3, rate),
  'with hiss': (seconds, rate) => hiss(seconds, 400, rate),
  'with a hum': (seconds, rate) => hum(seconds, 500, rate),
};

describe.each(Object.entries(rooms))('prompts as people speak them, %s', (_, room) => {
  it.each([
    [8_000, 20],
    [16_000, 10],
    [16_000, 100],
    [24_000, 500],
  ])('end where the reference ends them: %s Hz, chunks of %s ms', (rate, chunk) => {
    const errors = prompts.map((prompt) => {
      const sound = spoken(prompt, rate);
      return errorOf(prompt, mixed(sound, room(sound.samples.length / rate, rate)), chunk);
    });
    const found = errors.filter((error) => error !== undefined);
    const sizes = found.map(Math.abs).sort((a, b) => a - b);
    expect(found.length / prompts.length).toBeGreaterThanOrEqual(0.95);
    expect(sizes[Math.floor(0.5 * sizes.length)]).toBeLessThanOrEqual(80);
    expect(sizes[Math.floor(0.95 * sizes.length)]).toBeLessThanOrEqual(250);
  });
});
