import type { Rates } from '../../facts/prices.js';
import type { Cost, TokenParts, Tokens } from '../turns/tokens.js';

/** The rates of one row. */
export interface Price {
  readonly input: Rates;
  readonly output: Rates;
}

/** Thoughts are billed as text, and what comes from a cache as other input. */
export function costOf({ inputParts, outputParts }: Tokens, price: Price): Cost {
  const sums = { micros: 0, priced: 0, unpriced: 0 };
  add(inputParts, price.input, sums);
  add(outputParts, price.output, sums);
  const amount = sums.priced === 0 ? undefined : dollars(sums.micros);
  return { amount, unpriced: sums.unpriced };
}

/** The sum of two amounts, without the dust that adding fractions leaves. */
export function addDollars(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return dollars((a + b) * 1e6);
}

interface Sums {
  micros: number;
  priced: number;
  unpriced: number;
}

const modalities = ['text', 'audio', 'image', 'video'] as const;

function add(parts: TokenParts, rates: Rates, sums: Sums): void {
  sums.unpriced += (parts.document ?? 0) + (parts.unknown ?? 0);
  for (const modality of modalities) {
    const tokens = parts[modality] ?? 0;
    const rate = rates[modality];
    if (rate === undefined) sums.unpriced += tokens;
    else {
      sums.priced += tokens;
      sums.micros += tokens * rate;
    }
  }
}

/** A millionth of a dollar is what a token costs at a dollar for a million. */
function dollars(micros: number): number {
  return Math.round(micros * 1e6) / 1e12;
}
