import type { ServerFacts } from '../../protocol/server/server-frame.js';

/** So many turns without output in a row, and the session says nothing any more. */
const wedgedAfter = 3;

/** Reasons of a turn's end that answer nothing. Any other one is an answer, if only of an error. */
const noAnswer: ReadonlySet<string> = new Set([
  'TURN_COMPLETE_REASON_UNSPECIFIED',
  'MALFORMED_FUNCTION_CALL',
]);

/** What a turn that is over was, if it was silent. */
export interface SilentTurn {
  readonly empty: boolean;
  readonly wedged: boolean;
}

/** Sees which turns had no output although the user had said something, and how many in a row. */
export class EmptyTurns {
  /** Since the last turnComplete: any sign of a turn, output (parts, calls), transcripts, tokens. */
  open = false;
  output = false;
  /** The model is at it: it has not said that the generation is complete. */
  generating = false;
  #spoken = false;
  #transcribed = false;
  #spent = false;
  #usage = false;
  #interrupted = false;
  #excused = false;
  /** The turn has had calls that were answered: its tokens are those of the calls, too. */
  #tools = false;
  /** The user has said something since the last output. */
  input = false;
  /** Turns without output in a row … */
  #silent = 0;
  /** … and those of them that answered the user with nothing. */
  #empty = 0;
  #wedged = false;

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** The turn goes on behind the answer to its calls, and what it said before them is no answer. */
  toolsAnswered(): void {
    this.output = false;
    this.input = true;
    this.#tools = true;
  }

  heard(facts: ServerFacts): void {
    if (facts.parts > 0 || facts.toolCallCount > 0) {
      this.open = true;
      this.output = true;
      this.generating = true;
      this.input = false;
    }
    if (facts.generationComplete || facts.interrupted) this.generating = false;
    if (facts.outputTranscription) this.open = this.#spoken = true;
    if (facts.inputTranscription) this.#transcribed = true;
    if (facts.interrupted) this.#interrupted = true;
    if (facts.waitingForInput) this.#excused = true;
    if (facts.usage !== undefined) {
      this.#usage = true;
      if ((facts.usage.response ?? 0) > 0) this.#spent = true;
    }
  }

  /**
   * The turn is complete.
   *
   * @param excused - It is not the answer to what the user said last.
   * @param proactive - One empty turn is no fault; more in a row are.
   */
  completed(facts: ServerFacts, excused: boolean, proactive: boolean): SilentTurn {
    const turn = this.#judge(facts, excused, proactive);
    this.open = this.output = this.generating = this.#spoken = this.#transcribed = false;
    this.#spent = this.#usage = this.#interrupted = this.#excused = this.#tools = false;
    return turn;
  }

  #judge(facts: ServerFacts, excused: boolean, proactive: boolean): SilentTurn {
    const { turnCompleteReason: reason } = facts;
    const output = this.output || (this.#spent && !this.#tools);
    if (output || this.#excused || (reason && !noAnswer.has(reason))) {
      this.#silent = this.#empty = 0;
      if (output) this.#wedged = false;
      return fine;
    }
    if (this.#interrupted || excused || facts.interactionStatus === 'IN_PROGRESS') return fine;
    const answersNothing = this.input && !this.#spoken;
    // Zero counts are left out, so a usage without one says zero.
    const spokenForNothing = (this.#spoken || this.#transcribed) && this.#usage;
    if (!answersNothing && !spokenForNothing) return fine;
    this.input = false;
    this.#silent += 1;
    if (answersNothing) this.#empty += 1;
    const wedged = this.#silent >= wedgedAfter && !this.#wedged;
    if (wedged) this.#wedged = true;
    return { empty: answersNothing && (!proactive || this.#empty > 1), wedged };
  }
}

const fine: SilentTurn = { empty: false, wedged: false };
