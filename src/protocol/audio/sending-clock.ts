/** Chunks that follow each other within this part of what they last are one delivery. */
const AT_ONCE = 0.5;
/** A delivery makes up for the time before it if it is so near to it, in milliseconds. */
const IN_STEP = 50;
/** Nothing was sent for so long: a pause, in milliseconds. */
const PAUSE = 200;
/** No microphone waits longer than this for the end of a chunk, in microseconds. */
const LONGEST_CHUNK = 500_000;

/**
 * Turns audio time into the time when that audio was sent. A chunk is sent when its last sample is
 * there, so a sample inside it was there as much earlier as there is audio behind it, though not
 * before the chunk before was sent: audio that comes faster than it plays, as a file does, counts as
 * of when it is sent. The exception: a delivery of several chunks at once that is just as long as the
 * time since the one before (a client that sends twice a second, or was held up) is what a microphone
 * took in that time.
 *
 * Moments are whole milliseconds, -1 for never; lengths of audio are whole microseconds.
 */
export class SendingClock {
  /** When the last chunk was sent, and how long it was. */
  sentAt = -1;
  #chunk = 0;
  /** When the delivery before the running one was over, and how much audio the running one has. */
  #deliveredAt = -1;
  #delivered = 0;
  /** All audio so far, and what of it was sent before the last pause. */
  #total = 0;
  #beforePause = 0;
  /** When the first chunk after the pause was sent, and the last before it. */
  #resumedAt = -1;
  #pausedAt = -1;

  /** Whether a chunk that is sent now begins a delivery. */
  begins(at: number, micros: number): boolean {
    return this.sentAt === -1 || (at - this.sentAt) * 1_000 >= micros * AT_ONCE;
  }

  /** @returns Microseconds of silence before the chunk. */
  sent(at: number, micros: number): number {
    const first = this.sentAt === -1;
    const silence = first ? 0 : at - this.sentAt - Math.round(micros / 1_000);
    if (this.begins(at, micros)) {
      this.#deliveredAt = this.sentAt;
      this.#delivered = 0;
    }
    if (first || silence >= PAUSE) {
      this.#beforePause = this.#total;
      this.#pausedAt = this.sentAt;
      this.#resumedAt = at;
    }
    this.#chunk = micros;
    this.#delivered += micros;
    this.#total += micros;
    this.sentAt = at;
    return silence >= PAUSE ? silence * 1_000 : 0;
  }

  /** For how many microseconds nothing was sent that should have been, if the stream goes on. */
  overdue(at: number): number {
    return Math.max(0, (at - this.sentAt) * 1_000 - Math.min(this.#chunk, LONGEST_CHUNK));
  }

  /**
   * When a sample was there, from the audio behind it.
   *
   * @param inChunk - It is in the last chunk, and not before.
   * @param before - When the chunk before was sent.
   */
  whenThere(behind: number, inChunk: boolean, before: number): number {
    return Math.max(this.sentAt - Math.round(behind / 1_000), inChunk ? before : this.#resumedAt);
  }

  /** When a sample in the last delivery was there, if a microphone took it; else -1. */
  inStep(behind: number): number {
    const late = this.sentAt - this.#deliveredAt - this.#delivered / 1_000;
    const live = this.#deliveredAt !== -1 && Math.abs(late) <= IN_STEP;
    return live && behind <= this.#delivered ? this.sentAt - Math.round(behind / 1_000) : -1;
  }

  /**
   * When audio was sent, from its place in all of it.
   *
   * @param offset - Seconds from the first sample on.
   */
  whenSent(offset: number): number {
    const place = offset * 1e6;
    if (place < this.#beforePause) {
      return this.#pausedAt - (this.#beforePause - place) / 1_000;
    }
    return Math.max(this.sentAt - Math.max(0, this.#total - place) / 1_000, this.#resumedAt);
  }
}
