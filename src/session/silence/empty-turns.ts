import type { ServerFacts } from '../../protocol/server/server-frame.js';

/** So many turns without output in a row, and the session says nothing any more. */
const wedgedAfter = 3;

/** Reasons of a turn's end that answer nothing. Any other one is an answer, if only of an error. */
const noAnswer: ReadonlySet<string> = new Set([
  'TURN_COMPLETE_REASON_UNSPECIFIED',
  'MALFORMED_FUNCTION_CALL',
]);

/** What may be seen of a turn. A session remembers it in one number. */
const seen = {
  /** Parts or calls … */
  output: 1,
  /** … since the answers to calls, if there were any. */
  newOutput: 2,
  /** The model is at it: it has not said that the generation is complete. */
  generating: 4,
  /** A transcript of what the model says, and of what the user says. */
  spoken: 8,
  transcribed: 16,
  usage: 32,
  /** Tokens of a response. */
  spent: 64,
  interrupted: 128,
  /** The model waits for more. */
  excused: 256,
  /** Calls were answered: the turn's tokens are those of the calls, too. */
  tools: 512,
} as const;

/** What a turn that is over was, if it was silent. */
export interface SilentTurn {
  readonly empty: boolean;
  readonly wedged: boolean;
}

const fine: SilentTurn = { empty: false, wedged: false };

/** Sees which turns had no output although the user had said something, and how many in a row. */
export class EmptyTurns {
  /** Since the last turnComplete. */
  #seen = 0;
  /** The user has said something since the last output. */
  input = false;
  /** Turns without output in a row … */
  #silent = 0;
  /** … and those of them that answered the user with nothing. */
  #empty = 0;
  #wedged = false;

  /** The model has begun to answer, and the turn is not complete. */
  get open(): boolean {
    return this.#has(seen.output | seen.spoken);
  }

  get output(): boolean {
    return this.#has(seen.newOutput);
  }

  get generating(): boolean {
    return this.#has(seen.generating);
  }

  get interrupted(): boolean {
    return this.#has(seen.interrupted);
  }

  /** The turn goes on behind the answer to its calls, and what it said before them is no answer. */
  toolsAnswered(): void {
    this.#seen = (this.#seen & ~seen.newOutput) | seen.tools;
    this.input = true;
  }

  heard(facts: ServerFacts): void {
    let now = this.#seen;
    if (facts.parts > 0 || facts.toolCallCount > 0) {
      now |= seen.output | seen.newOutput | seen.generating;
      this.input = false;
    }
    if (facts.generationComplete || facts.interrupted) now &= ~seen.generating;
    if (facts.outputTranscription) now |= seen.spoken;
    if (facts.inputTranscription) now |= seen.transcribed;
    if (facts.interrupted) now |= seen.interrupted;
    if (facts.waitingForInput) now |= seen.excused;
    if (facts.usage !== undefined) now |= seen.usage;
    if ((facts.usage?.response ?? 0) > 0) now |= seen.spent;
    this.#seen = now;
  }

  /**
   * The turn is complete.
   *
   * @param excused - It is not the answer to what the user said last.
   * @param proactive - One empty turn is no fault; more in a row are.
   */
  completed(facts: ServerFacts, excused: boolean, proactive: boolean): SilentTurn {
    const turn = this.#judge(facts, excused, proactive);
    this.#seen = 0;
    return turn;
  }

  #judge(facts: ServerFacts, excused: boolean, proactive: boolean): SilentTurn {
    const { turnCompleteReason: reason } = facts;
    const output = this.output || (this.#has(seen.spent) && !this.#has(seen.tools));
    if (output || this.#has(seen.excused) || (reason && !noAnswer.has(reason))) {
      this.#silent = this.#empty = 0;
      if (output) this.#wedged = false;
      return fine;
    }
    if (this.interrupted || excused || facts.interactionStatus === 'IN_PROGRESS') return fine;
    const answersNothing = this.input && !this.#has(seen.spoken);
    // Zero counts are left out, so a usage without one says zero.
    const spokenForNothing = this.#has(seen.spoken | seen.transcribed) && this.#has(seen.usage);
    if (!answersNothing && !spokenForNothing) return fine;
    this.input = false;
    this.#silent += 1;
    if (answersNothing) this.#empty += 1;
    const wedged = this.#silent >= wedgedAfter && !this.#wedged;
    if (wedged) this.#wedged = true;
    return { empty: answersNothing && (!proactive || this.#empty > 1), wedged };
  }

  /** Whether any of these was seen. */
  #has(these: number): boolean {
    return (this.#seen & these) !== 0;
  }
}
