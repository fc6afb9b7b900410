import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens, type TokenParts } from '../../../src/session/turns/tokens.js';
import type { UsageFacts } from '../../../src/protocol/server/server-frame.js';

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

interface Parts {
  readonly input: TokenParts;
  readonly output: TokenParts;
  readonly cached?: TokenParts;
}

const some = (parts: TokenParts): object =>
  Object.fromEntries(Object.entries(parts).filter(([, tokens]) => tokens !== 0));

describe('tokens by modality', () => {
  it.each<[string, Partial<UsageFacts>, Parts]>([
    ['nothing', {}, { input: {}, output: {} }],
    [
      'no details',
      { prompt: 511, response: 28 },
      { input: { unknown: 511 }, output: { unknown: 28 } },
    ],
    [
      'details that leave something over (3.1)',
      {
        prompt: 482,
        response: 69,
        promptDetails: { text: 360 },
        responseDetails: { audio: 57 },
      },
      { input: { text: 360, unknown: 122 }, output: { audio: 57, unknown: 12 } },
    ],
    [
      'thoughts, which are text and in no detail',
      { response: 47, thoughts: 38, responseDetails: { audio: 47 } },
      { input: {}, output: { audio: 47, text: 38 } },
    ],
    [
      'thoughts beside text',
      { response: 50, thoughts: 38, responseDetails: { audio: 47, text: 3 } },
      { input: {}, output: { audio: 47, text: 41 } },
    ],
    ['thoughts alone', { thoughts: 12 }, { input: {}, output: { text: 12 } }],
    [
      'details that say more than the count',
      { prompt: 10, promptDetails: { audio: 11 }, response: 10, responseDetails: { audio: 11 } },
      { input: { unknown: 10 }, output: { unknown: 10 } },
    ],
    [
      'what tools add to the prompt',
      {
        prompt: 100,
        promptDetails: { text: 60, audio: 40 },
        toolUsePrompt: 69,
        toolUsePromptDetails: { text: 69 },
      },
      { input: { text: 129, audio: 40 }, output: {} },
    ],
    [
      'a cache',
      { prompt: 1131, cached: 1000, cacheDetails: { text: 900, audio: 100 } },
      { input: { unknown: 1131 }, output: {}, cached: { text: 900, audio: 100 } },
    ],
  ])('%s', (_, usage, { input, output, cached = {} }) => {
    const tokens = countTokens({ ...none, ...usage });
    expect(some(tokens.inputParts)).toEqual(input);
    expect(some(tokens.outputParts)).toEqual(output);
    expect(some(tokens.cachedParts)).toEqual(cached);
  });

  it('adds up to the count, and no part is below 0', () => {
    const count = fc.option(fc.nat(1000), { nil: undefined });
    const details = fc.option(fc.record({ text: fc.nat(900), audio: fc.nat(900) }), {
      nil: undefined,
    });
    const usage = fc.record({
      prompt: count,
      toolUsePrompt: count,
      response: count,
      thoughts: count,
      promptDetails: details,
      responseDetails: details,
    });
    fc.assert(
      fc.property(usage, (given) => {
        const tokens = countTokens({ ...none, ...given });
        for (const [total, parts] of [
          [(given.prompt ?? 0) + (given.toolUsePrompt ?? 0), tokens.inputParts],
          [(given.response ?? 0) + (given.thoughts ?? 0), tokens.outputParts],
        ] as const) {
          const values = Object.values(parts);
          expect(values.every((part) => part >= 0)).toBe(true);
          expect(values.reduce((sum, part) => sum + part, 0)).toBe(total);
        }
      }),
    );
  });
});
