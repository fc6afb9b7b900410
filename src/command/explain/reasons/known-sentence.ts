import { CLOSE_REASONS } from '../../../facts/reasons.js';
import { normal, ReasonPattern, unwrapped } from '../../../diagnosis/sentences/sentence-pattern.js';

/** A sentence of the table that stands in a text. */
export interface KnownSentence {
  /** Where it begins. */
  readonly start: number;
  /** The code that it was seen with. */
  readonly code: number;
}

const ROWS = CLOSE_REASONS.flatMap(({ pattern, code }) =>
  (Array.isArray(pattern) ? (pattern as readonly (string | RegExp)[]) : [pattern]).flatMap(
    (each) =>
      typeof each === 'string'
        ? [{ text: each as string, code, pattern: new ReasonPattern(each) }]
        : [],
  ),
);

/** How sentences begin, as far as they have no hole: what a text is searched for. */
const LITERALS = [...new Set(ROWS.map(({ text }) => text.split(/…|\{/, 1)[0] ?? ''))].filter(
  (text) => text.length >= 8 || text === 'models/',
);
const BEGINNINGS = LITERALS.map((text) =>
  text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/'/g, "['\u2019]"),
);
/** A bare name before "is not found for", and sentences that begin with a hole. */
const HOLED = [
  '[\\w.-]{3,80} is not found for API version',
  '[\\w./-]{3,120} is not supported in the live api',
  '(?:[A-Z]\\w*|\\w+_\\w+)(?: \\w+){0,2} tool is not supported for this model',
  '[a-z]+_[a-z_]+ not supported in generation config',
  '[A-Z][\\w.]*(?: [A-Z][\\w.]*){0,5} API has not been used in project',
  'request trace id: ',
];
/** One of these stands in every text that {@link SOURCE} finds: nearly every line has none. */
const SIGNS = [
  ...LITERALS.map((text) => text.toLowerCase()),
  ' is not found for api version',
  ' is not supported in the live api',
  ' tool is not supported for this model',
  ' not supported in generation config',
  ' api has not been used in project',
  'request trace id: ',
];
const MOST_TRIES = 20;
const SOURCE = `(?<![\\w/.-])(?:${[...HOLED, ...BEGINNINGS].join('|')})`;

/**
 * The first sentence of the table in a text, from `from` on.
 *
 * @param least - The least weight in characters of what agrees with the table.
 */
export function knownSentence(text: string, from = 0, least = 14): KnownSentence | undefined {
  const plain = text.toLowerCase().replaceAll('\u2019', "'");
  if (!SIGNS.some((sign) => plain.includes(sign, from))) return undefined;
  const search = new RegExp(SOURCE, 'gi');
  search.lastIndex = from;
  // A text of nothing but beginnings has none.
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const match = search.exec(text);
    if (match === null) return undefined;
    const start = match.index;
    const found = sentenceAt(text.slice(start));
    if (found !== undefined && found.weight >= least) return { start, code: found.code };
    search.lastIndex = start + 1;
  }
  return undefined;
}

/** How much of a reason agrees with the table, and with which code's sentence; the best of all. */
export function sentenceAt(reason: string): { weight: number; code: number } | undefined {
  const text = unwrapped(normal(reason.slice(0, 1024)));
  let best: { weight: number; code: number } | undefined;
  for (const { code, pattern } of ROWS) {
    const match = text === '' ? undefined : pattern.match(text, []);
    if (match === undefined || !(match.leading || match.whole)) continue;
    // A whole sentence says more than the beginning of another.
    const weight = match.weight + (match.whole ? 1 : 0);
    if (best === undefined || weight > best.weight) best = { weight, code };
  }
  return best;
}
