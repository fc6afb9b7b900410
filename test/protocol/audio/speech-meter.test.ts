import { describe, expect, it } from 'vitest';
import { SpeechMeter } from '../../../src/protocol/audio/speech-meter.js';
import { Random } from '../frame-generator.js';
import { meterReference, type Chunk } from './meter-reference.js';
import * as sounds from './sounds.js';
import { base64, click, hiss, hum, mixed, sequence, silence, tone, voice } from './sounds.js';
import type { Sound } from './sounds.js';

/** A sound in chunks of so many milliseconds, at its own pace, from a moment on. */
function chunksOf(sound: Sound, milliseconds: number, from = 1_000): Chunk[] {
  const { rate, samples } = sound;
  const size = Math.round((rate * milliseconds) / 1_000);
  const chunks: Chunk[] = [];
  for (let at = 0; at < samples.length; at += size) {
    const stop = Math.min(samples.length, at + size);
    chunks.push({ data: base64(sound, at, stop), rate, at: from + (1_000 * stop) / rate });
  }
  return chunks;
}

function heard(chunks: readonly Chunk[], inBytes = false): SpeechMeter {
  const meter = new SpeechMeter();
  for (const { data, rate, at } of chunks) {
    const frame = `{"data":"${data}"}`;
    const bytes = Buffer.from(data, 'base64').length;
    meter.hear(inBytes ? Buffer.from(frame) : frame, 9, bytes, rate, at);
  }
  return meter;
}

const room = (seconds: number): Sound => hiss(seconds, 100);

describe('the end of speech', () => {
  const question = sequence(room(1), voice(0.9, 8_000), room(0.8));

  it.each([5, 10, 20, 40, 100, 250, 500, 2_700])('in chunks of %s ms', (milliseconds) => {
    const meter = heard(chunksOf(question, milliseconds));
    expect(meter.utterances).toBe(1);
    expect(meter.speaking).toBe(false);
    expect(meter.seconds).toBeGreaterThan(0.75);
    expect(meter.seconds).toBeLessThan(1.15);
    expect(Math.abs(meter.endedAt! - 2_900)).toBeLessThan(100);
  });

  it.each([8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000])('at %s Hz', (rate) => {
    const sound = sequence(hiss(1, 100, rate), voice(0.9, 8_000, rate), hiss(0.8, 100, rate));
    const meter = heard(chunksOf(sound, 20));
    expect(meter.utterances).toBe(1);
    expect(Math.abs(meter.endedAt! - 2_900)).toBeLessThan(100);
  });

  it.each<[string, Sound, number]>([
    ['a soft microphone', sequence(hiss(1, 6), voice(1, 400), hiss(1, 6)), 2_000],
    ['a loud one', sequence(hiss(1, 300), voice(1, 30_000), hiss(1, 300)), 2_000],
    ['digital silence', sequence(silence(1), voice(1, 4_000), silence(1)), 2_000],
    ['no room before', sequence(voice(1, 8_000), room(1)), 1_000],
    ['one short word at the very beginning', sequence(voice(0.3, 8_000), silence(1)), 300],
    ['a sound that is steady from the very beginning', sequence(hiss(0.6, 8_000), silence(1)), 600],
    ['off the zero line', mixed(sequence(room(1), voice(1, 8_000), room(1)), dc(3, 3_000)), 2_000],
    ['a hum', mixed(sequence(room(1), voice(1, 8_000), room(1)), hum(3, 1_500)), 2_000],
    ['a fan', mixed(sequence(silence(1), voice(1, 8_000), silence(1)), hiss(3, 800)), 2_000],
    ['ten seconds without a breath', sequence(room(1), voice(10, 8_000), room(1)), 11_000],
    ['clicks behind it', sequence(question, click(20_000), room(0.4), click(20_000)), 1_900],
    ['two utterances', sequence(question, question), 4_600],
  ])('with %s', (_, sound, end) => {
    for (const milliseconds of [10, 20, 100, 500]) {
      const { endedAt, speaking } = heard(chunksOf(sound, milliseconds));
      expect(speaking).toBe(false);
      expect(Math.abs(endedAt! - 1_000 - end)).toBeLessThan(160);
    }
  });

  it('is not that of somebody far away, who speaks on', () => {
    const near = sequence(silence(2), voice(1, 9_000), silence(2));
    for (const milliseconds of [10, 20, 100, 500]) {
      const meter = heard(chunksOf(mixed(near, voice(5, 700)), milliseconds));
      expect(meter.speaking).toBe(false);
      expect(Math.abs(meter.endedAt! - 4_000)).toBeLessThan(400);
    }
  });

  it.each<[string, Sound]>([
    ['silence', silence(5)],
    ['a room', hiss(5, 300)],
    ['a loud room', hiss(5, 5_000)],
    ['a hum', hum(5, 4_000)],
    ['a tone', tone(5, 4_000, 440)],
    ['a hum that begins', sequence(room(1), hum(5, 4_000))],
    ['a fan that is switched on', sequence(room(1), hiss(5, 3_000))],
    ['a fan that is switched on and off', sequence(room(1), hiss(6, 3_000), room(2))],
    ['clicks', sequence(...Array.from({ length: 12 }, () => sequence(room(0.4), click(20_000))))],
    ['a click at the very beginning', sequence(click(20_000), room(2))],
  ])('there is none in %s', (_, sound) => {
    for (const milliseconds of [10, 20, 100, 500]) {
      const meter = heard(chunksOf(sound, milliseconds));
      expect(meter).toMatchObject({ utterances: 0, speaking: false, endedAt: undefined });
      expect(meter.ends(1e6)).toBe(0);
      expect(meter.spokenBy(1e6)).toBeUndefined();
    }
  });

  it('is that of what was said before, while somebody speaks', () => {
    const chunks = chunksOf(sequence(question, room(0.2), voice(0.5, 8_000)), 20);
    const meter = heard(chunks);
    const now = chunks.at(-1)!.at;
    expect(meter.speaking).toBe(true);
    expect(meter.ends(now)).toBe(1);
    expect(Math.abs(meter.spokenBy(now)!.end - 2_900)).toBeLessThan(100);
    // Nothing more is sent: so nobody speaks any more.
    expect(meter.ends(now + 300)).toBe(2);
    expect(meter.spokenBy(now + 300)!.end).toBeCloseTo(now, -2);
    expect(meter.spokenBy(now + 300)!.begin).toBeGreaterThan(meter.spokenBy(now)!.end);
  });

  it.each([
    [20, 150, 0],
    [20, 250, 1],
    [400, 450, 0],
    [400, 650, 1],
  ])('is not there before the next chunk is due: of %s ms, after %s ms', (chunk, wait, ends) => {
    const chunks = chunksOf(sequence(room(1), voice(1, 8_000)), chunk);
    expect(heard(chunks).ends(chunks.at(-1)!.at + wait)).toBe(ends);
  });

  describe('of audio that does not come at its own pace', () => {
    const inTime = chunksOf(question, 20);

    it.each<[string, (chunk: Chunk, index: number) => number, number]>([
      ['a file, sent at once', () => 5_000, 5_000],
      ['a file, at ten times the pace', ({ at }) => 5_000 + at / 10, 5_290],
      ['ten chunks at a time', ({ at }) => Math.ceil(at / 200) * 200, 2_900],
      ['half a second at a time', ({ at }) => Math.ceil(at / 500) * 500, 2_900],
      ['held up while the voice ends', ({ at }) => (at > 2_700 && at < 3_200 ? 3_200 : at), 2_900],
      ['a pause before the voice', ({ at }) => (at > 1_500 ? at + 4_000 : at), 6_900],
      ['a jitter of 15 ms', ({ at }, index) => at + ((index * 7) % 4) * 5, 2_900],
    ])('%s', (_, when, end) => {
      const chunks = inTime.map((chunk, index) => ({ ...chunk, at: when(chunk, index) }));
      expect(Math.abs(heard(chunks).endedAt! - end)).toBeLessThan(100);
    });
  });
});

