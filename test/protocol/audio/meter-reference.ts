/*
 * What the meter has to find, found in the obvious way: all audio is decoded, all levels and chunks
 * are kept, and times are times and not how long ago something was. Independent of src on purpose.
 */

/** A chunk as it was sent: base64 text, samples a second, milliseconds. */
export interface Chunk {
  readonly data: string;
  readonly rate: number;
  readonly at: number;
}

export interface Found {
  readonly utterances: number;
  readonly speaking: boolean;
  readonly endedAt: number | undefined;
  readonly seconds: number;
}

/** What became of a chunk: microseconds, but for `at`. */
interface Sent {
  readonly at: number;
  readonly micros: number;
  /** Behind a pause in sending. */
  readonly silence: number;
  /** It came with the one before, in one delivery. */
  readonly sameDelivery: boolean;
  /** Audio behind the last trace of a voice, at its end; and whether the trace was found in it. */
  behind: number;
  traced: boolean;
}

/** A level is a sum over three frames of 21 values; this is the lowest that counts. */
const quiet = 10 * 21 * 3;

export function meterReference(chunks: readonly Chunk[]): Found {
  const voice = new Voice();
  const sent: Sent[] = [];
  let values: number[] = [];
  let rate = 0;
  let last = 0;
  for (const chunk of chunks) {
    const pcm = Buffer.from(chunk.data, 'base64');
    if (pcm.length < 6) continue;
    if (chunk.rate !== rate) values = [];
    rate = chunk.rate;
    const every = Math.max(1, Math.round(rate / 4_000));
    const micros = Math.round((every * 3 * 1e6) / rate);
    const here = send(sent.at(-1), Math.round(chunk.at), Math.round((pcm.length * 1e6) / 2 / rate));
    voice.now += here.silence;
    const { traces } = voice;
    for (let at = 0; at + 6 <= pcm.length; at += 6 * every) {
      const sample = pcm.readInt16LE(at);
      values.push(Math.abs(sample - last));
      last = sample;
      if (values.length < 21) continue;
      voice.hear(
        values.reduce((sum, value) => sum + value, 0),
        21 * micros,
      );
      values = [];
    }
    here.behind = voice.now - voice.tracedAt + values.length * micros;
    here.traced = voice.traces > traces;
    sent.push(here);
  }
  const end = endIn(sent);
  return {
    utterances: voice.utterances,
    speaking: voice.now - voice.tracedAt < 200_000,
    endedAt: end && Math.min(end + voice.fades(), sent.at(-1)!.at),
    seconds: voice.utterances === 0 ? 0 : (voice.tracedAt - voice.begunAt) / 1e6,
  };
}

function send(before: Sent | undefined, at: number, micros: number): Sent {
  const wait = before === undefined ? 0 : 1_000 * (at - before.at);
  const silence = wait - 1_000 * Math.round(micros / 1_000);
  return {
    at,
    micros,
    silence: silence >= 200_000 ? silence : 0,
    sameDelivery: before !== undefined && wait < micros / 2,
    behind: 0,
    traced: false,
  };
}

/** When the last trace of a voice was sent. */
function endIn(sent: readonly Sent[]): number | undefined {
  const index = sent.findLastIndex(({ traced }) => traced);
  if (index === -1) return undefined;
  const { at, behind, micros } = sent[index]!;
  // The whole delivery, and whether it is as long as the time since the one before.
  let from = index;
  while (sent[from]!.sameDelivery) from--;
  let to = index;
  while (sent[to + 1]?.sameDelivery) to++;
  const delivery = sent.slice(from, to + 1);
  const length = delivery.reduce((sum, chunk) => sum + chunk.micros, 0);
  const last = sent[to]!;
  const before = sent[from - 1];
  if (
    before !== undefined &&
    Math.abs(last.at - before.at - length / 1_000) <= 50 &&
    last.behind <= length
  ) {
    return last.at - Math.round(last.behind / 1_000);
  }
  const then = at - Math.round(behind / 1_000);
  if (behind <= micros) return Math.max(then, sent[index - 1]?.at ?? -1);
  let resumed = index;
  while (resumed > 0 && sent[resumed]!.silence === 0) resumed--;
  return Math.max(then, sent[resumed]!.at);
}

/** Hears frame after frame; times are microseconds of audio. */
class Voice {
  now = 1e9;
  utterances = 0;
  traces = 0;
  tracedAt = 0;
  begunAt = 0;
  readonly #sums: number[] = [];
  readonly #rooms: number[][] = [[]];
  #roomAge = 0;
  #voicedAt = 0;
  #loudAt = 0;
  #run = 0;
  #top = 0;
  #loudest = 0;
  #voice = 0;
  #room = 0;

  hear(sum: number, micros: number): void {
    this.#sums.push(sum);
    const [c = 0, b = c, a = b] = this.#sums.slice(-3).reverse();
    const level = a + b + c;
    const room = this.#roomWith(level, micros);
    this.now += micros;
    this.#voice -= Math.ceil(this.#voice * 5.756e-8 * micros);
    const near = Math.max(2.6 * room, 0.11 * this.#voice);
    const isNew = this.#rooms.length < 3 && this.#voice === 0;
    if (level >= (isNew ? Math.min(near, Math.max(quiet, this.#top / 1.8)) : near)) {
      if (this.now - this.#loudAt > 40_000 + micros || 3 * sum > 1.9 * this.#top) {
        this.#run = 0;
        if (this.now - this.#voicedAt > 500_000) this.#top = 0;
      }
      this.#run += micros;
      this.#loudAt = this.now;
      this.#top = Math.max(this.#top, level);
    }
    const pause = this.now - this.#voicedAt;
    const lasts = this.#run >= 90_000 && this.now - this.#loudAt <= 100_000;
    const fell = pause <= 500_000 || this.#top >= 2 * level;
    if (this.#loudAt > this.#voicedAt && (pause <= 150_000 || (lasts && fell))) {
      if (pause > 500_000) {
        this.utterances++;
        this.begunAt = this.#loudAt - this.#run;
      }
      this.#voicedAt = this.#loudAt;
      this.#loudest = this.#top;
      this.#voice = Math.max(this.#voice, this.#top);
      this.#trace(this.#loudAt, room);
    } else if (level >= 1.3 * room && this.now - this.tracedAt <= 80_000) {
      const trail = level >= 8 * room ? 350_000 : 250_000;
      if (this.now - this.#voicedAt <= trail) this.#trace(this.now, room);
      else this.#room = 0;
    } else if (this.now - this.tracedAt <= 80_000) {
      this.#room = Math.min(this.#room, Math.trunc(room));
    }
  }

  fades(): number {
    const decibels = 55 + 20 * Math.log10(this.#room / this.#loudest);
    return Math.round((180 * Math.max(0, decibels)) / 55);
  }

  #trace(at: number, room: number): void {
    this.tracedAt = at;
    this.#room = Math.trunc(room);
    this.traces++;
  }

  #roomWith(level: number, micros: number): number {
    this.#roomAge += this.now - this.#voicedAt <= 500_000 ? Math.floor(micros / 2) : micros;
    if (this.#roomAge >= 800_000) {
      this.#roomAge = 0;
      this.#rooms.unshift([]);
    }
    this.#rooms[0]!.push(level);
    return Math.max(quiet, 1.18 * Math.min(...this.#rooms.slice(0, 3).flat()));
  }
}
