import type { ClientFacts } from '../../protocol/client/client-frame.js';
import type { ServerFacts } from '../../protocol/server/server-frame.js';
import type { Moment } from '../story.js';

/**
 * When the user speaks, as messages tell: the client's activity marks, or else the server's
 * voiceActivity. Never from the level of the audio.
 */
export class UserSpeech {
  readonly #spoke: (start: Moment, end: Moment) => void;
  #start: Moment | undefined;
  /** The client marks activity itself, and knows better. */
  #marked = false;

  constructor(spoke: (start: Moment, end: Moment) => void) {
    this.#spoke = spoke;
  }

  sent(facts: ClientFacts, at: Moment): void {
    if (!facts.activityStart && !facts.activityEnd) return;
    if (!this.#marked) this.#start = undefined;
    this.#marked = true;
    // One frame may hold both; then the activity began with it.
    if (facts.activityStart) this.#start ??= at;
    if (facts.activityEnd) this.close(at);
  }

  heard(facts: ServerFacts, at: Moment): void {
    if (this.#marked || facts.voiceActivity === undefined) return;
    if (facts.voiceActivity === 'start') this.#start ??= at;
    else this.close(at);
  }

  /** The user, or the session, has come to the end. */
  close(at: Moment): void {
    if (this.#start === undefined) return;
    const start = this.#start;
    this.#start = undefined;
    this.#spoke(start, at);
  }
}
