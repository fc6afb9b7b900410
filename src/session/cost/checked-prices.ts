import { modelKey } from '../../diagnosis/models/model-name.js';
import {
  check,
  DATE,
  isListOf,
  isObject,
  isText,
  oneOf,
  orOmitted,
  rowsOf,
  TEXT,
  TEXTS,
  wrong,
  type Rule,
  type Rules,
} from '../../diagnosis/row-rules.js';
import type { PriceRow, Rates } from '../../facts/prices.js';

const isModel = (value: unknown): boolean => isText(value) && modelKey(value) !== '';

const RATES: Rule = {
  ok: isObject,
  allowed: 'an object with text, audio, image, video: USD for a million tokens',
};
const RATE: Rule = orOmitted({
  ok: (value) => Number.isFinite(value) && (value as number) >= 0,
  allowed: 'USD for a million tokens, a number from 0',
});

const RATE_RULES = { text: RATE, audio: RATE, image: RATE, video: RATE } satisfies Rules<Rates>;

const PRICE_RULES = {
  model: {
    ok: (value) => isModel(value) || isListOf(isModel)(value),
    allowed: 'a model id, or an array of these',
  },
  api: orOmitted(oneOf(['gemini', 'vertex'])),
  only: orOmitted(TEXTS),
  except: orOmitted(TEXTS),
  from: orOmitted(DATE),
  input: orOmitted(RATES),
  output: orOmitted(RATES),
  source: orOmitted(TEXT),
} satisfies Rules<PriceRow>;

/**
 * The rows of the option `prices`, copied, so that nothing changes under the sums.
 *
 * @throws TypeError that names the row, the field, its value and what is allowed.
 */
export function checkedPrices(option: readonly PriceRow[] | undefined): PriceRow[] {
  return rowsOf<PriceRow>(option, 'prices').map((row, index) => {
    const where = `prices[${index}]`;
    check(row, where, PRICE_RULES);
    const sides = [row.input, row.output];
    if (row.input !== undefined) check(row.input, `${where}.input`, RATE_RULES);
    if (row.output !== undefined) check(row.output, `${where}.output`, RATE_RULES);
    if (!sides.some((rates) => rates && Object.values(rates).some((rate) => rate !== undefined))) {
      throw wrong(where, row, 'a row that has a price: set input or output');
    }
    return structuredClone({ ...row });
  });
}
