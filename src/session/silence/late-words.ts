import type { Moment } from '../story.js';

/**
 * How long after its turn a transcription may come, in milliseconds: up to 7.1 s behind the audio
 * were measured. Source: google-gemini/cookbook#1328.
 */
const latest = 8_000;

/**
 * Tells the transcription of new words from that of words which were answered already:
 * transcription has no order with the model's turn (js-genai src/types.ts), and clients provide for
 * it after turnComplete.
 */
export class LateWords {
  /** Words have been transcribed in this session. */
  ever = false;
  /** … since the last turn ended, and in that turn. */
  #now = false;
  #before = false;
  #turnEndedAt: Moment | undefined;
  #turnInterrupted = false;
  #audioSent = 0;

  heard(): void {
    this.ever = true;
    this.#now = true;
  }

  /** @param audioSent - Seconds so far. */
  turnEnded(at: Moment, interrupted: boolean, audioSent: number): void {
    this.#before = this.#now;
    this.#now = false;
    this.#turnEndedAt = at;
    this.#turnInterrupted = interrupted;
    this.#audioSent = audioSent;
  }

  /**
   * Whether a transcription that comes now may belong to the turn that is over.
   *
   * @param audioSent - Seconds so far.
   * @param spoken - The user has been heard, by level, since then.
   */
  mayBeLate(at: Moment, audioSent: number, spoken: boolean): boolean {
    if (this.#turnEndedAt === undefined || spoken || this.#turnInterrupted) return false;
    if (at - this.#turnEndedAt >= latest) return false;
    return !this.#before || audioSent <= this.#audioSent;
  }
}
