import { now } from '../../platform/index.js';
import type { HeardSpeech } from '../../protocol/audio/heard-speech.js';
import type { Guard } from '../guard.js';
import type { Playout } from '../playout.js';
import type { Moment, Totals } from '../story.js';
import { Deadline, type Reads } from './deadline.js';
import type { StallListener } from './open-stalls.js';
import type { SessionRules } from './session-rules.js';
import { Silence } from './silence.js';
import type { StallLimits } from './stall-kinds.js';

/** What a session lends to the watch over its silences. */
export interface SilenceParts {
  readonly limits: StallLimits;
  readonly playout: Playout;
  /** The session's counts so far. */
  readonly totals: Readonly<Pick<Totals, 'messagesReceived' | 'audioSent'>>;
  /** The level of the user's audio; `undefined` where it is not measured. */
  readonly speech: HeardSpeech | undefined;
  readonly listener: StallListener;
  readonly guard: Guard;
  readonly rules: SessionRules;
  /** Whether the application reads what arrives. */
  readonly reads: Reads;
}

/** The silences of a session, looked at whenever something happens, and when for too long nothing does. */
export class SessionSilence {
  readonly #silence: Silence;
  readonly #deadline: Deadline;
  #over = false;

  constructor(parts: SilenceParts) {
    this.#silence = new Silence(parts, parts.speech, parts.listener);
    this.#deadline = new Deadline(this.#silence.due, parts);
  }

  /** Stalls so far. */
  get count(): number {
    return this.#silence.count;
  }

  /** Whether audio of the model may be more than audio. */
  get awaitsAudio(): boolean {
    return this.#silence.awaitsAudio;
  }

  /** @param tell - Tells what has happened. */
  happened(tell: (silence: Silence) => void): void {
    tell(this.#silence);
    if (!this.#over) this.#deadline.set();
  }

  /** Audio was sent, whose level may have been measured. */
  audioSent(): void {
    if (this.#silence.userChanged) this.happened((silence) => silence.lookAtUser(now()));
  }

  /** The application closes the connection. */
  closing(): void {
    this.#over = true;
    this.#silence.closing();
    this.#deadline.stop();
  }

  close(at: Moment): void {
    this.closing();
    this.#silence.close(at);
  }
}
