import type { HeardSpeech } from '../../protocol/audio/heard-speech.js';
import type { ClientFacts } from '../../protocol/client/client-frame.js';
import type { ServerFacts } from '../../protocol/server/server-frame.js';
import type { Moment } from '../story.js';
import { DueWaits, type Measures } from './due-waits.js';
import { EmptyTurns } from './empty-turns.js';
import { LateWords } from './late-words.js';
import { LoudUser, type Utterance } from './loud-user.js';
import { OpenStalls, type StallListener } from './open-stalls.js';
import { rowOf, type StallKind } from './stall-kinds.js';

/** So many utterances without a transcription are no chance. */
const unheardAfter = 2;

/**
 * The silences of one session: what is due, since when, and what has been due for too long. It knows
 * no clock and no timer: it is told when things happen, and asked when to look again.
 *
 * An answer is due from the last message or sound that asks for one, and whatever the model says or
 * does is an answer. Where the model is right to be silent nothing is due.
 */
export class Silence {
  readonly #measures: Measures;
  readonly #open: OpenStalls;
  readonly #waits: DueWaits;
  readonly #turn = new EmptyTurns();
  readonly #words = new LateWords();
  readonly #user: LoudUser | undefined;
  #ready = false;
  #closing = false;
  /** A call is open that blocks: the model waits for the client. */
  #blocked = false;
  /** Between activityStart and activityEnd. */
  #activity = false;
  /** A question that could not be answered yet: why not. */
  #asked: 'early' | 'blocked' | 'in_turn' | 'perhaps_answered' | undefined;
  /** Utterances without a transcription, one after the other. */
  #unheard = 0;

