import type { Moment } from '../story.js';
import { rowOf, type SilentPart, type StallKind } from './stall-kinds.js';

/** Something that is due. */
export interface Wait {
  readonly kind: StallKind;
  /** When it was due: where the stall begins, if it comes to one. */
  readonly since: Moment;
  /** From when on the silence is measured: later than `since` where it could not be measured. */
  from: Moment;
  /** A count of frames, to see whether any came. */
  frames: number | undefined;
}

/** What is due in a session: hardly ever more than two things at a time, and mostly none. */
export class Waits {
  #waits: readonly Wait[] | undefined;

  /** Something is due that audio would be an answer to. */
  forAudio = false;

  get all(): readonly Wait[] {
    return this.#waits ?? none;
  }

  has(kind: StallKind): boolean {
    return this.#find(rowOf(kind).part)?.kind === kind;
  }

  /** Begins to wait, unless there is a greater reason to wait for the same already. */
  begin(kind: StallKind, since: Moment, frames?: number): void {
    const { part, rank = 0 } = rowOf(kind);
    const present = this.#find(part);
    if (present !== undefined) {
      if ((rowOf(present.kind).rank ?? 0) > rank) return;
      this.end(part);
    }
    this.#set([...this.all, { kind, since, from: since, frames }]);
  }

  end(...parts: readonly SilentPart[]): void {
    if (this.#waits === undefined) return;
    this.#set(this.#waits.filter(({ kind }) => !parts.includes(rowOf(kind).part)));
  }

  clear(): void {
    this.#set(none);
  }

  #set(waits: readonly Wait[]): void {
    this.#waits = waits.length === 0 ? undefined : waits;
    this.forAudio = waits.some(({ kind }) => isAnswered(kind));
  }

  #find(part: SilentPart): Wait | undefined {
    return this.#waits?.find(({ kind }) => rowOf(kind).part === part);
  }
}

const none: readonly Wait[] = [];

function isAnswered(kind: StallKind): boolean {
  const { part } = rowOf(kind);
  return part === 'answer' || part === 'input';
}
