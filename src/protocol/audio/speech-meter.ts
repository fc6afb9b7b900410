import type { Bytes } from '../../platform/index.js';
import type { HeardSpeech } from './heard-speech.js';
import { GROUP_CHARACTERS, GROUP_SAMPLES, samplesInBytes, samplesInText } from './pcm-samples.js';
import { FRAME_VALUES, SpeechDetector } from './speech-detector.js';

/** Samples that are read a second, about; the rest is passed over. */
const READ_RATE = 4_000 / GROUP_SAMPLES;
/** Samples are read in portions of so many. One memory serves all meters. */
const samples = new Int32Array(1_024);

/*
 * A voice fades into the room and is lost there, the earlier the louder the room is. What is added
 * for that is nothing where the room is 50 dB below the voice, and this much where it is as loud.
 */
const FADES_MILLIS = 160;
const FADES_DECIBELS = 50;

/** Nothing sent for so long is silence; {@link SpeechDetector} has a pause of the same length. */
const PAUSE_MILLIS = 200;
/** Chunks that follow each other within half of what they last are one delivery. */
const DELIVERY = 0.5;
/** A delivery that makes up for the time before it does so within so many milliseconds. */
const IN_STEP_MILLIS = 50;

/**
 * Measures the speech in the audio of one connection. In a chunk of 20 ms it reads 54 samples: enough
 * for the level of each 16 ms.
 *
 * Audio time becomes the connection's time by one rule: a chunk was sent when its last sample was
 * there. So speech ended when its chunk was sent, less the audio behind it in the chunk, and not
 * before the chunk before was sent: audio that comes faster than it plays, as a file does, counts as
 * of when it is sent. A delivery of several chunks at once that makes up exactly for the time since
 * the one before (a client that sends twice a second, or was held up) counts as what a microphone
 * took in that time.
 */
export class SpeechMeter implements HeardSpeech {
  readonly #detector = new SpeechDetector();
  #rate = 0;
  /** Of {@link GROUP_SAMPLES} samples, one in so many groups is read; and what one stands for. */
  #groups = 1;
  #micros = 0;
  /** The frame that is not complete: how many values, their sum; and the last two samples. */
  #count = 0;
  #sum = 0;
  #last = 0;
  /** When the last chunk was sent. */
  #sentAt = -Infinity;
  /** The delivery that is running: when the one before was over, and microseconds of audio in it. */
  #deliveredAt = -Infinity;
  #delivered = 0;
  /** When the last trace of speech was sent, and that of the stretch before. */
  #end: number | undefined;
  #endBefore: number | undefined;
  #stretches = 0;

  get speaking(): boolean {
    return !this.#detector.pausing;
  }

  get endedAt(): number | undefined {
    return this.#faded(this.#mappedEnd());
  }

  get seconds(): number {
    return (this.#detector.sinceBegin - this.#detector.sinceTrace) / 1e6;
  }

  get utterances(): number {
    return this.#detector.utterances;
  }

  /** How many ends of speech there were so far that somebody may have answered. */
  ends(at: number): number {
    return this.#detector.stretches - (this.#isOver(at) ? 0 : 1);
  }

  /** The last of them; where somebody is speaking, that of what was said before. */
  lastEnd(at: number): number | undefined {
    return this.#isOver(at) ? this.endedAt : this.#endBefore;
  }

  /**
   * Hears one chunk.
   *
   * @param start - Where its base64 text begins in the frame, and where it ends.
   * @param rate - Samples a second.
   * @param at - When it was sent, in milliseconds.
   */
  hear(frame: string | Bytes, start: number, stop: number, rate: number, at: number): void {
    const groups = Math.floor((stop - start) / GROUP_CHARACTERS);
    if (groups === 0) return;
    if (rate !== this.#rate) this.#begin(rate);
    const duration = (groups * GROUP_SAMPLES * 1_000) / rate;
    this.#deliver(at, duration);
    const step = this.#groups * GROUP_CHARACTERS;
    for (let left = Math.ceil(groups / this.#groups), from = start; left > 0;) {
      const count = Math.min(left, samples.length);
      if (typeof frame === 'string') samplesInText(frame, from, step, count, samples);
      else samplesInBytes(frame, from, step, count, samples);
      this.#read(count);
      from += count * step;
      left -= count;
    }
    const behind = this.#behind;
    if (behind <= duration) this.#end = Math.max(at - behind, this.#sentAt);
    this.#sentAt = at;
  }

  #begin(rate: number): void {
    this.#rate = rate;
    this.#groups = Math.max(1, Math.round(rate / GROUP_SAMPLES / READ_RATE));
    this.#micros = (this.#groups * GROUP_SAMPLES * 1e6) / rate;
    this.#count = 0;
    this.#sum = 0;
  }

  /** A chunk is there: the delivery goes on, or another begins. */
  #deliver(at: number, duration: number): void {
    const wait = at - this.#sentAt;
    if (wait < duration * DELIVERY) {
      this.#delivered += duration;
      return;
    }
    this.#end = this.#mappedEnd();
    this.#deliveredAt = this.#sentAt;
    this.#delivered = duration;
    const silent = wait - duration;
    if (silent > PAUSE_MILLIS && silent < Infinity)
      this.#detector.silence(Math.round(silent * 1_000));
  }

  #read(count: number): void {
    const detector = this.#detector;
    const { stretches } = detector;
    let values = this.#count;
    let sum = this.#sum;
    let last = this.#last;
    for (let i = 0; i < count; i++) {
      const sample = samples[i]!;
      sum += Math.abs(sample - last);
      last = sample;
      if (++values < FRAME_VALUES) continue;
      detector.frame(sum, Math.round(this.#micros * FRAME_VALUES));
      values = 0;
      sum = 0;
    }
    this.#count = values;
    this.#sum = sum;
    this.#last = last;
    if (detector.stretches !== stretches) this.#endBefore = this.endedAt;
  }

  /** Milliseconds of audio behind the last trace of speech. */
  get #behind(): number {
    return (this.#detector.sinceTrace + this.#count * this.#micros) / 1_000;
  }

  #mappedEnd(): number | undefined {
    const behind = this.#behind;
    const early = this.#sentAt - this.#deliveredAt - this.#delivered;
    const inStep = Math.abs(early) <= IN_STEP_MILLIS;
    return inStep && behind <= this.#delivered ? this.#sentAt - behind : this.#end;
  }

  /** An end, with the time that a voice takes to fade on below the room. */
  #faded(end: number | undefined): number | undefined {
    if (end === undefined) return undefined;
    const { room, loudest } = this.#detector;
    const decibels = FADES_DECIBELS + 20 * Math.log10(room / loudest);
    return Math.min(end + (FADES_MILLIS * Math.max(0, decibels)) / FADES_DECIBELS, this.#sentAt);
  }

  #isOver(at: number): boolean {
    return this.#detector.pausing || at - this.#sentAt + this.#behind >= PAUSE_MILLIS;
  }
}
