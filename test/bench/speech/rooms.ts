import type { Sound } from './audio.js';

/** What a room adds to a voice: samples with a root mean square of 1. */
export type Noise = (rate: number, count: number, next: () => number) => Float64Array;

export const white: Noise = (_, count, next) =>
  unit(Float64Array.from({ length: count }, () => next() + next() + next() - 1.5));

/** A fan or a car: the lower, the louder, 6 dB an octave. */
export const rumble: Noise = (rate, count, next) => {
  const samples = white(rate, count, next);
  const keep = Math.exp((-2 * Math.PI * 60) / rate);
  let held = 0;
  for (let i = 0; i < count; i++) samples[i] = held = held * keep + samples[i]!;
  return unit(samples);
};

/** The mains, with what a bad supply makes of it. */
export const hum: Noise = (rate, count, next) => {
  const base = next() < 0.5 ? 50 : 60;
  const partials = [1, 0.5, 0.6, 0.2, 0.3, 0.1, 0.15].map((size, i) => {
    return { size, step: (2 * Math.PI * base * (i + 1)) / rate, phase: 7 * next() };
  });
  const at = (i: number): number =>
    partials.reduce((sum, { size, step, phase }) => sum + size * Math.sin(step * i + phase), 0);
  return unit(Float64Array.from({ length: count }, (_, i) => at(i)));
};

/** Keys and clicks: a few milliseconds each, three in two seconds, on a faint hiss. */
export const clicks: Noise = (rate, count, next) => {
  const samples = white(rate, count, next).map((x) => x * 0.02);
  for (let at = next() * 0.6 * rate; at < count; at += (0.3 + 0.7 * next()) * rate) {
    const from = Math.floor(at);
    for (let i = 0; i < 0.012 * rate && from + i < count; i++) {
      samples[from + i]! += (2 * next() - 1) * Math.exp(-i / (0.003 * rate));
    }
  }
  return unit(samples);
};

/** Several voices at once, of which none is near. */
export function babble(voices: (rate: number) => readonly Sound[], how = 8): Noise {
  return (rate, count, next) => {
    const samples = new Float64Array(count);
    const all = voices(rate);
    for (let voice = 0; voice < how; voice++) {
      let at = -Math.floor(next() * 3 * rate);
      while (at < count) {
        const sound = unit(all[Math.floor(next() * all.length)]!.samples.slice());
        for (let i = Math.max(0, -at); i < sound.length && at + i < count; i++) {
          samples[at + i]! += sound[i]!;
        }
        at += sound.length;
      }
    }
    return unit(samples);
  };
}

function unit(samples: Float64Array): Float64Array {
  let sum = 0;
  for (const x of samples) sum += x * x;
  const scale = sum === 0 ? 1 : Math.sqrt(samples.length / sum);
  for (let i = 0; i < samples.length; i++) samples[i]! *= scale;
  return samples;
}
