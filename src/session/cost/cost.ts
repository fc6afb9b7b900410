import type { Rates } from '../../facts/prices.js';
import { inputParts, outputParts, type TokenParts, type Tokens } from '../turns/tokens.js';

/** What tokens cost by the list, and how many of them that leaves out. */
export interface Cost {
  /** USD; `undefined` where no token has a price. A lower bound: see the table of prices. */
  readonly amount: number | undefined;
  /** Tokens without a modality, or of one without a price. They are not guessed. */
  readonly unpriced: number;
}

/** Tokens, and what they cost where that is known. */
export interface PricedTokens extends Tokens {
  readonly cost: Cost | undefined;
}

/** The rates of one row. */
export interface Price {
  readonly input: Rates;
  readonly output: Rates;
}

/** Thoughts are billed as text, and what comes from a cache as other input. */
export function costOf(tokens: Tokens, price: Price): Cost {
  const input = sumOf(inputParts(tokens), price.input);
  const output = sumOf(outputParts(tokens), price.output);
  const priced = input.priced + output.priced;
  return {
    amount: priced === 0 ? undefined : dollars(input.micros + output.micros),
    unpriced: input.unpriced + output.unpriced,
  };
}

/** The sum of two amounts, without the dust that adding fractions leaves. */
export function addDollars(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return dollars((a + b) * 1e6);
}

function sumOf(
  parts: TokenParts,
  rates: Rates,
): { readonly micros: number; readonly priced: number; readonly unpriced: number } {
  let micros = 0;
  let priced = 0;
  let unpriced = 0;
  for (const [modality, tokens] of Object.entries(parts)) {
    const rate = (rates as Readonly<Record<string, number | undefined>>)[modality];
    if (rate === undefined) unpriced += tokens;
    else {
      priced += tokens;
      micros += tokens * rate;
    }
  }
  return { micros, priced, unpriced };
}

/** A millionth of a dollar is what a token costs at a dollar for a million. */
function dollars(micros: number): number {
  return Math.round(micros * 1e6) / 1e12;
}
