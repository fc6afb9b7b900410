import { modelKey } from '../../../diagnosis/models/model-name.js';
import type { CountedClose, FoundClose } from './found-close.js';

/** Closes that are told apart; a log with more has them counted in none. */
const MOST_DISTINCT = 200;
/** Lines within which a close that is told in another form is the same close: a traceback has that many. */
const SAME_CLOSE = 80;
/** The least of a reason by which a cut one is known again. */
const LEAST_COMMON = 10;

interface Entry {
  close: FoundClose;
  count: number;
  /** The forms in which the newest of them was told, and in which line last. */
  forms: Set<string>;
  line: number;
}

/** The distinct closes of a text, each with how often it came. */
export class CloseTally {
  readonly #entries: Entry[] = [];
  /** Closes beyond {@link MOST_DISTINCT} distinct ones. */
  more = 0;

  add(close: FoundClose, line: number): void {
    const entry = this.#entries.findLast((each) => isLike(each.close, close));
    if (entry === undefined) {
      if (this.#entries.length >= MOST_DISTINCT) this.more += 1;
      else this.#entries.push({ close, count: 1, forms: new Set([close.form]), line });
      return;
    }
    const isSame = line - entry.line <= SAME_CLOSE && !entry.forms.has(close.form);
    if (!isSame) {
      entry.count += 1;
      entry.forms.clear();
    }
    entry.forms.add(close.form);
    entry.line = line;
    entry.close = merged(entry.close, close);
  }

  get closes(): CountedClose[] {
    return this.#entries.map(({ close, count }) => ({ close, count }));
  }
}

function isLike(one: FoundClose, other: FoundClose): boolean {
  const sameCode =
    one.code === other.code || one.codeAssumed === true || other.codeAssumed === true;
  return (
    sameCode &&
    one.httpStatus === other.httpStatus &&
    one.errorCode === other.errorCode &&
    isUnlessAbsent(one.api, other.api) &&
    isUnlessAbsent(one.model && modelKey(one.model), other.model && modelKey(other.model)) &&
    isSameReason(one.reason, other.reason)
  );
}

function isUnlessAbsent<T>(one: T | undefined, other: T | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function isSameReason(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= LEAST_COMMON && long.startsWith(short);
}

/** What either tells; the longer reason. */
function merged(one: FoundClose, other: FoundClose): FoundClose {
  const reason = one.reason.length >= other.reason.length ? one.reason : other.reason;
  if (one.codeAssumed === true && other.codeAssumed !== true) {
    const { codeAssumed: _, ...rest } = one;
    return { ...rest, ...other, reason };
  }
  return { ...other, ...one, reason };
}
