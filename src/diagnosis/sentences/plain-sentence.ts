import type { CloseCause } from '../../words.js';
import { PLAIN_WORDS, STATUS_NAMES } from '../../facts/plain-words.js';
import type { Finding } from '../close-facts.js';
import { normal } from './sentence-pattern.js';

const LONGEST_REASON = 1024;
const STATUS = new RegExp(
  `(?:generic::|\\b)(${Object.keys(STATUS_NAMES).join('|')})(?::|$|[^a-z_ ])`,
);

/** Causes for which the words have to stand in a reason of code 1007, of 1011. */
const REJECTED: readonly CloseCause[] = [
  'auth',
  'location',
  'session_expired',
  'unsupported_operation',
  'model_not_found',
];
const SERVERS: readonly CloseCause[] = ['quota', 'auth', 'overloaded', 'session_expired'];

/**
 * A sentence that nobody has seen: its gRPC status, its plain words, then the code. A wrong cause
 * costs more than none, so that code 1008, under which everything comes, tells nothing by itself.
 */
export function plainFinding(code: number | undefined, reason: string): Finding | undefined {
  if (code !== 1007 && code !== 1008 && code !== 1011) return undefined;
  const text = normal(reason.slice(0, LONGEST_REASON));
  // No more than the beginning of a prefix.
  const said = text
    .replace(/^request trace id: \S*,?\s*/, '')
    .replace(/^\[original error\]\s*/, '');
  if (said === '' || (text.length < 18 && 'request trace id: '.startsWith(text))) return undefined;
  const byStatus = STATUS_NAMES[STATUS.exec(said)?.[1] ?? ''];
  const row = PLAIN_WORDS.find(({ words }) => words.test(said));
  const byWords =
    row === undefined || !counts(row.cause, code)
      ? undefined
      : { cause: row.cause, ...(row.hint && { hint: row.hint }), confidence: 'likely' as const };
  if (byStatus !== undefined) {
    // What the words say of money and callers is more exact than the status beside it.
    if (byWords?.cause === byStatus) return byWords;
    const hint = PLAIN_WORDS.find(({ cause }) => cause === byStatus)?.hint;
    return { cause: byStatus, ...(hint && { hint }), confidence: 'likely' };
  }
  return byWords ?? byCodeAlone(code);
}

function counts(cause: CloseCause, code: 1007 | 1008 | 1011): boolean {
  if (code === 1007) return REJECTED.includes(cause) || cause === 'invalid_argument';
  if (code === 1011) return SERVERS.includes(cause) || cause === 'internal';
  return true;
}

function byCodeAlone(code: 1007 | 1008 | 1011): Finding | undefined {
  if (code === 1007) {
    return {
      cause: 'invalid_argument',
      hint: 'By its close code Google rejected a value that was sent; what the reason says of it nobody has seen before.',
      confidence: 'likely',
    };
  }
  if (code === 1011) {
    return {
      cause: 'internal',
      hint: "By its close code something failed on Google's side. Reconnect with growing pauses, with the resumption handle if there is one.",
      confidence: 'likely',
    };
  }
  return undefined;
}
