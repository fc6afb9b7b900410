import { describe, expect, it } from 'vitest';
import { createDiagnosis, diagnoseClose } from '../../../src/diagnosis/diagnose-close.js';
import type { CloseFacts } from '../../../src/diagnosis/close-facts.js';

const NOW = '2026-10-05';
const G_NOT_FOUND =
  'models/x is not found for API version v1beta, or is not supported for bidiGenerateContent. Call';

function refused(facts: Partial<CloseFacts>) {
  return diagnoseClose({ code: 1008, reason: G_NOT_FOUND, at: NOW, ...facts });
}

describe('a retired model', () => {
  it.each([
    ['gemini', 'gemini-live-2.5-flash-preview', NOW, 'gemini-3.8-live'],
    [
      'gemini',
      'gemini-live-2.5-flash-preview',
      '2025-12-10',
      'gemini-2.5-flash-native-audio-preview-09-2025',
    ],
    ['gemini', 'gemini-2.0-flash-live-001', NOW, 'gemini-3.8-live'],
    [
      'gemini',
      'gemini-2.0-flash-exp',
      '2026-03-01',
      'gemini-2.5-flash-native-audio-preview-12-2025',
    ],
    [
      'gemini',
      'gemini-2.5-flash-preview-native-audio-dialog',
      NOW,
      'gemini-2.5-flash-native-audio-preview-12-2025',
    ],
    [
      'gemini',
      'gemini-2.5-flash-native-audio-preview-09-2025',
      NOW,
      'gemini-2.5-flash-native-audio-preview-12-2025',
    ],
    ['vertex', 'gemini-2.0-flash-exp', NOW, 'gemini-3.8-live'],
    ['vertex', 'gemini-2.0-flash-live-preview-04-09', NOW, 'gemini-3.8-live'],
    [
      'vertex',
      'gemini-live-2.5-flash-preview-native-audio',
      '2026-04-01',
      'gemini-live-2.5-flash-native-audio',
    ],
    [
      'vertex',
      'gemini-live-2.5-flash-preview-native-audio-09-2025',
      '2026-08-27',
      'gemini-live-2.5-flash-native-audio',
    ],
    ['vertex', 'gemini-live-2.5-flash-native-audio', '2026-12-13', 'gemini-3.8-live'],
  ] as const)('%s: %s on %s names its successor %s', (api, model, at, successor) => {
    for (const reason of [G_NOT_FOUND, 'Publisher model was not found.', '']) {
      const { cause, hint, suggestedModel } = refused({ api, model, at, reason });
      expect(cause).toBe('model_retired');
      expect(suggestedModel).toBe(successor);
      expect(hint).toContain(`'${model}'`);
      expect(hint).toContain(`'${successor}'`);
    }
  });

  it('is not called so before its end', () => {
    const model = 'gemini-live-2.5-flash-native-audio';
    expect(refused({ api: 'vertex', model, at: '2026-12-12T23:59:59Z' }).cause).toBe(
      'model_not_found',
    );
    expect(refused({ api: 'vertex', model, at: '2026-12-13T00:00:00Z' }).cause).toBe(
      'model_retired',
    );
  });

  it('is told from the codes and words of 1007, too', () => {
    const reason = 'gemini-2.0-flash-exp is not supported in the live api.';
    const facts = { api: 'vertex', model: 'gemini-2.0-flash-exp', code: 1007, reason } as const;
    expect(refused(facts).cause).toBe('model_retired');
    expect(refused({ ...facts, at: '2025-10-15' }).cause).toBe('model_not_live');
    expect(
      refused({
        ...facts,
        model: 'gemini-live-2.5-flash-preview-native-audio',
        reason:
          "Non-existing model: 'gemini-2.5-flash-preview-dialog' from Model Management Protoconf.",
      }).cause,
    ).toBe('model_retired');
  });

  it('is told without the API where it is gone from all of them', () => {
    expect(refused({ api: undefined, model: 'gemini-2.0-flash-exp' }).cause).toBe('model_retired');
    expect(refused({ api: undefined, model: 'gemini-3.8-live' }).cause).toBe('model_not_found');
  });

  it('is gone since a day only where Google named one', () => {
    expect(refused({ api: 'vertex', model: 'gemini-2.0-flash-exp' }).hint).toContain(
      '(since 2025-11)',
    );
    expect(refused({ api: 'gemini', model: 'gemini-2.0-flash-exp' }).hint).toContain(
      '(since 2026-02)',
    );
  });

  it('is not one that this process saw accepted', () => {
    expect(
      refused({ api: 'gemini', model: 'gemini-2.0-flash-live-001', accepted: true }).cause,
    ).toBe('model_not_found');
  });
});

