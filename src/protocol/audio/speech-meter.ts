import type { Bytes } from '../../platform/index.js';
import type { AudioListener } from './audio-listener.js';
import type { HeardSpeech } from './heard-speech.js';
import {
  GROUP_BYTES,
  GROUP_CHARACTERS,
  GROUP_SAMPLES,
  samplesInBytes,
  samplesInText,
} from './pcm-samples.js';
import { SendingClock } from './sending-clock.js';
import { FRAME_VALUES, PAUSE_MICROS, SpeechDetector } from './speech-detector.js';

/** One sample in 0.75 ms is read, at any rate; the rest is passed over. */
const READ_RATE = 4_000 / GROUP_SAMPLES;
/** Samples are read in portions of so many. One memory serves all meters. */
const samples = new Int32Array(1_024);

/*
 * A voice fades into the room and is lost there, the earlier the louder the room is. What is added
 * for that is nothing where the room is 55 dB below the voice, and this much where it is as loud.
 */
const FADES_MILLIS = 180;
const FADES_DECIBELS = 55;

/** Speech that has ended. */
export interface Spoken {
  /** When its last sound was sent, and its first, where that is known (else -Infinity). */
  readonly end: number;
  readonly begin: number;
}

/**
 * Measures the speech in the audio that one connection sends: in 20 ms of it, 27 samples. It holds
 * small integers only.
 */
export class SpeechMeter implements HeardSpeech, AudioListener {
  readonly #detector = new SpeechDetector();
  readonly #clock = new SendingClock();
  /** Samples a second. Of so many groups of samples one is read, which stands for so long. */
  #rate = 0;
  #groups = 1;
  #micros = 0;
  /** The frame that is not complete: its values and their sum; and the last sample. */
  #values = 0;
  #sum = 0;
  #last = 0;
  /** When the last trace of speech was sent, and when that of the stretch before; -1 for never. */
  #end = -1;
  #endBefore = -1;
  /** When the first sound of the utterance was sent. */
  #begin = -1;

  get speaking(): boolean {
    return !this.#detector.pausing;
  }

  get endedAt(): number | undefined {
    const end = this.#faded();
    return end === -1 ? undefined : end;
  }

  get seconds(): number {
    return (this.#detector.sinceBegin - this.#detector.sinceTrace) / 1e6;
  }

  get utterances(): number {
    return this.#detector.utterances;
  }

  /** How often speech had ended by now, if only for as long as it takes to be answered. */
  ends(at: number): number {
    return this.#detector.stretches - (this.#isOver(at) ? 0 : 1);
  }

  /** The speech that did so last. */
  spokenBy(at: number): Spoken | undefined {
    const isOver = this.#isOver(at);
    const end = isOver ? this.#faded() : this.#endBefore;
    if (end === -1) return undefined;
    return { end, begin: isOver ? this.#begin : -Infinity };
  }

  /** When the audio was sent that is so many seconds behind the first; `undefined` without any. */
  whenSent(offset: number): number | undefined {
    return this.#clock.sentAt === -1 ? undefined : this.#clock.whenSent(offset);
  }

  hear(frame: string | Bytes, start: number, bytes: number, rate: number, at: number): void {
    const groups = Math.floor(bytes / GROUP_BYTES);
    if (groups === 0) return;
    if (rate !== this.#rate) this.#changeRate(rate);
    const micros = Math.round((bytes * 1e6) / (2 * rate));
    const { utterances, stretches, room, loudest } = this.#detector;
    const before = this.#clock.sentAt;
    const end = this.#mapped();
    // What was the last delivery is over, and so it is known what it was.
    if (this.#clock.begins(Math.round(at), micros)) this.#end = end;
    const silence = this.#clock.sent(Math.round(at), micros);
    if (silence > 0) this.#detector.silence(silence);
    const step = this.#groups * GROUP_CHARACTERS;
    let traced = false;
    for (let left = Math.ceil(groups / this.#groups), from = start; left > 0;) {
      const count = Math.min(left, samples.length);
      if (typeof frame === 'string') samplesInText(frame, from, step, count, samples);
      else samplesInBytes(frame, from, step, count, samples);
      traced = this.#read(count) || traced;
      from += count * step;
      left -= count;
    }
    if (this.#detector.stretches !== stretches) this.#endBefore = faded(end, room, loudest);
    if (!traced) return;
    if (this.#detector.utterances !== utterances) {
      const since = this.#detector.sinceBegin + this.#values * this.#micros;
      this.#begin = this.#clock.whenThere(since, since <= micros, before);
    }
    const behind = this.#behind;
    this.#end = this.#clock.whenThere(behind, behind <= micros, before);
  }

  #changeRate(rate: number): void {
    this.#rate = rate;
    this.#groups = Math.max(1, Math.round(rate / GROUP_SAMPLES / READ_RATE));
    this.#micros = Math.round((this.#groups * GROUP_SAMPLES * 1e6) / rate);
    this.#values = 0;
    this.#sum = 0;
  }

  /** @returns Whether there is a voice in the samples. */
  #read(count: number): boolean {
    let traced = false;
    const detector = this.#detector;
    let values = this.#values;
    let sum = this.#sum;
    let last = this.#last;
    for (let i = 0; i < count; i++) {
      const sample = samples[i]!;
      sum += Math.abs(sample - last);
      last = sample;
      if (++values < FRAME_VALUES) continue;
      if (detector.frame(sum, this.#micros * FRAME_VALUES)) traced = true;
      values = 0;
      sum = 0;
    }
    this.#values = values;
    this.#sum = sum;
    this.#last = last;
    return traced;
  }

  /** Audio behind the last trace of speech. */
  get #behind(): number {
    return this.#detector.sinceTrace + this.#values * this.#micros;
  }

  #mapped(): number {
    const end = this.#clock.inStep(this.#behind);
    return end === -1 ? this.#end : end;
  }

  #faded(): number {
    const { room, loudest } = this.#detector;
    return Math.min(faded(this.#mapped(), room, loudest), this.#clock.sentAt);
  }

  #isOver(at: number): boolean {
    return this.#detector.pausing || this.#clock.overdue(at) + this.#behind >= PAUSE_MICROS;
  }
}

/** An end, with the time for which the voice went on below the level of the room. */
function faded(end: number, room: number, loudest: number): number {
  if (end === -1) return -1;
  const decibels = Math.max(0, FADES_DECIBELS + 20 * Math.log10(room / loudest));
  return end + Math.round((FADES_MILLIS * decibels) / FADES_DECIBELS);
}
