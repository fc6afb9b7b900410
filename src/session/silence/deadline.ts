import { later, now, onceRead } from '../../platform/index.js';
import type { Guard } from '../guard.js';
import type { Moment } from '../story.js';

/** The longest delay that a timer takes. */
const longestDelay = 2 ** 31 - 1;

/** A timer that is so late was held up, as was the reading of what arrived; in milliseconds. */
const heldUp = 250;

/** How long what was held up is given to arrive, in milliseconds, and how often. */
const grace = 500;
const mostGraces = 5;

/**
 * In how many turns of the loop it is looked whether anything is still being read, and after how many
 * without anything it is not. ws can tell of what it has read a turn later (allowSynchronousEvents).
 */
const mostReads = 1_000;
const quietTurns = 3;

/** What is due, as a deadline asks and tells it. */
export interface Due {
  readonly next: Moment | undefined;
  check(at: Moment): void;
  restart(at: Moment): void;
}

/** Whether the application reads what arrives; `undefined`: the socket is gone. */
export type Reads = () => boolean | undefined;

/** The session whose silence is listened to. */
export interface Listened {
  readonly reads: Reads;
  /** How many messages have been read so far. */
  readonly totals: { readonly messagesReceived: number };
  readonly guard: Guard;
}

/**
 * The one timer of a session: it goes off when the first of what is due has been due for too long,
 * and there is none where nothing is due. What puts the moment off is not followed: it is seen when
 * the timer goes off.
 *
 * A silence counts only where it was listened to. So what has arrived is read first; a loop that was
 * blocked gets time to read; and a socket that is not read has no silence.
 */
export class Deadline {
  readonly #due: Due;
  readonly #session: Listened;
  #at: Moment | undefined;
  #callOff: (() => void) | undefined;
  #graces = 0;
  #reading = false;

  constructor(due: Due, session: Listened) {
    this.#due = due;
    this.#session = session;
  }

  /** To be called whenever something else may be due. */
  set(): void {
    const { next } = this.#due;
    if (next === undefined) this.stop();
    else if (!this.#reading && (this.#at === undefined || next < this.#at)) this.#set(next);
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#at = undefined;
    this.#graces = 0;
    this.#reading = false;
  }

  #set(at: Moment): void {
    this.#callOff?.();
    this.#at = at;
    const from = now();
    const delay = Math.min(Math.max(1, Math.ceil(at - from)), longestDelay);
    this.#callOff = later(() => this.#session.guard(() => this.#goneOff(from + delay)), delay);
  }

  #goneOff(planned: Moment): void {
    const at = now();
    const { next } = this.#due;
    this.#at = undefined;
    if (next === undefined) return;
    const reads = this.#session.reads();
    if (reads === undefined) return;
    if (!reads) {
      this.#due.restart(at);
      this.set();
    } else if (next > at) this.#set(next);
    else if (at - planned > heldUp && this.#graces < mostGraces) {
      this.#graces += 1;
      this.#set(at + grace);
    } else this.#readFirst(this.#read, mostReads);
  }

  /** @param quiet - Turns of the loop in which nothing was read. */
  #readFirst(read: number, left: number, quiet = 0): void {
    this.#reading = true;
    this.#callOff = onceRead(() =>
      this.#session.guard(() => {
        const more = this.#read;
        const still = more === read ? quiet + 1 : 0;
        if (still < quietTurns && left > 0) this.#readFirst(more, left - 1, still);
        else this.#check();
      }),
    );
  }

  get #read(): number {
    return this.#session.totals.messagesReceived;
  }

  #check(): void {
    this.#callOff = undefined;
    this.#graces = 0;
    this.#reading = false;
    this.#due.check(now());
    this.set();
  }
}
