import type { Playout } from '../playout.js';
import type { Moment, Totals } from '../story.js';
import type { LoudUser } from './loud-user.js';
import type { SessionRules } from './session-rules.js';
import { limitOf, rowOf, type StallKind, type StallLimits } from './stall-kinds.js';
import { Waits, type Wait } from './waits.js';

/** How much audio behind the user's last word ends the turn for certain, in ms. */
const trailingAudio = 2_000;

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
  readonly #notice: (kind: StallKind, since: Moment) => void;
  /** Seconds of audio sent when the user's last word began or ended, and when that was. */
  #sentByWord = 0;
  #wordAt: Moment = 0;
  /** Seconds of audio sent at the last look at a user who speaks. */
  #sentByLook = -1;
  /** Silences after speech that a proactive model may not answer, one after the other. */
  #ignored = 0;

  constructor(
    measures: Measures,
    user: LoudUser | undefined,
    notice: (kind: StallKind, since: Moment) => void,
  ) {
    super();
    this.#measures = measures;
    this.#user = user;
    this.#notice = notice;
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
    const { limits, rules } = this.#measures;
    return Math.max(wait.from, this.#start(wait)) + limitOf(kind, limits, rules.thinksLong);
  }

  /** When the silence began, as it looks now. */
  #start({ kind, since }: Wait): Moment {
    const { playout, totals } = this.#measures;
    switch (kind) {
      case 'mid_reply':
        return Math.max(since, playout.end);
      case 'input_stopped':
        // A microphone sends as fast as it hears, so what was sent tells until when.
        return this.#wordAt + (totals.audioSent - this.#sentByWord) * 1_000;
      case 'heard_no_reply':
      case 'unheard':
        return Math.max(since, this.#user?.endedAt ?? since);
      default:
        return since;
    }
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
    if (kind === 'input_stopped' && this.#user !== undefined && !this.#user.speaking) {
      if (this.#start(wait) - this.#user.endedAt > trailingAudio) return true;
    }
    if (rowOf(kind).part === 'answer' && this.#userGoesOn()) {
      wait.from = at;
      return false;
    }
    if (rules.proactive && rowOf(kind).ofSpeech === true) {
      this.#ignored += 1;
      if (this.#ignored < 2) return true;
    }
    this.#notice(kind, this.#start(wait));
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
