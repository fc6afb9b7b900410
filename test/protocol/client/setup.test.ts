import { describe, expect, it } from 'vitest';
import { parseSetup, setupFacts, type SetupFacts } from '../../../src/protocol/client/setup.js';
import type { FrameData } from '../../../src/protocol/wire.js';

function readSetup(data: FrameData): SetupFacts | undefined {
  const setup = parseSetup(data);
  return setup && setupFacts(setup);
}

const nothing = {
  model: undefined,
  responseModalities: [],
  temperature: undefined,
  topP: undefined,
  topK: undefined,
  maxOutputTokens: undefined,
  seed: undefined,
  resumptionHandle: undefined,
  resumptionRequested: false,
  activityDetection: 'automatic',
};
const all = {
  model: 'models/gemini-3.8-live',
  responseModalities: ['AUDIO'],
  temperature: 0.7,
  topP: 0.9,
  topK: 40,
  maxOutputTokens: 1000,
  seed: 0,
  resumptionHandle: 'h',
  resumptionRequested: true,
  activityDetection: 'automatic',
};

describe('the setup', () => {
  it.each([
    [
      'camelCase',
      {
        model: 'models/gemini-3.8-live',
        generationConfig: {
          responseModalities: ['AUDIO'],
          temperature: 0.7,
          topP: 0.9,
          topK: 40,
          maxOutputTokens: 1000,
          seed: 0,
        },
        sessionResumption: { handle: 'h' },
      },
      all,
    ],
    [
      'snake_case',
      {
        model: 'models/gemini-3.8-live',
        generation_config: {
          response_modalities: ['AUDIO'],
          temperature: 0.7,
          top_p: 0.9,
          top_k: 40,
          max_output_tokens: 1000,
          seed: 0,
        },
        session_resumption: { handle: 'h' },
      },
      all,
    ],
    ['a first session', { sessionResumption: {} }, { ...nothing, resumptionRequested: true }],
    [
      'music',
      { model: 'models/lyria-realtime-exp' },
      { ...nothing, model: 'models/lyria-realtime-exp' },
    ],
    ['nothing', {}, nothing],
    [
      'what cannot be',
      {
        model: 5,
        generationConfig: { temperature: '1', seed: 1.5, responseModalities: [1, 'TEXT'] },
      },
      { ...nothing, responseModalities: ['TEXT'] },
    ],
  ])('reads %s', (_, setup, facts) => {
    const text = JSON.stringify({ setup });
    expect(readSetup(text)).toEqual(facts);
    expect(readSetup(Buffer.from(text))).toEqual(facts);
  });

  it.each(['', '{', '[]', 'null', '{}', '{"setup":1}', '{"setup":[]}', '{"clientContent":{}}'])(
    'finds none in %s',
    (text) => {
      expect(readSetup(text)).toBeUndefined();
    },
  );
});
