import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { UsageFacts } from '../../../src/protocol/server/server-frame.js';
import { addDollars } from '../../../src/session/cost/cost.js';
import { PriceBook } from '../../../src/session/cost/price-book.js';
import { countTokens, type Cost } from '../../../src/session/turns/tokens.js';
import type { LiveApi } from '../../../src/words.js';

const now = Date.UTC(2026, 10, 25);
const none: UsageFacts = {
  prompt: undefined,
  cached: undefined,
  response: undefined,
  toolUsePrompt: undefined,
  thoughts: undefined,
  total: undefined,
  promptDetails: undefined,
  cacheDetails: undefined,
  responseDetails: undefined,
  toolUsePromptDetails: undefined,
};
const audioTurn: Partial<UsageFacts> = {
  prompt: 1_000_000,
  promptDetails: { audio: 1_000_000 },
};

interface Where {
  readonly api?: LiveApi | undefined;
  readonly location?: string | undefined;
  readonly at?: number;
  readonly book?: PriceBook;
}

const list = new PriceBook(undefined, () => undefined);

function cost(model: string, usage: Partial<UsageFacts>, where: Where = {}): Cost | undefined {
  const { api = 'gemini', location, at = now, book = list } = where;
  return book.find(api, model, location)?.(countTokens({ ...none, ...usage }), at);
}

const native = 'gemini-2.5-flash-native-audio-preview-12-2025';
const live38 = 'gemini-3.8-live';

describe('worked examples', () => {
  it('github.com/BerriAI/litellm/pull/38457: thoughts as text, audio as audio', () => {
    const usage = {
      prompt: 377,
      promptDetails: { text: 377 },
      response: 47,
      responseDetails: { audio: 47 },
      thoughts: 38,
    };
    expect(cost(native, usage)).toEqual({ amount: 0.000_828_5, unpriced: 0 });
  });

  it('discuss.ai.google.dev, thread 188765: the known part, and how many tokens it leaves out', () => {
    const usage = {
      prompt: 522,
      promptDetails: { text: 332, audio: 165 },
      response: 42,
      responseDetails: { audio: 42 },
      thoughts: 136,
    };
    expect(cost(live38, usage)).toEqual({ amount: 0.001_86, unpriced: 25 });
  });

  it('eight turns, each billed for the whole context again', () => {
    const turns = [1, 2, 3, 4, 5, 6, 7, 8].map((turn) =>
      cost(live38, {
        prompt: 400 + 300 * turn,
        promptDetails: { text: 400, audio: 300 * turn },
        response: 250,
        responseDetails: { audio: 250 },
      }),
    );
    expect(turns.at(-1)?.amount).toBe(0.0105);
    const sum = turns.reduce<number | undefined>((all, one) => addDollars(all, one?.amount), 0);
    expect(sum).toBe(0.0588);
  });

  it.each([
    [
      [
        [511, 28],
        [604, 806],
        [1480, 971],
      ],
      2595 + 1805,
    ],
    [
      [
        [143, 19],
        [181, 24],
        [224, 24],
      ],
      548 + 67,
    ],
  ])('counts without details: no figure, and all tokens told %#', (turns, tokens) => {
    const costs = turns.map(([prompt, response]) => cost(live38, { prompt, response }));
    expect(costs.map((each) => each?.amount)).toEqual([undefined, undefined, undefined]);
    expect(costs.reduce((sum, each) => sum + (each?.unpriced ?? 0), 0)).toBe(tokens);
  });
});

describe('what has a price', () => {
  it.each<[string, Where, number | undefined]>([
    [live38, {}, 3],
    ['models/Gemini-3.8-Live', {}, 3],
    [live38, { api: 'vertex', location: 'us-central1' }, 3],
    [live38, { api: 'vertex', location: 'global' }, undefined],
    [live38, { api: 'vertex', location: 'GLOBAL' }, undefined],
    [live38, { api: 'vertex' }, undefined],
    ['gemini-3.8-live-extended-thinking', {}, 3],
    ['gemini-3.8-live-extended-thinking', { api: 'vertex', location: 'us-central1' }, undefined],
    ['gemini-3.1-flash-live-preview', {}, 3],
    ['gemini-3.1-flash-live-preview', { api: 'vertex', location: 'us-central1' }, undefined],
    [native, {}, 3],
    [native, { api: 'vertex', location: 'us-central1' }, undefined],
    ['gemini-2.5-flash-native-audio-latest', {}, 3],
    ['gemini-live-2.5-flash-native-audio', { api: 'vertex', location: 'us-central1' }, 3],
    ['gemini-live-2.5-flash-native-audio', {}, undefined],
    ['gemini-live-2.5-flash', { api: 'vertex', location: 'global' }, 3],
    ['gemini-3.5-live-translate-preview', {}, 3.5],
    ['gemini-3.5-transcribe-live', {}, 3.5],
    ['gemini-3.5-transcribe-live-preview', { api: 'vertex', location: 'global' }, 3.5],
    ['gemini-robotics-er-2-streaming-preview', {}, 1],
    ['gemini-robotics-er-2-streaming-preview', { at: Date.UTC(2026, 11, 31, 23, 59) }, 1],
    ['gemini-robotics-er-2-streaming-preview', { at: Date.UTC(2027, 0, 1) }, 2],
    ['gemini-2.0-flash-live-001', {}, undefined],
    ['gemini-9-live', {}, undefined],
    ['lyria-realtime-exp', {}, undefined],
    ['', {}, undefined],
  ])('%s %o', (model, where, amount) => {
    expect(cost(model, audioTurn, where)?.amount).toBe(amount);
  });

  it('has none where the API is not known', () => {
    expect(list.find(undefined, live38, undefined)).toBeUndefined();
  });

  it('bills what comes from a cache in full', () => {
    const cached = { cached: 900_000, cacheDetails: { audio: 900_000 } };
    expect(cost(live38, { ...audioTurn, ...cached })).toEqual({ amount: 3, unpriced: 0 });
  });

  it.each([
    [
      'a modality without a price',
      { response: 9, responseDetails: { audio: 9 } },
      'gemini-robotics-er-2-streaming-preview',
    ],
    ['a document', { prompt: 9, promptDetails: { document: 9 } }, live38],
    ['no details', { prompt: 9 }, live38],
  ])('tells no figure for %s, but how many tokens', (_, usage, model) => {
    expect(cost(model, usage)).toEqual({ amount: undefined, unpriced: 9 });
  });

  it('tells nothing of no tokens', () => {
    expect(cost(live38, {})).toEqual({ amount: undefined, unpriced: 0 });
  });

  it('prices every token once, or leaves it out', () => {
    const book = new PriceBook(
      [{ model: 'one', input: { text: 1, audio: 1 }, output: { text: 1, audio: 1 } }],
      () => undefined,
    );
    const count = fc.nat(100_000);
    const details = fc.record({ text: count, audio: count, video: count });
    const usage = fc.record({
      prompt: count,
      promptDetails: details,
      response: count,
      responseDetails: details,
      thoughts: count,
    });
    fc.assert(
      fc.property(usage, (some) => {
        const { amount = 0, unpriced } = cost('one', some, { book }) as Cost;
        expect(amount * 1e6 + unpriced).toBeCloseTo(some.prompt + some.response + some.thoughts, 4);
      }),
    );
  });
});