  /** @param speech - `undefined` where the audio that is sent is not measured. */
  constructor(measures: Measures, speech: HeardSpeech | undefined, listener: StallListener) {
    this.#measures = measures;
    this.#open = new OpenStalls(listener);
    if (speech !== undefined && measures.rules.turns) {
      this.#user = new LoudUser(speech, {
        began: (at) => this.#beganToSpeak(at),
        ended: (utterance, at) => this.#stoppedSpeaking(utterance, at),
      });
    }
    this.#waits = new DueWaits(measures, this.#user, this.#open);
  }

  /** What is due; asked when to look next, and told to. */
  get due(): Pick<DueWaits, 'next' | 'check' | 'restart'> {
    return this.#waits;
  }

  /** Stalls so far. */
  get count(): number {
    return this.#open.count;
  }

  /** Whether audio of the model would be an answer to something, or the end of a stall. */
  get awaitsAudio(): boolean {
    return this.#open.any || this.#waits.forAudio || !this.#turn.output;
  }

  /** Whether the user has begun or ended to speak, as far as the audio tells that was sent. */
  get userChanged(): boolean {
    return this.#user !== undefined && this.#user.changed;
  }

  lookAtUser(at: Moment): void {
    this.#user?.look(at, this.#measures.playout.end);
  }

  /** The setup is complete: from now on the model can answer. */
  ready(at: Moment): void {
    this.#ready = true;
    if (this.#asked === 'early') this.#askAgain(at);
  }

  /** What the client sent beside audio and answers to calls. */
  sent(facts: ClientFacts, at: Moment): void {
    const { text, clientContent, activityStart, activityEnd } = facts;
    if (!this.#measures.rules.turns) return;
    if (!text && !clientContent && !activityStart && !activityEnd) return;
    if (activityStart) this.#activity = true;
    if (activityEnd) this.#activity = false;
    this.#open.endSpoken('user', at);
    this.#waits.end('answer', 'playout', 'input');
    const asks = text || activityEnd || (clientContent && facts.turnComplete);
    if (asks && !this.#activity) this.#ask(at);
  }

  /** Whether a call is open that blocks: then it is the client that the model waits for. */
  callsOpen(blocking: boolean, at: Moment): void {
    this.#blocked = blocking;
    if (blocking) this.#waits.end('answer', 'playout', 'input');
    else if (this.#asked === 'blocked') this.#askAgain(at);
  }

  /** The last call that blocks was answered, and the model is to go on at once. */
  toolsAnswered(at: Moment): void {
    if (this.#measures.rules.oneTurnWithTools) this.#turn.toolsAnswered();
    this.#wait('after_tool', at);
  }

  /** The application sent a ping. */
  pinged(at: Moment): void {
    if (!this.#waits.has('half_open')) {
      this.#wait('half_open', at, this.#measures.totals.messagesReceived);
    }
  }

  /** A ping or a pong came. */
  ponged(at: Moment): void {
    this.#waits.end('line');
    this.#open.endLine(at);
  }

  /** What the server said. Audio alone may be left out where {@link awaitsAudio} is false. */
  heard(facts: ServerFacts, at: Moment): void {
    this.#open.endLine(at);
    if (facts.goAway) this.#goingAway(facts.timeLeft, at);
    if (!this.#measures.rules.turns) return;
    if (facts.inputTranscription) this.#transcribed(at);
    const { interrupted, turnComplete } = facts;
    // Extended thinking alone says how far it is.
    if (facts.interactionStatus !== undefined) this.#waits.thinksLong = true;
    this.#turn.heard(facts);
    if (facts.parts > 0 || facts.toolCallCount > 0) this.#answered(at);
    else if (interrupted || turnComplete || facts.waitingForInput) this.#acted(turnComplete, at);
    if (interrupted) this.#interrupted(at);
    if (facts.generationComplete || facts.waitingForInput) this.#saidAll(at);
    else if (facts.audioBytes > 0 && !interrupted && !turnComplete) this.#goesOn(at);
    if (turnComplete) this.#completed(facts, at);
  }

  /** The application closes the connection: nothing is due any more. */
  closing(): void {
    this.#waits.clear();
    this.#closing = true;
  }

  close(at: Moment): void {
    this.closing();
    this.#open.close(at);
  }

  #ask(at: Moment): void {
    this.#turn.input = true;
    if (!this.#ready) this.#asked = 'early';
    else if (this.#blocked) this.#asked = 'blocked';
    else this.#asked = this.#turn.open ? 'in_turn' : undefined;
    this.#wait('asked_no_reply', at);
  }

  #askAgain(at: Moment): void {
    this.#asked = undefined;
    this.#wait('asked_no_reply', at);
  }

  /** The user's words. Those that were answered already count for nothing. */
  #transcribed(at: Moment): void {
    const { rules, totals } = this.#measures;
    const spoken = this.#user !== undefined && this.#user.inTurn > 0;
    const late = this.#words.mayBeLate(at, totals.audioSent, spoken);
    this.#words.heard();
    this.#unheard = 0;
    if (this.#waits.has('unheard')) this.#waits.end('answer');
    if (late || this.#turn.generating) return;
    this.#open.endSpoken('user', at);
    if (!this.#turn.open || this.#turn.interrupted) this.#turn.input = true;
    if (!rules.manualActivity) this.#wait('heard_no_reply', at);
  }

  /** The model has said something, or called a tool. */
  #answered(at: Moment): void {
    this.#open.endSpoken('reply', at);
    this.#waits.end('answer', 'input');
    this.#waits.answered();
    this.#user?.answered();
    this.#unheard = 0;
    if (this.#asked === undefined) return;
    // What is under way of the old turn's audio may come before its `interrupted`.
    this.#asked = this.#turn.interrupted ? undefined : 'perhaps_answered';
  }

  /** The server has shown that it is there. */
  #acted(turnComplete: boolean, at: Moment): void {
    this.#open.endSpoken('reply', at);
    this.#unheard = 0;
    // The end of the turn that was interrupted is no answer to those who interrupted it.
    const goesOn = turnComplete && this.#turn.interrupted && this.#waits.has('after_interrupt');
    if (!goesOn) this.#waits.end('answer', 'input');
  }

  #interrupted(at: Moment): void {
    this.#user?.interrupted(at);
    this.#saidAll(at);
    if (this.#asked !== 'in_turn' && this.#asked !== 'perhaps_answered') return;
    this.#asked = 'in_turn';
    this.#wait('asked_no_reply', at);
  }

  #saidAll(at: Moment): void {
    this.#waits.end('playout');
    this.#open.endPlayout(at);
  }

  #goesOn(at: Moment): void {
    if (!this.#waits.has('mid_reply')) this.#wait('mid_reply', at);
  }

  #completed(facts: ServerFacts, at: Moment): void {
    const { interrupted } = this.#turn;
    const overtaken = this.#user !== undefined && this.#user.overtakes(at);
    const silent = this.#turn.completed(facts, overtaken, this.#measures.rules.proactive);
    this.#words.turnEnded(at, interrupted, this.#measures.totals.audioSent);
    if (this.#user !== undefined) this.#user.inTurn = 0;
    this.#saidAll(at);
    if (silent.empty) this.#notice('empty_turn', at);
    if (silent.wedged) this.#notice('wedged', at);
    if (this.#asked === 'in_turn') this.#askAgain(at);
    else if (this.#asked === 'perhaps_answered') this.#asked = undefined;
  }

  #goingAway(timeLeft: number | undefined, at: Moment): void {
    this.#waits.end('farewell');
    if (timeLeft !== undefined) this.#wait('going_away_silent', at + timeLeft * 1_000);
  }

  #beganToSpeak(at: Moment): void {
    const { manualActivity, needsTrailingAudio } = this.#measures.rules;
    this.#open.endSpoken('user', at);
    this.#waits.word(at);
    if (needsTrailingAudio && !manualActivity && !this.#turn.open) this.#wait('input_stopped', at);
  }

  #stoppedSpeaking({ endedAt, word, whole, interrupted }: Utterance, at: Moment): void {
    const { manualActivity, transcribed } = this.#measures.rules;
    this.#waits.word(at);
    if (manualActivity) return;
    if (word || interrupted) this.#turn.input = true;
    if (interrupted) this.#wait('after_interrupt', endedAt);
    else if (whole && transcribed && this.#words.ever && !this.#turn.open) {
      this.#unheard += 1;
      if (this.#unheard >= unheardAfter) this.#wait('unheard', endedAt);
    }
  }

  #wait(kind: StallKind, since: Moment, frames?: number): void {
    if (this.#closing || this.#measures.limits[kind] === Infinity) return;
    const { part } = rowOf(kind);
    const spoken = part !== 'line' && part !== 'farewell';
    if (spoken && (!this.#ready || this.#blocked)) return;
    this.#waits.begin(kind, since, frames);
  }

  #notice(kind: StallKind, since: Moment): void {
    if (this.#measures.limits[kind] !== Infinity) this.#open.begin(kind, since);
  }
}
