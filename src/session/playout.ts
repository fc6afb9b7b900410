/** Gaps of a player that are told, in seconds: shorter ones no one hears. */
const shortestUnderrun = 0.05;

/** What a player has played of one generation, by the wire's clock. */
export interface PlayedAudio {
  /** Seconds of audio received in it; `undefined` where there was none. */
  readonly generated: number | undefined;
  /** Seconds of it that had been played when it was interrupted; `undefined` where it was not. */
  readonly heard: number | undefined;
  /** Seconds in which there was nothing left to play before the audio ended; only where noticeable. */
  readonly underrun: number | undefined;
}

/**
 * A player of the session's audio, as far as the wire tells: it begins with the first audio that
 * comes, plays without a buffer of its own, waits where it has nothing left, and drops what it has
 * when it is interrupted. Where a generation's audio comes while the one before it still plays, it
 * is played behind it.
 */
export class Playout {
  /** When all audio so far has been played; -Infinity before there was some. */
  end: number = -Infinity;
  /** Seconds of the generation that is running. */
  #generated = 0;
  #underrun = 0;
  #heard: number | undefined;

  generationBegins(): void {
    this.#generated = 0;
    this.#underrun = 0;
    this.#heard = undefined;
  }

  received(seconds: number, at: number): void {
    if (at > this.end) {
      if (this.#generated > 0) this.#underrun += (at - this.end) / 1_000;
      this.end = at;
    }
    this.end += seconds * 1_000;
    this.#generated += seconds;
  }

  /** What is left is dropped. */
  interrupted(at: number): void {
    const left = Math.max(0, this.end - at) / 1_000;
    this.#heard ??= Math.max(0, this.#generated - left);
    if (this.end > at) this.end = at;
  }

  /** Of the generation that began last. */
  get played(): PlayedAudio {
    const some = this.#generated > 0;
    return {
      generated: some ? this.#generated : undefined,
      heard: some ? this.#heard : undefined,
      underrun: this.#underrun > shortestUnderrun ? this.#underrun : undefined,
    };
  }
}
