import type { Playout } from '../playout.js';
import type { Moment, Totals } from '../story.js';
import type { LoudUser } from './loud-user.js';
import type { OpenStalls } from './open-stalls.js';
import type { SessionRules } from './session-rules.js';
import { limitOf, rowOf, type StallKind, type StallLimits } from './stall-kinds.js';
import { Waits, type Wait } from './waits.js';

/** How much audio behind the user's last word ends the turn for certain, in ms. */
const trailingAudio = 2_000;

/** How often it is looked whether the user still speaks, in ms. */
const look = 1_000;

/** What the silences of a session are measured by. */
export interface Measures {
  readonly limits: StallLimits;
  readonly rules: SessionRules;
  readonly playout: Playout;
  /** The session's counts so far. */
  readonly totals: Readonly<Pick<Totals, 'messagesReceived' | 'audioSent'>>;
}

/**
 * When what is due has been due for too long. Nothing is reckoned up while frames go by: whether one
 * came, and how far the audio is played, is looked up when the time has come.
 */
export class DueWaits extends Waits {
  readonly #measures: Measures;
  readonly #user: LoudUser | undefined;
  readonly #open: OpenStalls;
  /** Seconds of audio sent when the user's last word began or ended, and when that was. */
  #sentByWord = 0;
  #wordAt: Moment = 0;
  /** Seconds of audio sent at the last look at a user who speaks. */
  #sentByLook = -1;
  /** Silences after speech that a proactive model may not answer, one after the other. */
  #ignored = 0;
  /** The model may think for long before it speaks. */
  thinksLong: boolean;

  constructor(measures: Measures, user: LoudUser | undefined, open: OpenStalls) {
    super();
    this.#measures = measures;
    this.thinksLong = measures.rules.thinksLong;
    this.#user = user;
    this.#open = open;
  }

  /** The model has said or done something. */
  answered(): void {
    this.#ignored = 0;
  }

  /** An utterance has begun or ended. */
  word(at: Moment): void {
    this.#wordAt = at;
    this.#sentByWord = this.#measures.totals.audioSent;
  }

  /** When to look next, if nothing happens; `undefined`: nothing is due. */
  get next(): Moment | undefined {
    let next: Moment | undefined;
    for (const wait of this.all) next = Math.min(next ?? Infinity, this.#due(wait));
    return next;
  }

  /** Notices the silences that have lasted too long, all that has arrived having been read. */
  check(at: Moment): void {
    for (const wait of this.all) {
      if (this.#due(wait) <= at && this.#isOver(wait, at)) this.end(rowOf(wait.kind).part);
    }
  }

  /** The silence could not be measured so far: nobody was reading. It counts from now on. */
  restart(at: Moment): void {
    for (const wait of this.all) if (this.#due(wait) <= at) wait.from = at;
  }

  #due(wait: Wait): Moment {
    const { kind } = wait;
    // Whether frames come behind that moment is seen by a look at it.
    if (kind === 'going_away_silent' && wait.frames === undefined) return wait.since;
    if (kind === 'input_stopped' && this.#isTurnOver()) return wait.since;
    return Math.max(wait.from, this.#start(wait)) + this.#limit(kind);
  }

  #limit(kind: StallKind): number {
    return limitOf(kind, this.#measures.limits, this.thinksLong);
  }

  /** When the silence began, as it looks now. */
  #start({ kind, since }: Wait): Moment {
    const { playout, rules } = this.#measures;
    switch (rowOf(kind).part) {
      case 'playout':
        return Math.max(since, playout.end);
      case 'input':
        return this.#sentUntil();
      case 'answer': {
        // Neither while the model's last words are played nor while the user speaks is one due.
        const userEnd = rules.manualActivity ? since : (this.#user?.endedAt ?? since);
        return Math.max(since, playout.end, userEnd);
      }
      default:
        return since;
    }
  }

  /** Until when the client's audio went on: a microphone sends as fast as it hears. */
  #sentUntil(): Moment {
    return this.#wordAt + (this.#measures.totals.audioSent - this.#sentByWord) * 1_000;
  }

  /** So much audio came behind the user's last word that the microphone ended no turn. */
  #isTurnOver(): boolean {
    const user = this.#user;
    return user !== undefined && !user.speaking && this.#sentUntil() - user.endedAt > trailingAudio;
  }

  /** @returns Whether there is nothing more to wait for. */
  #isOver(wait: Wait, at: Moment): boolean {
    const { kind } = wait;
    const { rules, totals } = this.#measures;
    if (kind === 'going_away_silent' && wait.frames === undefined) {
      wait.frames = totals.messagesReceived;
      return false;
    }
    if (wait.frames !== undefined && wait.frames !== totals.messagesReceived) return true;
    if (kind === 'input_stopped' && this.#isTurnOver()) return true;
    if (rowOf(kind).part === 'answer' && !rules.manualActivity && this.#userGoesOn()) {
      const limit = this.#limit(kind);
      wait.from = at - limit + Math.min(limit, look);
      return false;
    }
    if (rules.proactive && rowOf(kind).ofSpeech === true) {
      this.#ignored += 1;
      if (this.#ignored < 2) return true;
    }
    this.#open.begin(kind, this.#start(wait));
    return true;
  }

  /** The user speaks, and is still sent: a microphone that was shut in mid word says nothing more. */
  #userGoesOn(): boolean {
    const { audioSent } = this.#measures.totals;
    const sent = audioSent !== this.#sentByLook;
    this.#sentByLook = audioSent;
    return sent && this.#user?.speaking === true;
  }
}
