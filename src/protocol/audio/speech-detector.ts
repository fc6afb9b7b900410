/** Differences between samples of which the level of a frame is the sum. */
export const FRAME_VALUES = 21;

/** Levels are sums over three frames; this one is a mean difference of 1 between samples. */
const ONE = 3 * FRAME_VALUES;

/*
 * The figures below are fitted to recorded voices in several languages, with hiss, hum, a fan,
 * clicks and babble; voices that they were not fitted to are reported apart (test/bench/speech).
 */

/** No room is quieter than this: dither and the noise of a converter stay under it. */
const QUIET = 10 * ONE;
/** The lowest level in three stretches of so many microseconds is the room's … */
const ROOM_MICROS = 800_000;
/** … and what a steady noise usually has is so much more. */
const USUAL = 1.18;
/** How far a voice stands out of the room. */
const VOICE = 2.6;
/** What is 19 dB softer than the voice was is somebody else, or an echo. */
const NEAR = 0.11;
/** The voice that is remembered fades by half a decibel a second: so much in a microsecond. */
const FADE = 5.756e-8;
/** What begins to speak is so much louder than what was loud before. */
const ONSET = 1.9;
/** Speech falls below half of its loudest, and soon; a hum or a fan does not. */
const FALL = 2;
const FALL_MICROS = 100_000;
/** Before the room is known, what is loud from the first sample on stays within this ratio. */
const STEADY = 1.8;
/** A click is shorter. */
const SPEECH_MICROS = 90_000;
/** What is loud again after so long is one sound. */
const FLICKER_MICROS = 40_000;
/** Behind a gap so long, what is loud has to last again before it is the voice. */
const CLOSURE_MICROS = 150_000;
/** A pause so long is one that somebody may answer in … */
export const PAUSE_MICROS = 200_000;
/** … and what follows one so long is another utterance. */
const UTTERANCE_MICROS = 500_000;
/** How far the last traces of a voice stand out of the room, faint and clear, and for how long … */
const FAINT = 1.3;
const FAINT_MICROS = 250_000;
const CLEAR = 8;
const CLEAR_MICROS = 350_000;
/** … with gaps so long. */
const GAP_MICROS = 80_000;
/** Too long ago to be told apart. Nothing here grows beyond a small integer. */
const LONG_AGO = 1_000_000_000;

/**
 * Tells speech by its level alone: what stands out of the room, lasts, and falls. Times are
 * microseconds of audio up to the end of the last frame.
 *
 * The level of the room is the lowest of the last two seconds: every pause between words brings it
 * down at once, and what stays, a fan that was switched on, becomes the room. Speech begins well above
 * it, and its last sounds are followed down into it. What is far softer than the voice is not the
 * voice: so is babble in the room.
 */
export class SpeechDetector {
  /** Since the voice was heard, and since the last trace of it was. */
  sinceVoice = LONG_AGO;
  sinceTrace = LONG_AGO;
  /** Since the utterance began that is going on or ended last. */
  sinceBegin = LONG_AGO;
  utterances = 0;
  /** How often speech began, at first or after a pause in which somebody may have answered. */
  stretches = 0;
  /**
   * The loudest of the utterance, and the level of the room in which it was lost; 0 where it was not
   * lost below it.
   */
  room = 0;
  loudest = 0;

  /** The levels of the two frames before. */
  #last = -1;
  #lastButOne = -1;
  /** The lowest levels of three stretches, the one that is running first; and how long it runs. */
  #lowest = LONG_AGO;
  #lowestBefore = LONG_AGO;
  #lowestFirst = LONG_AGO;
  #age = 0;
  /** The loudest of the voice in this session, fading. */
  #voice = 0;
  /** What is loud and may become speech: how long it has lasted, and its loudest. */
  #run = 0;
  #top = 0;
  #sinceLoud = LONG_AGO;

  /** Nothing was sent for so long. */
  silence(micros: number): void {
    this.sinceVoice = later(this.sinceVoice, micros);
    this.sinceTrace = later(this.sinceTrace, micros);
    this.sinceBegin = later(this.sinceBegin, micros);
    this.#sinceLoud = later(this.#sinceLoud, micros);
  }

