import { describe, expect, it } from 'vitest';
import { firstMoment } from '../../src/diagnosis/models/model-catalogue.js';
import { createDiagnosis } from '../../src/diagnosis/diagnose-close.js';
import { MODELS, type ModelRow, type Served } from '../../src/facts/models.js';
import { checkedRows } from '../../src/diagnosis/checked-rows.js';
import { API_SHAPES, NOT_LIVE_SHAPES } from '../../src/facts/model-shapes.js';
import { apiOfShape, isNotLive } from '../../src/diagnosis/models/model-shape.js';

const NAMES = MODELS.map(({ name }) => name);
const lives = ({ gemini, vertex }: ModelRow): Served[] =>
  [gemini, vertex].filter((life): life is Served => typeof life === 'object');

describe('the table of models', () => {
  it('has each name once, in lower case', () => {
    expect(new Set(NAMES).size).toBe(NAMES.length);
    expect(NAMES.map((name) => name.toLowerCase())).toEqual(NAMES);
  });

  it('has every model', () => {
    expect(NAMES).toHaveLength(23);
  });

  describe.each(MODELS)('$name', (row) => {
    it('has a source and passes the checks of a user’s row', () => {
      expect(row.source).toMatch(/\S/);
      expect(() => checkedRows({ models: [row] })).not.toThrow();
    });

    it('has dates in order', () => {
      for (const { from, until } of lives(row)) {
        if (from !== undefined) expect(firstMoment(from)).not.toBeNaN();
        if (until !== undefined)
          expect(firstMoment(until)).toBeGreaterThan(firstMoment(from ?? '2020'));
      }
    });

    it('has a counterpart that the other API serves, or did, and no successor outside the table', () => {
      const counterpart = MODELS.find(({ name }) => name === row.counterpart);
      if (row.counterpart !== undefined) {
        const here = row.gemini === undefined ? 'vertex' : 'gemini';
        const there = here === 'gemini' ? 'vertex' : 'gemini';
        expect(row[there]).toBeUndefined();
        expect(counterpart?.[there]).toBeDefined();
        expect(counterpart?.[here]).toBeUndefined();
      }
      for (const successor of row.successors ?? []) expect(NAMES).toContain(successor);
    });

    it('names a successor of each model that ends', () => {
      if (lives(row).some(({ until }) => until !== undefined)) {
        expect(row.successors).toContain('gemini-3.8-live');
      }
    });

    it('does not name a location that it excludes, nor one for the Gemini API', () => {
      for (const { only, except, suchAs } of lives(row)) {
        expect(only !== undefined && except !== undefined).toBe(false);
        if (except !== undefined) expect(except).not.toContain(suchAs);
      }
      if (typeof row.gemini === 'object') {
        expect(row.gemini.only ?? row.gemini.except).toBeUndefined();
      }
    });

    it('is not taken for a text model', () => {
      expect(isNotLive(row.name) && row.name !== 'gemini-2.0-flash-exp').toBe(false);
    });
  });
});

describe('the shapes', () => {
  it.each(API_SHAPES.flatMap(({ api, examples }) => examples.map((name) => ({ api, name }))))(
    '$name has the shape of $api',
    ({ api, name }) => {
      expect(apiOfShape(name)).toBe(api);
      expect(NAMES).not.toContain(name);
    },
  );

  it('agree with the table where they say anything', () => {
    for (const row of MODELS) {
      const api = apiOfShape(row.name);
      if (api !== undefined) expect(row[api], row.name).toBeDefined();
    }
  });

  it.each(NOT_LIVE_SHAPES.flatMap(({ examples }) => examples))('%s is not Live', (name) => {
    expect(isNotLive(name)).toBe(true);
    expect(apiOfShape(name)).toBeUndefined();
  });

  it.each([
    'gemini-9-flash',
    'gpt-4o-realtime',
    'gemini-4-flash-live',
    'my-model',
    'gemini-2.5-flsh',
  ])('%s is not called a text model', (name) => {
    expect(isNotLive(name)).toBe(false);
  });
});

describe('firstMoment', () => {
  it('reads dates as exactly as they are given', () => {
    expect(firstMoment('2026-12-13')).toBe(Date.UTC(2026, 11, 13));
    expect(firstMoment('2026-03')).toBe(Date.UTC(2026, 2, 1));
    expect(firstMoment('2026')).toBe(Date.UTC(2026, 0, 1));
  });

  it.each(['', '2026-13', '2026-02-30', '26-01-01', '2026-1-1', '2026-01-01T00:00:00Z', 'soon'])(
    'takes %j for no date',
    (text) => {
      expect(firstMoment(text)).toBeNaN();
    },
  );
});

describe('catalogued', () => {
  const { catalogued } = createDiagnosis({ models: [{ name: 'models/Acme-Live', gemini: true }] });

  it('gives the catalogue’s own spelling', () => {
    expect(catalogued('models/GEMINI-3.8-LIVE')).toBe('gemini-3.8-live');
    expect(catalogued('acme-live')).toBe('Acme-Live');
    expect(catalogued('gemini-2.5-flash')).toBeUndefined();
    expect(catalogued(undefined as unknown as string)).toBeUndefined();
  });
});
