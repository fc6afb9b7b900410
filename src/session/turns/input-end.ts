import type { InputEndSource, Moment } from '../story.js';

export interface InputEnd {
  readonly source: InputEndSource;
  readonly at: Moment;
}

/** The marks that say that the user's audio is over, which more audio shows to be wrong. */
const endOfAudio: ReadonlySet<InputEndSource> = new Set(['activity_end', 'audio_stream_end']);

/**
 * Remembers the last end of the user's input, for the generation that answers it. Automatic voice
 * detection marks no end on most models: then there is none, and none is guessed.
 */
export class InputEnds {
  /** Of the generation that is running and has not spoken yet. */
  #running: InputEnd | undefined;
  /** Of the generation to come. */
  #next: InputEnd | undefined;

  /**
   * @param running - Whether a generation is running that has not spoken yet.
   */
  mark(source: InputEndSource, at: Moment, running: boolean): void {
    // clientContent interrupts the running generation, so it is the next one that answers it.
    if (running && source !== 'client_content') this.#running = { source, at };
    else this.#next = { source, at };
  }

  audioSent(): void {
    if (this.#running && endOfAudio.has(this.#running.source)) this.#running = undefined;
    if (this.#next && endOfAudio.has(this.#next.source)) this.#next = undefined;
  }

  generationBegins(): void {
    this.#running = this.#next;
    this.#next = undefined;
  }

  firstAudio(): InputEnd | undefined {
    const end = this.#running;
    this.#running = undefined;
    return end;
  }

  /** A turn without any output was the answer: the input is used up. */
  answeredWithNothing(): void {
    this.#next = undefined;
  }
}