  /** Nobody has spoken for as long as an answer takes at least. */
  get pausing(): boolean {
    return this.sinceTrace >= PAUSE_MICROS;
  }

  /**
   * Hears the next frame.
   *
   * @param sum - The sum of {@link FRAME_VALUES} differences between samples, without sign.
   * @returns Whether there is a voice in it, or a trace of one.
   */
  frame(sum: number, micros: number): boolean {
    const level = this.#smoothed(sum);
    const room = this.#roomBeside(level, micros);
    this.silence(micros);
    this.#voice -= Math.ceil(this.#voice * FADE * micros);
    if (level >= this.#voiceFrom(room)) this.#loud(level, 3 * sum, micros);
    if (this.#isVoice(level)) this.#speak(room);
    else if (this.sinceTrace > GAP_MICROS) return false;
    else if (level < FAINT * room) {
      // Only now it is heard how quiet the room is.
      this.room = Math.min(this.room, Math.trunc(room));
      return false;
    } else if (this.sinceVoice <= (level < CLEAR * room ? FAINT_MICROS : CLEAR_MICROS)) {
      this.#trace(0, room);
    } else {
      // It goes on and on, so it is the room's: the voice was lost in it before, and not below it.
      this.room = 0;
      return false;
    }
    return true;
  }

  #smoothed(sum: number): number {
    const last = this.#last === -1 ? sum : this.#last;
    const level = sum + last + (this.#lastButOne === -1 ? last : this.#lastButOne);
    this.#lastButOne = last;
    this.#last = sum;
    return level;
  }

  /** The level of the room, after one more level in it. */
  #roomBeside(level: number, micros: number): number {
    // While somebody speaks, the gaps between words are short, and the room is heard seldom.
    this.#age += this.sinceVoice <= UTTERANCE_MICROS ? micros >> 1 : micros;
    if (this.#age >= ROOM_MICROS) {
      this.#age = 0;
      this.#lowestFirst = this.#lowestBefore;
      this.#lowestBefore = this.#lowest;
      this.#lowest = level;
    } else if (level < this.#lowest) this.#lowest = level;
    return Math.max(QUIET, USUAL * Math.min(this.#lowest, this.#lowestBefore, this.#lowestFirst));
  }

  /** The level from which on it may be a voice. */
  #voiceFrom(room: number): number {
    const near = Math.max(VOICE * room, NEAR * this.#voice);
    if (this.#lowestFirst !== LONG_AGO || this.#voice > 0) return near;
    // What was loud from the first sample on may be the room, or speech: its fall will tell.
    return Math.min(near, Math.max(QUIET, this.#top / STEADY));
  }

  #loud(level: number, alone: number, micros: number): void {
    if (this.#sinceLoud > FLICKER_MICROS + micros || alone > ONSET * this.#top) {
      this.#run = 0;
      if (this.sinceVoice > UTTERANCE_MICROS) this.#top = 0;
    }
    this.#run = later(this.#run, micros);
    this.#sinceLoud = 0;
    if (level > this.#top) this.#top = level;
  }

  /** Whether what is loud, or was until this frame, is a voice. */
  #isVoice(level: number): boolean {
    if (this.#sinceLoud >= this.sinceVoice) return false;
    if (this.sinceVoice <= CLOSURE_MICROS) return true;
    if (this.#run < SPEECH_MICROS || this.#sinceLoud > FALL_MICROS) return false;
    return this.sinceVoice <= UTTERANCE_MICROS || this.#top >= FALL * level;
  }

  #speak(room: number): void {
    if (this.sinceVoice > UTTERANCE_MICROS) {
      this.utterances += 1;
      this.sinceBegin = this.#run + this.#sinceLoud;
    }
    if (this.sinceVoice >= PAUSE_MICROS) this.stretches += 1;
    this.sinceVoice = this.#sinceLoud;
    this.loudest = this.#top;
    if (this.#top > this.#voice) this.#voice = this.#top;
    this.#trace(this.#sinceLoud, room);
  }

  #trace(since: number, room: number): void {
    this.sinceTrace = since;
    this.room = Math.trunc(room);
  }
}

function later(since: number, micros: number): number {
  return since + micros < LONG_AGO ? since + micros : LONG_AGO;
}
