import { describe, expect, it } from 'vitest';
import { Catalogue, firstMoment } from '../../src/diagnosis/models/model-catalogue.js';
import { MODELS } from '../../src/facts/models.js';
import { PRICES, PRICES_AS_OF, type PriceRow } from '../../src/facts/prices.js';
import { checkedPrices } from '../../src/session/cost/checked-prices.js';

const modelsOf = ({ model }: PriceRow): readonly string[] =>
  typeof model === 'string' ? [model] : model;
const rows = PRICES.map((row) => [`${modelsOf(row).join(', ')} on ${row.api}`, row] as const);

describe.each(rows)('%s', (_, row) => {
  it('is a row', () => {
    expect(() => checkedPrices([row])).not.toThrow();
  });

  it('names one API, and models that it serves', () => {
    const catalogue = new Catalogue(MODELS);
    for (const model of modelsOf(row)) {
      const api = row.api ?? 'none';
      expect(catalogue.find(model)?.[api as 'gemini'], model).toBeTruthy();
    }
  });

  it('has prices in and out, and says where they are from', () => {
    for (const rates of [row.input, row.output]) {
      expect(Object.values(rates ?? {}).filter((rate) => rate > 0).length).toBeGreaterThan(0);
    }
    // Text in is never dearer than audio in, nor text out dearer than audio out.
    for (const { text = 0, audio = text } of [row.input ?? {}, row.output ?? {}]) {
      expect(text).toBeLessThanOrEqual(audio);
    }
    expect(row.source).toMatch(/https:\/\/\S+, (?:as of|read) \d{4}-\d\d-\d\d|\b[a-z-]+ \d+\.\d+/);
  });
});

it('holds one row for a model, an API and a day', () => {
  const keys = PRICES.flatMap((row) =>
    modelsOf(row).map((model) => [model, row.api, row.from].join(' ')),
  );
  expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
});

it('says of which day it is', () => {
  expect(firstMoment(PRICES_AS_OF)).toBeGreaterThan(0);
  const dates = PRICES.flatMap(({ source = '' }) => source.match(/\d{4}-\d\d-\d\d/g) ?? []);
  expect([...dates].sort().at(-1)).toBe(PRICES_AS_OF);
});
