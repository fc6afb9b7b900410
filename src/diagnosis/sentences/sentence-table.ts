import type { CloseCause, LiveApi, SessionPhase } from '../../words.js';
import { withLink } from '../hint-text.js';
import {
  isDistinctive,
  normal,
  ReasonPattern,
  unwrapped,
  type ReasonMatch,
} from './sentence-pattern.js';
import type { BareSentence } from '../../facts/capabilities.js';
import { CLOSE_REASONS, type BuiltInReasonRow, type CloseReasonRow } from '../../facts/reasons.js';

/** What a close reason says. */
export interface Said {
  readonly cause: CloseCause;
  readonly byName: boolean;
  /** Whether a row of the user's says it. */
  readonly own: boolean;
  /** What to change, where the sentence can mean one field only. */
  readonly field: string | undefined;
  /** Google names no field in it. */
  readonly bare: BareSentence | undefined;
  /** The remedy, with Google's page for this API; `undefined` where rows with several agree. */
  hint(api: LiveApi | undefined, phase: SessionPhase | undefined): string | undefined;
}

/**
 * What the reason says; `'nothing'` where it is empty, or so short a beginning of a "model not
 * found" that it says no more than that it may be one; `undefined` where it is not known.
 */
export type Reading = Said | 'nothing' | undefined;

/** No reason on the wire is longer than 123 bytes; what is may come from elsewhere, and is cut. */
const LONGEST_REASON = 1024;
const NORMAL_CODES = [1000, 1001, 1005];
/** Codes of the built-in table, under each of which its whole sentences are recognised. */
const TABLE_CODES = [1007, 1008, 1011];

/** The table of reasons, the user's rows first. */
export class CloseReasons {
  readonly #own: readonly CompiledRow[];
  readonly #table = CLOSE_REASONS.map((row) => new CompiledRow(row, false));

  constructor(rows: readonly CloseReasonRow[]) {
    this.#own = rows.map((row) => new CompiledRow(row, true));
  }

  /** @param names - Spellings of the model, lower-case. */
  read(code: number, reason: string, names: readonly string[]): Reading {
    const raw = reason.slice(0, LONGEST_REASON);
    const whole = normal(raw);
    const text = unwrapped(whole);
    const isEmpty = whole.trimEnd() === '';
    const match = (rows: readonly CompiledRow[]): Matched[] =>
      rows.flatMap((row) => row.match(raw, text, names) ?? []);

    const own = match(this.#own.filter((row) => row.takes(code)));
    const ownSentence = own.find(({ match: { whole } }) => whole);
    if (ownSentence !== undefined) return ownSentence.row;
    if (isEmpty) return 'nothing';
    if (text === '') return undefined;

    const table = TABLE_CODES.includes(code) ? this.#table : [];
    const sameCode = match(table.filter(({ codes }) => codes?.includes(code)));
    const sentence = sameCode.find(({ match: { whole } }) => whole);
    if (sentence !== undefined) return sentence.row;
    const ownCut = own.find(({ match }) => isDistinctive(match));
    if (ownCut !== undefined) return ownCut.row;
    return readCut(sameCode) ?? match(table).find(({ match: { whole } }) => whole)?.row;
  }
}

/** A cut reason is known where all sentences that begin so have the same cause. */
function readCut(matched: readonly Matched[]): Reading {
  const [first, ...others] = matched.filter(({ match }) => match.leading || isDistinctive(match));
  if (first === undefined) return undefined;
  const { cause, byName } = first.row;
  if (others.some(({ row }) => row.cause !== cause || row.byName !== byName)) return undefined;
  if (![first, ...others].some(({ match }) => isDistinctive(match))) {
    return byName ? 'nothing' : undefined;
  }
  const oneHint = others.every(({ row }) => row.text === first.row.text);
  if (oneHint) return first.row;
  return { cause, byName, own: false, field: undefined, bare: undefined, hint: () => undefined };
}

interface Matched {
  readonly row: CompiledRow;
  readonly match: ReasonMatch;
}

type BuiltIn = Partial<Omit<BuiltInReasonRow, keyof CloseReasonRow>>;

class CompiledRow implements Said {
  readonly cause: CloseCause;
  readonly byName: boolean;
  readonly text: string | undefined;
  readonly codes: readonly number[] | undefined;
  readonly field: string | undefined;
  readonly bare: BareSentence | undefined;
  readonly #row: BuiltIn;
  readonly #patterns: readonly (ReasonPattern | RegExp)[];

  constructor(
    { pattern, code, cause, byName, hint, ...row }: CloseReasonRow & BuiltIn,
    readonly own: boolean,
  ) {
    this.cause = cause;
    this.byName = byName ?? false;
    this.text = hint;
    this.codes = typeof code === 'number' ? [code] : code && [...code];
    this.field = row.field;
    this.bare = row.bare;
    this.#row = row;
    this.#patterns = (isList(pattern) ? pattern : [pattern]).map((each) =>
      typeof each === 'string'
        ? new ReasonPattern(each)
        : // Without the flags that make a RegExp remember where it was.
          new RegExp(each.source, each.flags.replace(/[gy]/g, '')),
    );
  }

  takes(code: number): boolean {
    return this.codes === undefined ? !NORMAL_CODES.includes(code) : this.codes.includes(code);
  }

  hint(api: LiveApi | undefined, phase: SessionPhase | undefined): string | undefined {
    const { inSetup, inSession, link } = this.#row;
    const running = phase === 'active' || phase === 'going_away';
    const text = (running ? inSession : inSetup) ?? this.text;
    return text === undefined ? undefined : withLink(text, link, api);
  }

  match(raw: string, text: string, names: readonly string[]): Matched | undefined {
    let best: ReasonMatch | undefined;
    for (const pattern of this.#patterns) {
      const match = pattern instanceof RegExp ? test(pattern, raw) : reading(pattern, text, names);
      if (match?.whole === true) return { row: this, match };
      if (match !== undefined && (best === undefined || match.weight > best.weight)) best = match;
    }
    return best && { row: this, match: best };
  }
}

function reading(
  pattern: ReasonPattern,
  text: string,
  names: readonly string[],
): ReasonMatch | undefined {
  return text === '' ? undefined : pattern.match(text, names);
}

function test(pattern: RegExp, reason: string): ReasonMatch | undefined {
  try {
    return pattern.test(reason) ? { whole: true, weight: reason.length, leading: true } : undefined;
  } catch {
    // V8 throws where the stack is too small for the user's RegExp: then it does not match.
    return undefined;
  }
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
