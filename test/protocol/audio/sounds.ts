/** Sounds of so many seconds, as samples of 16 bits, and what becomes of them on the wire. */
export interface Sound {
  readonly rate: number;
  readonly samples: Int16Array;
}

/** Numbers from -1 to 1 that are the same in each run. */
function noiseFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) / 2_147_483_648;
  };
}

function sound(seconds: number, rate: number, at: (i: number, t: number) => number): Sound {
  const samples = Int16Array.from({ length: Math.round(seconds * rate) }, (_, i) =>
    Math.max(-32_768, Math.min(32_767, Math.round(at(i, i / rate)))),
  );
  return { rate, samples };
}

/** Nothing at all, as a muted microphone sends it. */
export const silence = (seconds: number, rate = 16_000): Sound => sound(seconds, rate, () => 0);

/** Hiss: a room, or a fan. */
export function hiss(seconds: number, size: number, rate = 16_000): Sound {
  const next = noiseFrom(7 + size);
  return sound(seconds, rate, () => size * next());
}

export const tone = (seconds: number, size: number, hertz: number, rate = 16_000): Sound =>
  sound(seconds, rate, (_, t) => size * Math.sin(2 * Math.PI * hertz * t));

/** The mains, with overtones. */
export const hum = (seconds: number, size: number, rate = 16_000): Sound =>
  sound(seconds, rate, (_, t) => {
    const base = 2 * Math.PI * 50 * t;
    return size * (Math.sin(base) + 0.5 * Math.sin(3 * base) + 0.3 * Math.sin(7 * base));
  });

/** A key or a mouse button: 10 ms, loud. */
export function click(size: number, rate = 16_000): Sound {
  const next = noiseFrom(3);
  return sound(0.01, rate, (_, t) => size * next() * Math.exp(-t / 0.003));
}

/**
 * A voice: pulses at 110 Hz through two resonances, four syllables a second, every third of which
 * ends with a stop, and the last of which fades within 60 ms. It begins and ends with sound.
 */
export function voice(seconds: number, size: number, rate = 16_000): Sound {
  const next = noiseFrom(11);
  const tract = [500, 1_400].map((hertz) => {
    const damp = Math.exp((-Math.PI * 90) / rate);
    return { a: 2 * damp * Math.cos((2 * Math.PI * hertz) / rate), b: -damp * damp, y1: 0, y2: 0 };
  });
  let pulse = 0;
  return sound(seconds, rate, (_, t) => {
    pulse += (110 + 15 * Math.sin(3 * t)) / rate;
    const source = (pulse >= 1 ? 40 : 0) + 0.3 * next();
    pulse %= 1;
    let out = 0;
    for (const r of tract) {
      const y = source + r.a * r.y1 + r.b * r.y2;
      r.y2 = r.y1;
      r.y1 = y;
      out += y;
    }
    const stop = (t + 0.37) % 0.75 > 0.68 && t < seconds - 0.3;
    const syllable = (stop ? 0.03 : 1) * (0.25 + 0.75 * Math.sin(Math.PI * 4 * t) ** 2);
    return (size * out * syllable * Math.min(1, t / 0.02, (seconds - t) / 0.06)) / 40;
  });
}

/** One after the other. */
export function sequence(...sounds: readonly Sound[]): Sound {
  const samples = new Int16Array(sounds.reduce((sum, each) => sum + each.samples.length, 0));
  let at = 0;
  for (const each of sounds) {
    samples.set(each.samples, at);
    at += each.samples.length;
  }
  return { rate: sounds[0]!.rate, samples };
}

/** At once, as long as the first one is. */
export function mixed(...sounds: readonly Sound[]): Sound {
  const first = sounds[0]!;
  return sound(first.samples.length / first.rate, first.rate, (i) =>
    sounds.reduce((sum, each) => sum + (each.samples[i] ?? 0), 0),
  );
}

export const seconds = ({ rate, samples }: Sound): number => samples.length / rate;

/** The base64 text of part of a sound. */
export function base64({ samples }: Sound, from: number, to: number): string {
  const { buffer, byteOffset } = samples.subarray(from, to);
  const bytes = Buffer.from(
    buffer,
    byteOffset,
    2 * Math.max(0, Math.min(to, samples.length) - from),
  );
  return bytes.toString('base64');
}
