import { now } from '../../platform/index.js';
import type { HeardSpeech } from '../../protocol/audio/heard-speech.js';
import type { ClientFacts } from '../../protocol/client/client-facts.js';
import type { ServerFacts } from '../../protocol/server/server-facts.js';
import type { Guard } from '../guard.js';
import type { Playout } from '../playout.js';
import type { Moment, Totals } from '../story.js';
import { Deadline, type Reads } from './deadline.js';
import type { StallListener } from './open-stalls.js';
import { unknownRules, type SessionRules } from './session-rules.js';
import { Silence } from './silence.js';
import type { StallLimits } from './stall-kinds.js';

/** What a session lends to the watch over its silences. */
export interface SilenceParts {
  readonly limits: StallLimits;
  readonly playout: Playout;
  /** The session's counts so far. */
  readonly totals: Readonly<Pick<Totals, 'messagesReceived' | 'audioSent'>>;
  readonly listener: StallListener;
  readonly guard: Guard;
}

const always: Reads = () => true;

/**
 * The silences of a session, looked at whenever something happens, and when for too long nothing
 * does. Nothing is watched before something is said: a session in which nothing is has no silence.
 */
export class SessionSilence {
  readonly #parts: SilenceParts;
  #reads: Reads = always;
  #rules: SessionRules = unknownRules;
  #speech: HeardSpeech | undefined;
  #accepted = false;
  #over = false;
  #silence: Silence | undefined;
  #deadline: Deadline | undefined;

  constructor(parts: SilenceParts) {
    this.#parts = parts;
  }

  /** Stalls so far. */
  get count(): number {
    return this.#silence?.count ?? 0;
  }

  /** Whether audio of the model may be more than audio. */
  get awaitsAudio(): boolean {
    return this.#silence !== undefined && this.#silence.awaitsAudio;
  }

  /** @param reads - Whether the application reads what arrives. Default: it always does. */
  opened(reads: Reads = always): void {
    this.#reads = reads;
  }

  setUp(rules: SessionRules): void {
    this.#rules = rules;
  }

  /** @param speech - The level of the user's audio. */
  listenTo(speech: HeardSpeech): void {
    this.#speech = speech;
  }

  /** What the client sent beside audio and answers to calls. */
  sent(facts: ClientFacts, at: Moment): void {
    this.#happened(at, (silence) => silence.sent(facts, at));
  }

  /** Audio was sent, whose level may have been measured. */
  audioSent(): void {
    if (this.#speech === undefined) return;
    const silence = this.#silence ?? this.#begin(now());
    if (!silence.userChanged) return;
    const at = now();
    this.#happened(at, () => silence.lookAtUser(at));
  }

  heard(facts: ServerFacts, at: Moment): void {
    if (facts.setupComplete) {
      this.#accepted = true;
      if (this.#silence !== undefined) this.#happened(at, (silence) => silence.ready(at));
    }
    if (!facts.serverContent && !facts.goAway && facts.toolCallCount === 0) return;
    this.#happened(at, (silence) => silence.heard(facts, at));
  }

  /**
   * @param blocking - Whether a call is open that blocks.
   * @param answered - A call that blocks was answered, and the model is to go on at once.
   */
  callsOpen(blocking: boolean, answered: boolean, at: Moment): void {
    this.#happened(at, (silence) => {
      silence.callsOpen(blocking, at);
      if (answered && !blocking) silence.toolsAnswered(at);
    });
  }

  /** @param sent - Whether the application sent a ping; else a ping or a pong came. */
  heartbeat(sent: boolean, at: Moment): void {
    if (sent) this.#happened(at, (silence) => silence.pinged(at));
    else if (this.#silence !== undefined) this.#happened(at, (silence) => silence.ponged(at));
  }

  /** The application closes the connection. */
  closing(): void {
    this.#over = true;
    this.#silence?.closing();
    this.#deadline?.stop();
  }

  close(at: Moment): void {
    this.closing();
    this.#silence?.close(at);
  }

  #happened(at: Moment, tell: (silence: Silence) => void): void {
    tell(this.#silence ?? this.#begin(at));
    if (!this.#over) this.#deadline?.set();
  }

  #begin(at: Moment): Silence {
    const measures = { ...this.#parts, rules: this.#rules, reads: this.#reads };
    const silence = new Silence(measures, this.#speech, this.#parts.listener);
    this.#silence = silence;
    this.#deadline = new Deadline(silence.due, measures);
    if (this.#over) silence.closing();
    if (this.#accepted) silence.ready(at);
    return silence;
  }
}