describe('a place in the audio', () => {
  it.each<[string, number, number]>([
    ['in the first stretch', 0.3, 1_300],
    ['near its end', 0.49, 1_490],
    ['behind the pause', 0.7, 4_200],
    ['at the end', 1, 4_500],
    ['beyond it', 2, 4_500],
  ])('%s was sent when it was', (_, offset, at) => {
    const chunks = [...chunksOf(room(0.5), 20), ...chunksOf(room(0.5), 20, 4_000)];
    expect(Math.abs(heard(chunks).whenSent(offset)! - at)).toBeLessThanOrEqual(20);
  });

  it('is unknown where nothing was sent', () => {
    expect(new SpeechMeter().whenSent(1)).toBeUndefined();
  });
});

describe('arbitrary audio in arbitrary chunks', () => {
  it('is heard as it is when all of it is decoded', { timeout: 60_000 }, () => {
    const random = new Random(Number(process.env['SEED'] ?? 20261125));
    let ends = 0;
    for (let trial = 0; trial < 100; trial++) {
      const chunks = anyChunks(random);
      const { utterances, speaking, endedAt, seconds } = heard(chunks, random.chance(0.5));
      const expected = meterReference(chunks);
      expect({ trial, utterances, speaking, endedAt }).toEqual({
        trial,
        utterances: expected.utterances,
        speaking: expected.speaking,
        endedAt: expected.endedAt,
      });
      expect(seconds).toBeCloseTo(expected.seconds, 6);
      if (endedAt !== undefined) ends++;
    }
    expect(ends).toBeGreaterThan(50);
    expect(ends).toBeLessThan(100);
  });
});

function dc(seconds: number, size: number): Sound {
  return { rate: 16_000, samples: new Int16Array(seconds * 16_000).fill(size) };
}

function anyChunks(random: Random): Chunk[] {
  const rate = random.pick([8_000, 16_000, 24_000, 44_100]);
  const parts = Array.from({ length: 1 + random.below(6) }, () => {
    const seconds = (1 + random.below(30)) / 20;
    const size = 2 ** (4 + random.below(11));
    const kind = random.pick(['voice', 'hiss', 'hum', 'tone', 'silence', 'click'] as const);
    if (kind === 'tone') return sounds.tone(seconds, size, 200 + random.below(900), rate);
    return kind === 'silence' || kind === 'click'
      ? kind === 'click'
        ? click(size, rate)
        : silence(seconds, rate)
      : sounds[kind](seconds, size, rate);
  });
  const sound = mixed(sequence(...parts), hiss(10, random.below(200), rate));
  const manner = random.pick(['paced', 'at once', 'bursts', 'any'] as const);
  const chunks: Chunk[] = [];
  let at = 1_000 + random.below(100) / 7;
  for (let from = 0; from < sound.samples.length;) {
    const size = Math.ceil((rate * (1 + random.below(manner === 'paced' ? 20 : 500))) / 1_000);
    const stop = Math.min(sound.samples.length, from + size);
    const took = (1_000 * (stop - from)) / rate;
    if (manner === 'paced') at += took;
    if (manner === 'bursts') at += random.chance(0.2) ? took * random.below(6) : took / 10;
    if (manner === 'any') at += random.below(700);
    chunks.push({ data: base64(sound, from, stop), rate, at });
    from = stop;
  }
  return chunks;
}
