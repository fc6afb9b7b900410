import { describe, expect, it } from 'vitest';
import {
  looksLikeCredential,
  looksLikeModel,
  withoutCredentialShapes,
} from '../../src/facts/credential-shapes.js';
import { MODELS } from '../../src/facts/models.js';

describe('the shapes of credentials', () => {
  it.each(MODELS.map(({ name }) => name))('take %s for a model', (name) => {
    expect(looksLikeModel(name)).toBe(true);
    expect(looksLikeCredential(name)).toBe(false);
    expect(withoutCredentialShapes(`projects/p/locations/l/models/${name}`)).toContain(name);
  });

  it.each([
    'AIzaSyA-1234567890abcdefghijklmnopqrstu',
    'AQ.Ab8RN6K_x',
    'ya29.a0Af-xyz_1',
    'auth_tokens/0123abcd',
    'auth_tokens%2F0123abcd',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc',
    '123e4567-e89b-12d3-a456-426614174000',
    '0123456789abcdef',
    'abcdefgh12345678',
    'gemini-live-0123456789abcdef',
    'kJ8s-x_2fQ-9aLw-Zp3Q',
  ])('know %s for one', (word) => {
    expect(looksLikeCredential(word)).toBe(true);
    expect(looksLikeModel(word)).toBe(false);
  });

  it.each([
    'ws',
    'v1beta1',
    'us-central1',
    'northamerica-northeast2',
    'google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContentConstrained',
    'google.cloud.aiplatform.v1beta1.LlmBidiService',
    'gemini-proxy-prod-2',
    'my-app-us-central1-prod',
    '1234567890123456789',
    'publisher',
    'tunedModels',
  ])('leave %s alone', (word) => {
    expect(looksLikeCredential(word)).toBe(false);
    expect(withoutCredentialShapes(word)).toBe(word);
  });
});
