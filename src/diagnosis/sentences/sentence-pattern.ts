/**
 * A close reason as a pattern: text, in which `…` stands for any text, `{word}` for text without
 * white space and `{model}` for a model's name. The pattern is a beginning: anything may follow it.
 * Case and the kind of apostrophe do not count. Matching takes time linear in the reason's length:
 * every literal is searched once, and nothing is ever tried again.
 */
export class ReasonPattern {
  readonly #parts: readonly string[];

  constructor(pattern: string) {
    this.#parts = normal(pattern)
      .split(/(…|\{word\}|\{model\})/)
      .filter((part) => part !== '');
  }

  /**
   * @param reason - As {@link normal} gives it.
   * @param names - Spellings of the model in `setup.model`, lower-case, without white space: a reason cut inside a
   * model's name counts as far as it agrees with one of these.
   */
  match(reason: string, names: readonly string[]): ReasonMatch | undefined {
    let at = 0;
    let weight = 0;
    let hole: string | undefined;
    for (const part of this.#parts) {
      if (isHole(part)) {
        hole = part;
        continue;
      }
      const start =
        hole === undefined ? (reason.startsWith(part, at) ? at : -1) : reason.indexOf(part, at);
      if (start === -1) return cutMatch(reason, at, weight, hole, part, names);
      if (hole !== undefined && !fills(hole, reason.slice(at, start), names)) return undefined;
      at = start + part.length;
      weight += part.length;
      hole = undefined;
    }
    return { whole: true, weight, leading: this.#leading };
  }

  get #leading(): boolean {
    return !isHole(this.#parts[0] ?? '');
  }
}

/** How a reason agrees with a pattern. */
export interface ReasonMatch {
  /** Whether the whole pattern stands in the reason; else the reason ends within it. */
  readonly whole: boolean;
  /** How many of the reason's characters are the pattern's own text. */
  readonly weight: number;
  /** Whether the pattern's own text starts the reason. */
  readonly leading: boolean;
}

/**
 * The least weight of a cut reason that is taken for the sentence it begins. `Internal` and
 * `Publishe` have it; `Request ` too, but begins sentences of several causes, which leaves it open.
 */
const LEAST_WEIGHT = 8;
/** The same where the reason ends inside a hole: what stands there may be anything. */
const LEAST_WEIGHT_IN_HOLE = 10;
/** The least share of what follows a name that is not the model's, where the reason starts with it. */
const LEAST_SHARE = 2 / 3;

/** Whether a match is enough to tell the sentence. */
export function isDistinctive({ whole, weight }: ReasonMatch): boolean {
  return whole || weight >= LEAST_WEIGHT;
}

/** A reason or pattern made comparable: lower-case, plain apostrophes, no half characters at its end. */
export function normal(text: string): string {
  return (
    text
      // What is left of a character cut at byte 123: decoded as U+FFFD, half a surrogate pair, or
      // bytes read one by one.
      .replace(/\uFFFD{1,3}$|[\uD800-\uDBFF]$|[\u00C2-\u00F4][\u0080-\u00BF]{0,2}$/, '')
      .trimStart()
      .replace(/[\u2018\u2019]/g, "'")
      .toLowerCase()
  );
}

/**
 * A reason without the prefix that stood before some until spring 2025. It says nothing of the
 * cause, so that a reason cut within it stays unknown.
 *
 * @param reason - As {@link normal} gives it.
 */
export function unwrapped(reason: string): string {
  if ('request trace id: '.startsWith(reason)) return '';
  return reason.replace(/^request trace id: \S+, (?:\[original error\] (?:generic::)?)?/, '');
}

function cutMatch(
  reason: string,
  at: number,
  weight: number,
  hole: string | undefined,
  literal: string,
  names: readonly string[],
): ReasonMatch | undefined {
  const overlap = overlapLength(reason, at, literal);
  if (hole === undefined) {
    if (at + overlap !== reason.length) return undefined;
    return { whole: false, weight: weight + overlap, leading: true };
  }
  const filling = reason.slice(at, reason.length - overlap);
  const endsBeforeHole = filling === '' && overlap === 0;
  if (!endsBeforeHole && !fills(hole, filling, names, true)) return undefined;
  const leading = weight > 0;
  const agreed = hole === '{model}' && names.some((name) => name.startsWith(unspaced(filling)));
  const total = weight + overlap + (agreed ? filling.length : 0);
  if (overlap === 0) {
    // `…` takes everything, so that a reason which ends there need not be this one at all.
    if (hole === '…' || (total < LEAST_WEIGHT_IN_HOLE && !leading)) return undefined;
    const weighty = total >= LEAST_WEIGHT_IN_HOLE;
    return { whole: false, weight: weighty ? total : LEAST_WEIGHT - 1, leading };
  }
  // Before a hole that starts the pattern there is nothing but the overlap to tell it by.
  if (!agreed && !leading) {
    if (overlap < LEAST_WEIGHT) return undefined;
    // "Thinking is not supported" is a sentence of its own, not one about the model.
    if (hole === '{model}' && overlap < LEAST_SHARE * literal.length) return undefined;
  }
  if (hole === '…' && overlap < 4) return undefined;
  return { whole: false, weight: total, leading };
}

/** The length of the longest beginning of `literal` with which the reason ends, from `at` on. */
function overlapLength(reason: string, at: number, literal: string): number {
  const last = reason.at(-1);
  for (let length = Math.min(literal.length - 1, reason.length - at); length > 0; length--) {
    if (literal[length - 1] !== last) continue;
    if (reason.endsWith(literal.slice(0, length))) return length;
  }
  return 0;
}

function isHole(part: string): boolean {
  return part === '…' || part === '{word}' || part === '{model}';
}

/** A name has white space only where `setup.model` has it, too. */
function fills(hole: string, text: string, names: readonly string[], cut = false): boolean {
  if (hole === '…') return true;
  if (text === '' || hole === '{word}' || !/\s/.test(text)) return text !== '' && !/\s/.test(text);
  const path = unspaced(text);
  const last = path.slice(path.lastIndexOf('/') + 1);
  return names.some((name) => (cut ? name.startsWith(last) : name === last));
}

function unspaced(text: string): string {
  return text.replace(/\s+/g, '');
}