describe('rows of one’s own', () => {
  const book = new PriceBook(
    [
      { model: [live38, 'acme-live'], input: { audio: 1 } },
      { model: live38, from: '2026-12', input: { audio: 0 } },
      { model: native, from: '2027', input: { audio: 5 } },
      { model: 'paris', api: 'vertex', only: ['Europe-West9'], input: { audio: 7 } },
    ],
    () => undefined,
  );

  it.each<[string, Where, number | undefined]>([
    [live38, {}, 1],
    [live38, { api: 'vertex', location: 'global' }, 1],
    [live38, { at: Date.UTC(2026, 11, 1) }, 0],
    [native, {}, 3],
    [native, { at: Date.UTC(2027, 0, 1) }, 5],
    ['paris', { api: 'vertex', location: 'europe-west9' }, 7],
    ['paris', { api: 'vertex', location: 'europe-west1' }, undefined],
    ['paris', { api: 'gemini' }, undefined],
  ])('%s %o', (model, where, amount) => {
    expect(cost(model, audioTurn, { ...where, book })?.amount).toBe(amount);
  });

  it('go for a connection whose API is not known, where they name none', () => {
    const pricing = book.find(undefined, 'acme-live', undefined);
    expect(pricing?.(countTokens({ ...none, ...audioTurn }), now)?.amount).toBe(1);
  });

  it.each([
    [{}, /^prices is an object; allowed: an array of rows/],
    [[{}], /^prices\[0\]\.model is undefined; allowed: a model id, or an array of these/],
    [[{ model: [] }], /^prices\[0\]\.model is an array/],
    [[{ model: 'a' }], /^prices\[0\] is an object; allowed: a row that has a price/],
    [[{ model: 'a', input: {} }], /^prices\[0\] is an object; allowed: a row that has a price/],
    [[{ model: 'a', input: 3 }], /^prices\[0\]\.input is 3; allowed: an object with text, audio/],
    [
      [{ model: 'a', input: { audio: -1 } }],
      /^prices\[0\]\.input\.audio is -1; allowed: USD for a million tokens, a number from 0/,
    ],
    [[{ model: 'a', output: { text: '3' } }], /^prices\[0\]\.output\.text is '3'/],
    [[{ model: 'a', output: { text: NaN } }], /^prices\[0\]\.output\.text is NaN/],
    [[{ model: 'a', output: { speech: 3 } }], /^prices\[0\]\.output has a field 'speech'; allowed/],
    [[{ model: 'a', api: 'gcp', input: { text: 1 } }], /^prices\[0\]\.api is 'gcp'; allowed: 'gem/],
    [[{ model: 'a', from: 'soon', input: { text: 1 } }], /^prices\[0\]\.from is 'soon'/],
    [[{ model: 'a', price: 3 }], /^prices\[0\] has a field 'price'; allowed are model, api/],
  ])('that are wrong are told: %j', (rows, message) => {
    expect(() => new PriceBook(rows as never, () => undefined)).toThrow(message);
    expect(() => new PriceBook(rows as never, () => undefined)).toThrow(TypeError);
  });
});

describe('a table that is more than a year old', () => {
  const late = Date.UTC(2027, 9, 12);

  it('says so once', () => {
    const told = vi.fn();
    const book = new PriceBook(undefined, told);
    cost(live38, audioTurn, { book, at: Date.UTC(2027, 9, 9) });
    expect(told).not.toHaveBeenCalled();
    expect(cost(live38, audioTurn, { book, at: late })?.amount).toBe(3);
    cost(native, audioTurn, { book, at: late });
    expect(told.mock.calls).toEqual([[expect.stringMatching(/2026-10-10.*more than a year old/)]]);
  });

  it('does not say so where only prices of one’s own are used', () => {
    const told = vi.fn();
    const book = new PriceBook([{ model: live38, input: { audio: 1 } }], told);
    cost(live38, audioTurn, { book, at: late });
    expect(told).not.toHaveBeenCalled();
  });
});
