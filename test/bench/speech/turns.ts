import { SpeechMeter } from '../../../src/protocol/audio/speech-meter.js';
import { createClientFrameReader } from '../../../src/protocol/client/client-frame.js';
import { random, rms, toPcm, type Sound } from './audio.js';
import type { Noise } from './rooms.js';
import type { Recording } from './recordings.js';

/** A room: what it adds, and how far below the voice that is, in decibels. */
export interface Room {
  readonly name: string;
  readonly noise?: Noise;
  readonly below: number;
}

/** A turn as a client sends it. */
export interface Turn {
  readonly rate: number;
  /** Milliseconds of audio in a chunk. */
  readonly chunk: number;
  readonly pcm: Buffer;
  /** When its speech ends, by the reference; seconds. */
  readonly end: number;
}

/**
 * Somebody speaks in a room: at a level of a loud or a soft microphone, -12 to -45 dB below full
 * scale, off the zero line, after up to 1.5 s, in one turn of five at once; and waits for 0.8 to 2 s.
 */
export function turn(
  { speech }: Recording,
  sound: Sound,
  { noise, below }: Room,
  chunk: number,
  seed: number,
): Turn {
  const next = random(seed);
  const { rate } = sound;
  const level = 10 ** ((-12 - 33 * next()) / 20);
  const lead = Math.round(next() < 0.2 ? 0 : rate * (0.1 + 1.4 * next()));
  const count = lead + sound.samples.length + Math.round(rate * (0.8 + 1.2 * next()));
  const offset = noise === undefined ? 0 : 0.01 * (next() - 0.5);
  const samples = new Float64Array(count).fill(offset);
  const added = noise?.(rate, count, next);
  const scale = level * 10 ** (-below / 20);
  if (added !== undefined) for (let i = 0; i < count; i++) samples[i]! += added[i]! * scale;
  const gain = level / rms(sound, speech);
  sound.samples.forEach((sample, i) => (samples[lead + i]! += sample * gain));
  return { rate, chunk, pcm: toPcm(samples), end: lead / rate + speech.at(-1)![1] };
}

const { listen } = createClientFrameReader({ content: false });

/** Sends audio chunk by chunk at its own pace, in the forms that clients send, and listens. */
export function heard({ rate, chunk, pcm }: Omit<Turn, 'end'>): SpeechMeter {
  const meter = new SpeechMeter();
  const size = 2 * Math.round((rate * chunk) / 1_000);
  const mimeType = `audio/pcm;rate=${rate}`;
  for (let at = 0; at < pcm.length; at += size) {
    const stop = Math.min(pcm.length, at + size);
    const audio = { data: pcm.toString('base64', at, stop), mimeType };
    const old = rate === 8_000;
    const text = JSON.stringify({ realtimeInput: old ? { mediaChunks: [audio] } : { audio } });
    listen(chunk === 20 ? Buffer.from(text) : text, meter, (500 * stop) / rate);
  }
  return meter;
}

/** How far the end of speech is from the reference when the answer comes, in milliseconds. */
export function errorOf(turn: Turn): number | undefined {
  const spoken = heard(turn).spokenBy((500 * turn.pcm.length) / turn.rate);
  return spoken && spoken.end - 1_000 * turn.end;
}
