import type { HeardSpeech } from '../../protocol/audio/heard-speech.js';
import type { Moment } from '../story.js';

/** How long the room and the way of the audio carry the model's voice after it was played, in ms. */
const echo = 300;

/** What is no word to the model: a cough, and the end of an echo that the interruption cut, in ms. */
const cough = 500;

/** How soon the next utterance closes the turn of one that was ignored, in ms. */
const overtaking = 1_000;

/** An utterance that somebody should have understood, in seconds. */
const wholeUtterance = 1;

/** What the level of the client's audio says of an utterance that is over. */
export interface Utterance {
  readonly endedAt: Moment;
  /** It is long enough to be a word … */
  readonly word: boolean;
  /** … and to be understood for certain. */
  readonly whole: boolean;
  /** It went on after the model had been interrupted, so it is no echo of the model's voice. */
  readonly interrupted: boolean;
}

/** Whoever is told of what is heard of the user by level. */
export interface LoudUserListener {
  began(at: Moment): void;
  ended(utterance: Utterance, at: Moment): void;
}

/**
 * The user as the level of the audio tells. While the model's voice is played, what is loud in the
 * microphone may be that voice: it is nobody, unless the model is interrupted and it goes on.
 */
export class LoudUser {
  readonly #speech: HeardSpeech;
  readonly #listener: LoudUserListener;
  #utterances = 0;
  #speaking = false;
  #perhapsEcho = false;
  /** When the model was interrupted last, as far as it has said nothing since. */
  #interruptedAt: Moment | undefined;
  /** When the user, and no echo, stopped speaking last. */
  endedAt: Moment = -Infinity;
  /** Utterances, and no echoes, since the last turn ended. */
  inTurn = 0;

  constructor(speech: HeardSpeech, listener: LoudUserListener) {
    this.#speech = speech;
    this.#listener = listener;
  }

  get speaking(): boolean {
    return this.#speech.speaking && !this.#perhapsEcho;
  }

  /** Whether anything has begun or ended since the last look; asked for each chunk that is sent. */
  get changed(): boolean {
    const speech = this.#speech;
    return speech.speaking !== this.#speaking || speech.utterances !== this.#utterances;
  }

  /** @param playedUntil - When the model's audio was, or will be, played to its end. */
  look(at: Moment, playedUntil: Moment): void {
    const { speaking, utterances, endedAt, seconds } = this.#speech;
    if (utterances !== this.#utterances) {
      this.#utterances = utterances;
      this.#perhapsEcho = at <= playedUntil + echo;
      if (!this.#perhapsEcho) {
        this.inTurn += 1;
        this.#listener.began(at);
      }
    } else if (!this.#speaking) return;
    this.#speaking = speaking;
    if (!speaking && endedAt !== undefined) this.#end(endedAt, seconds, at);
  }

  interrupted(at: Moment): void {
    this.#interruptedAt = at;
  }

  answered(): void {
    this.#interruptedAt = undefined;
  }

  #end(endedAt: Moment, seconds: number, at: Moment): void {
    const interrupted = this.#interruptedAt !== undefined && endedAt >= this.#interruptedAt + cough;
    if (this.#perhapsEcho && !interrupted) return;
    this.#perhapsEcho = false;
    this.endedAt = endedAt;
    const word = seconds * 1_000 >= cough;
    this.#listener.ended({ endedAt, word, whole: seconds >= wholeUtterance, interrupted }, at);
  }

  /**
   * Whether what ends a turn now is something new that the user says: an utterance that the model
   * ignored leaves its turn open, and the next one closes it (google-gemini/cookbook#1329).
   */
  overtakes(at: Moment): boolean {
    return this.speaking || (this.inTurn > 1 && at - this.endedAt < overtaking);
  }
}
