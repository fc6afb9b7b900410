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
  /** The level of the user's audio; `undefined` where it is not measured. */
  readonly speech: HeardSpeech | undefined;
  readonly listener: StallListener;
  readonly guard: Guard;
}

/** The silences of a session, looked at whenever something happens, and when for too long nothing does. */
export class SessionSilence {
  readonly #parts: SilenceParts;
  #rules: SessionRules = unknownRules;
  #reads: Reads = () => true;
  #accepted = false;
  #over = false;
  /** Made when something is said: a session in which nothing is has no silence. */
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

  /** Whether the model waits for the answer to a call of this function. */
  blocks(name: string | undefined): boolean {
    return this.#rules.blocks(name);
  }

  opened(reads: Reads): void {
    this.#reads = reads;
  }

  setUp(rules: SessionRules): void {
    this.#rules = rules;
  }

  audioSent(): void {
    if (this.#parts.speech === undefined || !this.#listens().userChanged) return;
    this.#happened((silence) => silence.lookAtUser(now()));
  }

  sent(facts: ClientFacts, at: Moment): void {
    this.#happened((silence) => silence.sent(facts, at));
  }

  heard(facts: ServerFacts, at: Moment): void {
    if (facts.setupComplete) {
      this.#accepted = true;
      if (this.#silence !== undefined) this.#happened((silence) => silence.ready(at));
    }
    if (!facts.serverContent && !facts.goAway && facts.toolCallCount === 0) return;
    this.#happened((silence) => silence.heard(facts, at));
  }

  /** @param blocked - A call is open that blocks. */
  callsOpen(blocked: boolean, at: Moment): void {
    this.#happened((silence) => silence.callsOpen(blocked, at));
  }

  /** The last call that blocks was answered, and the model is to go on at once. */
  toolsAnswered(at: Moment): void {
    this.#happened((silence) => silence.toolsAnswered(at));
  }

  pinged(at: Moment): void {
    this.#happened((silence) => silence.pinged(at));
  }

  ponged(at: Moment): void {
    if (this.#silence !== undefined) this.#happened((silence) => silence.ponged(at));
  }

  /** The application closes the connection. */
  closing(): void {
    this.#silence?.closing();
    this.#deadline?.stop();
    this.#over = true;
  }

  close(at: Moment): void {
    this.closing();
    this.#silence?.close(at);
  }

  #happened(tell: (silence: Silence) => void): void {
    tell(this.#listens());
    if (!this.#over) this.#deadline?.set();
  }

  #listens(): Silence {
    if (this.#silence !== undefined) return this.#silence;
    const { speech, listener, totals, guard } = this.#parts;
    const silence = new Silence({ ...this.#parts, rules: this.#rules }, speech, listener);
    this.#silence = silence;
    this.#deadline = new Deadline(silence.due, this.#reads, () => totals.messagesReceived, guard);
    if (this.#accepted) silence.ready(now());
    return silence;
  }
}
