import type { Scrubber } from '../protocol/scrubber.js';
import type { IssuedSession, ProcessMemory } from './process-memory.js';
import type { Moment, SessionStory } from './story.js';

/** A handle longer than this is not remembered. The ones in captures have some hundred characters. */
const longestHandle = 8_192;

type Story = Pick<SessionStory<never>, 'mark' | 'resumable' | 'resumed' | 'resumedAfter'>;

/** Links a session to the one that it resumes. Handles never leave the process. */
export class Resumption {
  readonly #memory: ProcessMemory;
  readonly #story: Story;
  readonly #scrubber: Pick<Scrubber, 'issued'>;
  #newest: string | undefined;
  /** The session that this one resumes. */
  #earlier: IssuedSession | undefined;
  /** What the sessions that resume this one are to know of it. */
  #issued: IssuedSession | undefined;

  constructor(memory: ProcessMemory, story: Story, scrubber: Pick<Scrubber, 'issued'>) {
    this.#scrubber = scrubber;
    this.#memory = memory;
    this.#story = story;
  }

  /** The setup holds a handle. */
  resumes(handle: string): void {
    this.#earlier = this.#memory.issuerOf(handle);
    if (this.#earlier !== undefined) this.#story.resumed(this.#earlier.mark, this.#sequence);
  }

  /** The server took the setup. */
  accepted(at: Moment): void {
    const endedAt = this.#earlier?.endedAt;
    if (endedAt !== undefined) this.#story.resumedAfter((at - endedAt) / 1_000);
  }

  /** The server issued a handle. */
  issued(handle: string): void {
    if (this.#newest === undefined) this.#story.resumable();
    this.#scrubber.issued(handle);
    if (handle === this.#newest || handle.length > longestHandle) return;
    this.#issued ??= { mark: this.#story.mark(), sequence: this.#sequence, endedAt: undefined };
    this.#memory.issued(handle, this.#newest, this.#issued);
    this.#newest = handle;
  }

  ended(at: Moment): void {
    if (this.#issued !== undefined) this.#issued.endedAt = at;
  }

  get #sequence(): number {
    return (this.#earlier?.sequence ?? 0) + 1;
  }
}
