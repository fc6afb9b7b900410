import type { Moment, Stall, StallEnd } from '../story.js';
import { rowOf, type StallKind } from './stall-kinds.js';

/** Stalls of one session that are told when they end. All are counted. */
const mostTold = 50;

/** Whoever is told of stalls. */
export interface StallListener {
  /** A silence has lasted too long. Told while it lasts. */
  stalled(kind: StallKind): void;
  /** It is over. */
  stallEnded(stall: Stall): void;
}

interface OpenStall {
  readonly kind: StallKind;
  readonly start: Moment;
}

/** The stalls that were noticed and are not over. */
export class OpenStalls {
  readonly #listener: StallListener;
  #open: OpenStall[] | undefined;
  #told = 0;
  /** So far. */
  count = 0;

  constructor(listener: StallListener) {
    this.#listener = listener;
  }

  get any(): boolean {
    return this.#open !== undefined;
  }

  begin(kind: StallKind, start: Moment): void {
    this.count += 1;
    (this.#open ??= []).push({ kind, start });
    this.#listener.stalled(kind);
  }

  /** The model does something, or the user does: what is silent otherwise stays so. */
  endSpoken(end: StallEnd, at: Moment): void {
    this.#end(end, at, isSpoken);
  }

  /** A frame came: the connection lives. */
  endLine(at: Moment): void {
    this.#end('reply', at, isLine);
  }

  /** The model is heard in the middle of what it says, or has nothing more to say. */
  endPlayout(at: Moment): void {
    this.#end('reply', at, isPlayout);
  }

  close(at: Moment): void {
    this.#end('close', at, () => true);
  }

  #end(endedBy: StallEnd, end: Moment, which: (kind: StallKind) => boolean): void {
    const open = this.#open;
    if (open === undefined) return;
    const left = open.filter(({ kind }) => !which(kind));
    this.#open = left.length === 0 ? undefined : left;
    for (const { kind, start } of open) {
      if (!which(kind) || this.#told >= mostTold) continue;
      this.#told += 1;
      this.#listener.stallEnded({ kind, start, end, endedBy });
    }
  }
}

function isLine(kind: StallKind): boolean {
  const { part } = rowOf(kind);
  return part === 'line' || part === 'farewell';
}

function isSpoken(kind: StallKind): boolean {
  return !isLine(kind);
}

function isPlayout(kind: StallKind): boolean {
  return rowOf(kind).part === 'playout';
}