describe('a model that is not Live', () => {
  it.each([
    'gemini-2.5-flash',
    'models/gemini-2.5-pro',
    'gemini-1.5-flash-8b',
    'GEMINI-3-PRO-preview',
  ])('%s is told on both APIs', (model) => {
    for (const api of ['gemini', 'vertex'] as const) {
      for (const reason of [G_NOT_FOUND, 'Publisher model was not found.', '']) {
        const { cause, suggestedModel, mismatch } = refused({ api, model, reason });
        expect({ cause, suggestedModel, mismatch }).toEqual({
          cause: 'model_not_live',
          suggestedModel: 'gemini-3.8-live',
          mismatch: undefined,
        });
      }
    }
  });

  it('is what Vertex AI says it is', () => {
    const { cause, hint, suggestedModel } = refused({
      api: 'vertex',
      model: 'my-model',
      code: 1007,
      reason: 'my-model is not supported in the live api.',
    });
    expect(cause).toBe('model_not_live');
    expect(hint).toContain("'my-model'");
    expect(suggestedModel).toBe('gemini-3.8-live');
  });

  it.each([
    ['gemini-2.5-flash-native-audio-preview-12-2025', NOW, 'gemini-live-2.5-flash-native-audio'],
    ['gemini-2.5-flash-native-audio-preview-12-2025', '2026-12-14', 'gemini-3.8-live'],
    ['gemini-2.5-flash-native-audio-preview-09-2025', NOW, 'gemini-live-2.5-flash-native-audio'],
    ['gemini-2.5-flash-native-audio-preview-07-2026', NOW, 'gemini-live-2.5-flash-native-audio'],
    ['gemini-live-2.5-flash-native-audio', NOW, 'gemini-3.8-live'],
    ['gemini-3.1-flash-live-preview', NOW, 'gemini-3.8-live'],
    ['gemini-3.5-transcribe-live', NOW, 'gemini-3.5-transcribe-live-preview'],
    ['gemini-3.8-live-extended-thinking', NOW, 'gemini-3.8-live'],
    ['lyria-realtime-exp', NOW, undefined],
  ])('%s is replaced under 1007 (%s) by what replaces it elsewhere', (model, at, suggested) => {
    const reason = `${model} is not supported in the live api.`;
    const { cause, mismatch, suggestedModel, hint } = refused({
      api: 'vertex',
      model,
      code: 1007,
      reason,
      at,
    });
    expect({ cause, mismatch, suggestedModel }).toEqual({
      cause: 'model_not_live',
      mismatch: undefined,
      suggestedModel: suggested,
    });
    if (suggested !== undefined) expect(hint).toContain(`'${suggested}'`);
  });

  it('may be Live on Vertex AI in another spelling or location', () => {
    const notLive = (model: string, location?: string) =>
      refused({
        api: 'vertex',
        model,
        location,
        code: 1007,
        reason: 'gemini-live-2.5-flash-native-audio is not supported in the live api.',
      });
    const name = 'gemini-live-2.5-flash-native-audio';
    const spelled = notLive(`models/${name}`);
    expect(spelled.cause).toBe('model_not_live');
    expect(spelled.hint).toContain(`projects/P/locations/L/publishers/google/models/${name}.`);
    expect(spelled.suggestedModel).toBeUndefined();
    const path = `projects/p/locations/global/publishers/google/models/${name}`;
    expect(notLive(path).cause).toBe('model_not_live');
    expect(notLive(path).hint).toContain("location 'global' does not serve it; 'us-central1' does");
    expect(notLive(path, 'us-central1').suggestedModel).toBe('gemini-3.8-live');
  });

  it('has a link to a page about models', () => {
    expect(refused({ api: 'gemini', model: 'gemini-2.5-flash' }).hint).toMatch(/docs\/models$/);
    expect(refused({ api: 'vertex', model: 'gemini-2.5-flash' }).hint).toMatch(
      /\/models\/live-api$/,
    );
  });

  it('is one that answers another method', () => {
    const music = refused({
      api: 'gemini',
      model: 'lyria-realtime-exp',
      method: 'BidiGenerateContent',
    });
    expect(music.cause).toBe('model_not_live');
    expect(music.hint).toContain('BidiGenerateMusic');
    const chat = refused({ api: 'gemini', model: 'gemini-3.8-live', method: 'BidiGenerateMusic' });
    expect(chat.cause).toBe('model_not_live');
    expect(chat.hint).toContain('BidiGenerateContent');
    for (const method of ['BidiGenerateContent', 'BidiGenerateContentConstrained']) {
      expect(refused({ api: 'gemini', model: 'gemini-3.8-live', method }).cause).toBe(
        'model_not_found',
      );
    }
  });
});

