import { firstMoment } from './models/model-catalogue.js';
import {
  check,
  DATE,
  isListOf,
  isObject,
  isText,
  oneOf,
  orOmitted,
  rowsOf,
  shown,
  TEXT,
  TEXTS,
  wrong,
  type Rule,
  type Rules,
} from './row-rules.js';
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
