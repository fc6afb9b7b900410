import { describe, expect, it } from 'vitest';
import { modelTraits, traitsTable, type ModelTraits } from '../../src/facts/model-traits.js';

const none: ModelTraits = {
  proactive: false,
  thinksLong: false,
  nonBlocking: false,
  needsTrailingAudio: false,
  oneTurnWithTools: false,
};

describe('the traits of a model', () => {
  it('have a source each, and say something', () => {
    for (const { source, traits } of traitsTable) {
      expect(source).toMatch(/^https:\/\//);
      expect(Object.values(traits)).toContain(true);
    }
  });

  const live38 = {
    ...none,
    proactive: true,
    nonBlocking: true,
    needsTrailingAudio: true,
    oneTurnWithTools: true,
  };
  it.each([
    ['gemini-3.8-live', live38],
    ['gemini-3.8-live-extended-thinking', { ...live38, thinksLong: true }],
    ['gemini-3.8-live-extended-thinking-preview', { ...live38, thinksLong: true }],
    ['gemini-3.1-flash-live-preview', { ...none, oneTurnWithTools: true }],
    ['gemini-2.5-flash-native-audio-preview-12-2025', { ...none, oneTurnWithTools: true }],
    ['gemini-live-2.5-flash', none],
    ['acme-live', none],
    [undefined, none],
  ])('of %s', (model, traits) => {
    expect(modelTraits(model)).toEqual(traits);
  });
});