describe('the location', () => {
  const on = (model: string, location: string, more: Partial<CloseFacts> = {}) =>
    refused({ api: 'vertex', model, location, reason: 'Publisher model was not found.', ...more });

  it.each([
    ['gemini-live-2.5-flash-native-audio', 'global', 'us-central1'],
    ['gemini-live-2.5-flash-native-audio', 'asia-south1', 'us-central1'],
    ['gemini-live-2.5-flash-native-audio', 'us-east5', 'us-central1'],
    ['gemini-live-2.5-flash', 'us-central1', 'global'],
    ['gemini-3.5-transcribe-live-preview', 'europe-west4', 'global'],
  ])('%s is not served in %s, but in %s', (model, location, other) => {
    const { cause, hint, mismatch } = on(model, location);
    expect(cause).toBe('location');
    expect(mismatch).toBeUndefined();
    expect(hint).toContain(`'${location}'`);
    expect(hint).toContain(`'${other}'`);
    expect(on(model, location, { reason: '' }).cause).toBe('location');
    expect(on(model, other).cause).toBe('model_not_found');
    expect(on(model, other, { reason: '' }).cause).toBe('unknown');
  });

  it('is read from the resource path', () => {
    const model =
      'projects/p/locations/global/publishers/google/models/gemini-live-2.5-flash-native-audio';
    expect(refused({ api: 'vertex', model }).cause).toBe('location');
    expect(refused({ api: 'vertex', model, location: 'us-central1' }).cause).toBe(
      'model_not_found',
    );
  });

  it('says nothing on the Gemini API, nor of a model that is gone', () => {
    expect(refused({ api: 'gemini', model: 'gemini-3.8-live', location: 'global' }).cause).toBe(
      'model_not_found',
    );
    expect(on('gemini-live-2.5-flash-native-audio', 'global', { at: '2027-01-01' }).cause).toBe(
      'model_retired',
    );
  });

  it('is told to be wrong for a successor', () => {
    expect(on('gemini-live-2.5-flash-preview-native-audio-09-2025', 'global').hint).toContain(
      "'us-central1' does",
    );
  });

  it('is another one where Google means the caller’s', () => {
    const { cause, hint } = refused({
      api: 'gemini',
      code: 1007,
      reason: 'User location is not supported for the API use.',
    });
    expect(cause).toBe('location');
    expect(hint).toContain('available-regions');
  });
});

