import { firstMoment } from './models/model-catalogue.js';
import { CLOSE_CAUSES } from '../words.js';
import { HINT_LIMIT } from './hint-text.js';
import { modelKey } from './models/model-name.js';
import type { ModelRow } from '../facts/models.js';
import type { CloseReasonRow } from '../facts/reasons.js';

/** Rows to add to the tables. */
export interface DiagnosisOptions {
  /** Models; one with the name of a built-in one takes its place. Default: none. */
  models?: readonly ModelRow[] | undefined;
  /** Close reasons, asked before the built-in ones. Default: none. */
  closeReasons?: readonly CloseReasonRow[] | undefined;
}

/** What a field must be: its test, and the same in words. */
interface Rule {
  readonly ok: (value: unknown) => boolean;
  readonly allowed: string;
}
type Rules<Row> = { readonly [Field in keyof Required<Row>]: Rule };

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';
const isListOf = (ok: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every(ok);
const oneOf = (values: readonly unknown[]): Rule => ({
  ok: (value) => values.includes(value),
  allowed: values.map((value) => shown(value)).join(', '),
});
const orOmitted = ({ ok, allowed }: Rule): Rule => ({
  ok: (value) => value === undefined || ok(value),
  allowed: `${allowed}, or left out`,
});

const TEXT: Rule = { ok: isText, allowed: 'a string that is not empty' };
const TEXTS: Rule = { ok: isListOf(isText), allowed: 'an array of strings' };
const DATE: Rule = {
  ok: (value) => typeof value === 'string' && !Number.isNaN(firstMoment(value)),
  allowed: "a date as '2026-12-13', '2026-12' or '2026'",
};

const SERVED_RULES = {
  from: orOmitted(DATE),
  until: orOmitted(DATE),
  only: orOmitted(TEXTS),
  except: orOmitted(TEXTS),
  suchAs: orOmitted(TEXT),
  doubted: orOmitted({
    ok: (value) => {
      const { from, why } = (value ?? {}) as Readonly<Record<string, unknown>>;
      return DATE.ok(from) && isText(why);
    },
    allowed: "{ from: '2026-11-17', why: 'who says so' }",
  }),
  restricted: orOmitted(oneOf([true, false])),
} satisfies Rules<Exclude<ModelRow['gemini'], string | boolean | undefined>>;

const LIFE: Rule = {
  ok: (value) => [undefined, true, false, 'unknown'].includes(value as string) || isObject(value),
  allowed: "true, false, 'unknown', or an object such as { from: '2026-01-01' }",
};

const MODEL_RULES = {
  name: { ok: (value) => isText(value) && modelKey(value) !== '', allowed: 'a model id' },
  gemini: LIFE,
  vertex: LIFE,
  counterpart: orOmitted(TEXT),
  successors: orOmitted(TEXTS),
  confidence: orOmitted(oneOf(['known', 'pattern'])),
  method: orOmitted(oneOf(['BidiGenerateMusic'])),
  source: orOmitted(TEXT),
} satisfies Rules<ModelRow>;

const isPattern = (value: unknown): boolean => isText(value) || value instanceof RegExp;
const isCode = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1000 && (value as number) <= 4999;

const REASON_RULES = {
  pattern: {
    ok: (value) => isPattern(value) || isListOf(isPattern)(value),
    allowed: 'a string that is not empty, a RegExp, or an array of these',
  },
  code: orOmitted({
    ok: (value) => isCode(value) || isListOf(isCode)(value),
    allowed: 'a close code from 1000 to 4999, or an array of these',
  }),
  cause: oneOf(CLOSE_CAUSES.filter((cause) => cause !== 'model_mismatch')),
  byName: orOmitted(oneOf([true, false])),
  hint: orOmitted({
    ok: (value) => isText(value) && value.length <= HINT_LIMIT,
    allowed: `a string of at most ${HINT_LIMIT} characters`,
  }),
  source: orOmitted(TEXT),
} satisfies Rules<CloseReasonRow>;

/**
 * The options, copied, so that nothing changes under a diagnosis that is made of them.
 *
 * @throws TypeError where something is wrong.
 */
export function checkedRows(options: DiagnosisOptions): {
  models: ModelRow[];
  closeReasons: CloseReasonRow[];
} {
  const models = rowsOf<ModelRow>(options.models, 'models').map((row, index) => {
    const where = `models[${index}]`;
    check(row, where, MODEL_RULES);
    for (const api of ['gemini', 'vertex'] as const) {
      const life = row[api];
      if (isObject(life)) checkLife(life, `${where}.${api}`);
    }
    if (![row.gemini, row.vertex].some((life) => life === true || isObject(life))) {
      throw new TypeError(
        `${where} names no API: set gemini, vertex or both to true or to an object such as { from: '2026-01-01' }`,
      );
    }
    return structuredClone({ ...row });
  });
  const closeReasons = rowsOf<CloseReasonRow>(options.closeReasons, 'closeReasons').map(
    (row, index) => {
      const where = `closeReasons[${index}]`;
      check(row, where, REASON_RULES);
      if (
        row.byName === true &&
        row.cause !== 'model_not_found' &&
        row.cause !== 'model_not_live'
      ) {
        throw wrong(
          `${where}.byName`,
          true,
          "true only with cause 'model_not_found' or 'model_not_live'",
        );
      }
      return { ...row };
    },
  );
  return { models, closeReasons };
}

function checkLife(life: object, where: string): void {
  check(life, where, SERVED_RULES);
  const { from, until } = life as { from?: string; until?: string };
  if (from !== undefined && until !== undefined && firstMoment(from) >= firstMoment(until)) {
    throw wrong(`${where}.until`, until, `a date after from, ${shown(from)}`);
  }
}

function rowsOf<Row>(rows: readonly Row[] | undefined, option: string): readonly Row[] {
  if (rows === undefined) return [];
  if (!Array.isArray(rows)) throw wrong(option, rows, 'an array of rows');
  return rows as readonly Row[];
}

function check(row: object, where: string, rules: Readonly<Record<string, Rule>>): void {
  if (!isObject(row)) throw wrong(where, row, `an object with ${Object.keys(rules).join(', ')}`);
  for (const field of Object.keys(row)) {
    if (!Object.hasOwn(rules, field)) {
      throw new TypeError(
        `${where} has a field ${shown(field)}; allowed are ${Object.keys(rules).join(', ')}`,
      );
    }
  }
  for (const [field, rule] of Object.entries(rules)) {
    const value = (row as Record<string, unknown>)[field];
    if (!rule.ok(value)) throw wrong(`${where}.${field}`, value, rule.allowed);
  }
}

function wrong(where: string, value: unknown, allowed: string): TypeError {
  return new TypeError(`${where} is ${shown(value)}; allowed: ${allowed}`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || value == null)
    return String(value);
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object';
  return `a ${typeof value}`;
}
