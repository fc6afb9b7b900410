import { describe, expect, it } from 'vitest';
import {
  isForeign,
  locationIn,
  modelKey,
  modelName,
} from '../../../src/diagnosis/models/model-name.js';
import { SPELLINGS } from '../spellings.js';

const NAME = 'gemini-3.8-live';

describe('modelName', () => {
  it.each(SPELLINGS.map((spell) => spell(NAME)))('finds the name in %j', (raw) => {
    expect(modelName(raw).toLowerCase()).toBe(NAME);
    expect(modelKey(raw)).toBe(NAME);
    expect(isForeign(raw)).toBe(false);
  });

  it('keeps the case that a person wrote', () => {
    expect(modelName('models/Gemini-3.8-Live')).toBe('Gemini-3.8-Live');
  });

  it('is empty where there is no name', () => {
    expect([modelName(''), modelName(' / '), modelName(':x')]).toEqual(['', '', '']);
  });

  it('drops what may hold a key', () => {
    expect(modelName(`models/${NAME}?key=AIzaSecret`)).toBe(NAME);
  });
});

describe('isForeign', () => {
  it.each([
    `tunedModels/${NAME}`,
    `models/tunedModels/${NAME}`,
    'projects/p/locations/us-central1/endpoints/1234567890',
    `projects/p/locations/us-central1/models/${NAME}`,
    `publishers/meta/models/${NAME}`,
    `projects/p/locations/us-central1/publishers/anthropic/models/${NAME}`,
    `openai/${NAME}`,
  ])('knows %j for somebody else’s', (raw) => {
    expect(isForeign(raw)).toBe(true);
  });
});

describe('locationIn', () => {
  it('reads the location of a resource path', () => {
    expect(locationIn('projects/p/locations/Us-Central1/publishers/google/models/x')).toBe(
      'us-central1',
    );
    expect(locationIn('models/x')).toBeUndefined();
    expect(locationIn('projects/p/locations')).toBeUndefined();
  });
});