describe('a model that is not found', () => {
  it.each([
    ['gemini', 'gemini-3.8-lvie', 'gemini-3.8-live'],
    ['gemini', 'gemini-3-8-live', 'gemini-3.8-live'],
    ['gemini', 'Gemini-3.8-Live', 'gemini-3.8-live'],
    ['gemini', 'gemini-3.8-live-preview', 'gemini-3.8-live'],
    ['gemini', 'gemini-3.1-flash-live', 'gemini-3.1-flash-live-preview'],
    [
      'gemini',
      'gemini-2.5-flash-native-audio-preview',
      'gemini-2.5-flash-native-audio-preview-12-2025',
    ],
    [
      'gemini',
      'gemini-2.5-flash-native-audio-preview-11-2025',
      'gemini-2.5-flash-native-audio-preview-12-2025',
    ],
    ['vertex', 'gemini-live-2.5-flash-native-audo', 'gemini-live-2.5-flash-native-audio'],
    ['vertex', 'gemini-3.8-livee', 'gemini-3.8-live'],
  ] as const)('%s: %s is a slip of %s', (api, model, meant) => {
    const { cause, hint, suggestedModel } = refused({ api, model: `models/${model}` });
    expect(cause).toBe('model_not_found');
    expect(suggestedModel).toBe(meant);
    expect(hint).toContain(`'${meant}'`);
  });

  it.each([
    ['gemini', 'gemini-3.9-live'],
    ['gemini', 'gemini-live'],
    ['gemini', 'live'],
    ['gemini', 'my-model'],
    ['gemini', 'gemini-2.0-flash-live-01'],
    ['gemini', 'gemini-live-2.5-flash-previw'],
    ['vertex', 'gemini-3.1-flash-live'],
    ['vertex', 'gpt-4o-realtime-preview'],
    ['gemini', 'x'.repeat(5000)],
  ] as const)('%s: %s is no slip of anything alive there', (api, model) => {
    const { cause, hint, suggestedModel } = refused({ api, model });
    expect(cause).toBe('model_not_found');
    expect(suggestedModel).toBeUndefined();
    expect(hint).not.toContain('Did you mean');
    expect(hint?.length).toBeLessThanOrEqual(300);
  });

  it('may be a right one that Google does not let in', () => {
    expect(refused({ api: 'vertex', model: 'gemini-3.8-live' }).hint).toMatch(
      /has access\. https:\S+\/locations$/,
    );
    expect(
      refused({ api: 'vertex', model: 'gemini-live-2.5-flash', location: 'global' }).hint,
    ).toContain('only Google grants');
    expect(refused({ api: 'gemini', model: 'gemini-3.8-live' }).hint).toContain('ListModels');
  });

  it('is not more than that where the name does not tell', () => {
    for (const model of ['tunedModels/x', 'publishers/meta/models/llama']) {
      const { cause, hint } = refused({ api: 'gemini', model });
      expect({ cause, hint }).toEqual({ cause: 'model_not_found', hint: undefined });
    }
    expect(
      refused({ api: 'vertex', model: 'gemini-robotics-er-2-streaming-preview' }).hint,
    ).toContain('not known; the Gemini API offers it');
  });

  it('is not more than that after setupComplete', () => {
    const { cause, hint } = refused({ api: 'gemini', model: 'gemini-2.5-flash', phase: 'active' });
    expect({ cause, hint }).toEqual({ cause: 'model_not_found', hint: undefined });
  });
});

describe('an empty reason', () => {
  it.each([
    [{ api: 'gemini', model: 'gemini-3.8-live' }],
    [{ api: 'vertex', model: 'gemini-3.8-live' }],
    [{ api: 'gemini', model: 'gemini-3.8-lvie' }],
    [{ api: 'gemini', model: 'my-model' }],
    [{ api: 'gemini' }],
    [{ model: 'gemini-3.8-live' }],
    [{ api: 'gemini', model: 'gemini-2.5-flash', phase: 'active' }],
    [{ api: 'vertex', model: 'gemini-2.5-flash-native-audio-preview-12-2025', phase: 'active' }],
    [{ api: 'gemini', model: 'gemini-2.5-flash', code: 1007 }],
    [{ api: 'gemini', model: 'gemini-2.5-flash', code: 1011 }],
  ] as const)('says nothing for %j', (facts) => {
    for (const reason of ['', '  ', undefined]) {
      const { cause, hint, errorType } = refused({ ...facts, reason });
      expect({ cause, hint }).toEqual({ cause: 'unknown', hint: undefined });
      expect(errorType).toBe(String('code' in facts ? facts.code : 1008));
    }
  });
});

describe('a user’s retired model', () => {
  it('names what its row names', () => {
    const diagnose = createDiagnosis({
      models: [{ name: 'acme-live-1', vertex: { until: '2026-05' }, successors: ['acme-live-2'] }],
    });
    expect(
      diagnose({ api: 'vertex', model: 'acme-live-1', code: 1008, reason: '', at: NOW }),
    ).toMatchObject({ cause: 'model_retired', suggestedModel: 'acme-live-2' });
  });
});
