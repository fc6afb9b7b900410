import { readFileSync } from 'node:fs';

/** Samples from −1 to 1, one channel. */
export interface Sound {
  readonly rate: number;
  readonly samples: Float64Array;
}

/** A WAV file of 16 bits and one channel. */
export function readWav(path: string): Sound {
  const file = readFileSync(path);
  let rate = 0;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    if (name === 'fmt ') rate = file.readUInt32LE(at + 12);
    if (name === 'data') {
      const count = Math.min(size, file.length - at - 8) >> 1;
      const samples = Float64Array.from(
        { length: count },
        (_, i) => file.readInt16LE(at + 8 + 2 * i) / 32_768,
      );
      return { rate, samples };
    }
    at += 8 + size + (size & 1);
  }
  throw new Error(`${path} holds no samples`);
}

/** The sound at another rate, by a windowed sinc of 32 zero crossings. */
export function resampled(sound: Sound, rate: number): Sound {
  if (sound.rate === rate) return sound;
  const { samples } = sound;
  const ratio = rate / sound.rate;
  const cutoff = Math.min(1, ratio) * 0.95;
  const reach = Math.ceil(16 / cutoff);
  const out = new Float64Array(Math.floor(samples.length * ratio));
  // The offsets between the two grids repeat.
  const kernels = new Map<number, Float64Array>();
  for (let i = 0; i < out.length; i++) {
    const middle = i / ratio;
    const from = Math.floor(middle);
    const offset = Math.round((middle - from) * 1e6);
    let kernel = kernels.get(offset);
    if (kernel === undefined) {
      kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => {
        const x = k - reach - offset / 1e6;
        const sinc = x === 0 ? 1 : Math.sin(Math.PI * x * cutoff) / (Math.PI * x * cutoff);
        const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (reach + 1));
        return cutoff * sinc * window;
      });
      kernels.set(offset, kernel);
    }
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) {
      const sample = samples[from + k - reach];
      if (sample !== undefined) sum += sample * kernel[k]!;
    }
    out[i] = sum;
  }
  return { rate, samples: out };
}

/** Root mean square of the samples between these seconds. */
export function rms(sound: Sound, spans: readonly (readonly [number, number])[]): number {
  let sum = 0;
  let count = 0;
  for (const [from, to] of spans) {
    const stop = Math.min(sound.samples.length, Math.round(to * sound.rate));
    for (let i = Math.round(from * sound.rate); i < stop; i++, count++) {
      sum += sound.samples[i]! ** 2;
    }
  }
  return Math.sqrt(sum / Math.max(1, count));
}

/** 16-bit little-endian, cut where it is too loud, as a microphone cuts it. */
export function toPcm(samples: Float64Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  for (let i = 0; i < samples.length; i++) {
    bytes.writeInt16LE(
      Math.max(-32_768, Math.min(32_767, Math.round(samples[i]! * 32_768))),
      2 * i,
    );
  }
  return bytes;
}

/** Numbers from 0 to 1 that are the same in each run. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
