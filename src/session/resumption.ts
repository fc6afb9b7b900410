import type { Scrubber } from '../protocol/scrubber.js';
import type { ProcessMemory } from './process-memory.js';
import type { SessionStory } from './story.js';

/** A handle longer than this is not remembered. The ones in captures have some hundred characters. */
const longestHandle = 8_192;

/** Links a session to the one that it resumes. Handles never leave the process. */
export class Resumption {
  readonly #memory: ProcessMemory;
  readonly #story: Pick<SessionStory<never>, 'mark' | 'resumable' | 'resumed'>;
  readonly #scrubber: Pick<Scrubber, 'issued'>;
  #newest: string | undefined;

  constructor(
    memory: ProcessMemory,
    story: Pick<SessionStory<never>, 'mark' | 'resumable' | 'resumed'>,
    scrubber: Pick<Scrubber, 'issued'>,
  ) {
    this.#scrubber = scrubber;
    this.#memory = memory;
    this.#story = story;
  }

  /** The setup holds a handle. */
  resumes(handle: string): void {
    const earlier = this.#memory.issuerOf(handle);
    if (earlier !== undefined) this.#story.resumed(earlier);
  }

  /** The server issued a handle. */
  issued(handle: string): void {
    if (this.#newest === undefined) this.#story.resumable();
    this.#scrubber.issued(handle);
    if (handle === this.#newest || handle.length > longestHandle) return;
    this.#memory.issued(handle, this.#newest, this.#story.mark());
    this.#newest = handle;
  }
}
