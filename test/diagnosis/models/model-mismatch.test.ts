import { describe, expect, it } from 'vitest';
import { createDiagnosis, diagnoseClose } from '../../../src/diagnosis/diagnose-close.js';
import type { CloseFacts } from '../../../src/diagnosis/close-facts.js';
import type { LiveApi } from '../../../src/words.js';
import { MODELS } from '../../../src/facts/models.js';
import { SPELLINGS } from '../spellings.js';

const NOW = '2026-10-05';
const FULL = 'projects/my-project/locations/us-central1/publishers/google/models/';

/** The texts with which Google says "not found", as they reach the client. */
function notFound(name: string): string[] {
  return [
    `models/${name} is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListModels`,
    `models/${name} is not found for API version v1alpha, or is not supported for bidiGenerateContent. Call ModelService.`,
    `Request trace id: f102afa6f090070d, [ORIGINAL ERROR] generic::not_found: models/${name} is not found for API v`,
    `Publisher Model \`${FULL}${name}\` was not found or`,
    `Publisher model \`${FULL}${name}\` was`,
    'Publisher model was not found.',
    '',
  ].map((reason) => Buffer.from(reason).subarray(0, 123).toString());
}

function refuse(api: LiveApi | undefined, model: string, more: Partial<CloseFacts> = {}) {
  return diagnoseClose({ api, model, code: 1008, reason: notFound('x')[0], at: NOW, ...more });
}

type Case = readonly [
  api: LiveApi,
  model: string,
  at: string,
  suggested: string | undefined,
  named?: string,
];

/** By hand, from Google's model lists. `named` is a counterpart that is gone. */
const CASES: readonly Case[] = [
  [
    'vertex',
    'gemini-2.5-flash-native-audio-preview-12-2025',
    NOW,
    'gemini-live-2.5-flash-native-audio',
  ],
  [
    'vertex',
    'gemini-2.5-flash-native-audio-preview-12-2025',
    '2026-12-13',
    'gemini-3.8-live',
    'gemini-live-2.5-flash-native-audio',
  ],
  [
    'vertex',
    'gemini-2.5-flash-native-audio-preview-09-2025',
    '2026-01-15',
    'gemini-live-2.5-flash-preview-native-audio-09-2025',
  ],
  [
    'vertex',
    'gemini-2.5-flash-native-audio-preview-09-2025',
    '2026-08-26',
    'gemini-live-2.5-flash-preview-native-audio-09-2025',
  ],
  [
    'vertex',
    'gemini-2.5-flash-native-audio-preview-09-2025',
    '2026-08-27',
    'gemini-live-2.5-flash-native-audio',
    'gemini-live-2.5-flash-preview-native-audio-09-2025',
  ],
  [
    'vertex',
    'gemini-2.5-flash-native-audio-preview-09-2025',
    '2027-01-01',
    'gemini-3.8-live',
    'gemini-live-2.5-flash-preview-native-audio-09-2025',
  ],
  ['vertex', 'gemini-2.5-flash-native-audio-latest', NOW, 'gemini-live-2.5-flash-native-audio'],
  ['vertex', 'gemini-3.8-live-extended-thinking', NOW, 'gemini-3.8-live-extended-thinking-preview'],
  ['vertex', 'gemini-3.5-transcribe-live', NOW, 'gemini-3.5-transcribe-live-preview'],
  ['vertex', 'gemini-3.1-flash-live-preview', '2026-08-18', 'gemini-live-2.5-flash-native-audio'],
  ['vertex', 'gemini-3.1-flash-live-preview', NOW, 'gemini-3.8-live'],
  ['vertex', 'gemini-live-2.5-flash-preview', '2025-09-01', 'gemini-live-2.5-flash'],
  ['vertex', 'gemini-live-2.5-flash-preview', NOW, 'gemini-3.8-live', 'gemini-live-2.5-flash'],
  ['vertex', 'gemini-2.0-flash-live-001', '2025-08-01', 'gemini-2.0-flash-live-preview-04-09'],
  [
    'vertex',
    'gemini-2.0-flash-live-001',
    '2026-06-01',
    'gemini-live-2.5-flash-native-audio',
    'gemini-2.0-flash-live-preview-04-09',
  ],
  [
    'vertex',
    'gemini-2.0-flash-live-001',
    NOW,
    'gemini-3.8-live',
    'gemini-2.0-flash-live-preview-04-09',
  ],
  [
    'vertex',
    'gemini-2.5-flash-preview-native-audio-dialog',
    '2025-10-01',
    'gemini-live-2.5-flash-preview-native-audio',
  ],
  [
    'vertex',
    'gemini-2.5-flash-preview-native-audio-dialog',
    NOW,
    'gemini-live-2.5-flash-native-audio',
    'gemini-live-2.5-flash-preview-native-audio',
  ],
  [
    'vertex',
    'gemini-2.5-flash-exp-native-audio-thinking-dialog',
    NOW,
    'gemini-live-2.5-flash-native-audio',
  ],
  ['vertex', 'lyria-realtime-exp', NOW, undefined],
  ['gemini', 'gemini-3.8-live-extended-thinking-preview', NOW, 'gemini-3.8-live-extended-thinking'],
  ['gemini', 'gemini-3.5-transcribe-live-preview', NOW, 'gemini-3.5-transcribe-live'],
  [
    'gemini',
    'gemini-live-2.5-flash-native-audio',
    NOW,
    'gemini-2.5-flash-native-audio-preview-12-2025',
  ],
  [
    'gemini',
    'gemini-live-2.5-flash-native-audio',
    '2027-01-01',
    'gemini-3.8-live',
    'gemini-2.5-flash-native-audio-preview-12-2025',
  ],
  ['gemini', 'gemini-live-2.5-flash', '2025-09-01', 'gemini-live-2.5-flash-preview'],
  [
    'gemini',
    'gemini-live-2.5-flash',
    '2026-05-01',
    'gemini-2.5-flash-native-audio-preview-12-2025',
    'gemini-live-2.5-flash-preview',
  ],
  ['gemini', 'gemini-live-2.5-flash', NOW, 'gemini-3.8-live', 'gemini-live-2.5-flash-preview'],
  [
    'gemini',
    'gemini-live-2.5-flash-preview-native-audio-09-2025',
    '2025-11-01',
    'gemini-2.5-flash-native-audio-preview-09-2025',
  ],
  [
    'gemini',
    'gemini-live-2.5-flash-preview-native-audio-09-2025',
    NOW,
    'gemini-2.5-flash-native-audio-preview-12-2025',
    'gemini-2.5-flash-native-audio-preview-09-2025',
  ],
  [
    'gemini',
    'gemini-live-2.5-flash-preview-native-audio-09-17',
    NOW,
    'gemini-2.5-flash-native-audio-preview-12-2025',
    'gemini-2.5-flash-native-audio-preview-09-2025',
  ],
  [
    'gemini',
    'gemini-live-2.5-flash-preview-native-audio',
    NOW,
    'gemini-2.5-flash-native-audio-preview-12-2025',
    'gemini-2.5-flash-native-audio-preview-09-2025',
  ],
  ['gemini', 'gemini-2.0-flash-live-preview-04-09', '2025-08-01', 'gemini-2.0-flash-live-001'],
  [
    'gemini',
    'gemini-2.0-flash-live-preview-04-09',
    NOW,
    'gemini-3.8-live',
    'gemini-2.0-flash-live-001',
  ],
];

describe('a model of the other API', () => {
  it.each(CASES.map((each) => [...each] as const))('%s: %s on %s → %s', (...each) => {
    const [api, model, at, suggested, named] = each as Case;
    const diagnosis = refuse(api, model, { at });
    const { mismatch, cause, errorType, hint, suggestedModel } = diagnosis;
    expect(cause).toBe('model_mismatch');
    expect(errorType).toBe('model_mismatch');
    expect(mismatch?.kind).toBe(
      api === 'vertex' ? 'gemini_api_model_on_vertex_ai' : 'vertex_ai_model_on_gemini_api',
    );
    expect(mismatch?.suggestedModel).toBe(suggested);
    expect(suggestedModel).toBe(suggested);
    expect(mismatch?.confidence).toBe(model.includes('extended') ? 'pattern' : 'known');
    expect(hint).toBe(mismatch?.hint);
    for (const name of [model, suggested, named]) {
      if (name !== undefined) expect(hint).toContain(`'${name}'`);
    }
    expect(hint?.length).toBeLessThanOrEqual(512);
  });

  it('has cases for every model of one API', () => {
    const oneSided = MODELS.filter(({ gemini, vertex }) => !gemini || !vertex).map(
      ({ name }) => name,
    );
    expect(new Set(CASES.map(([, model]) => model))).toEqual(new Set(oneSided));
  });

  it('is told in the words of the contract', () => {
    expect(refuse('vertex', 'gemini-2.5-flash-native-audio-preview-12-2025').hint).toBe(
      "Model 'gemini-2.5-flash-native-audio-preview-12-2025' is a Gemini API model, but this connection goes to Vertex AI. Use 'gemini-live-2.5-flash-native-audio' there, or connect to the Gemini API.",
    );
    expect(refuse('gemini', 'gemini-live-2.5-flash-native-audio').hint).toBe(
      "Model 'gemini-live-2.5-flash-native-audio' is a Vertex AI model, but this connection goes to the Gemini API. Use 'gemini-2.5-flash-native-audio-preview-12-2025' there, or connect to Vertex AI.",
    );
  });

  it('is not sent to where it is dead', () => {
    expect(refuse('vertex', 'gemini-2.0-flash-live-001').hint).not.toContain('connect to');
    expect(refuse('vertex', 'gemini-2.0-flash-live-001').hint).toContain(
      'is retired on the Gemini API',
    );
    expect(
      refuse('gemini', 'gemini-live-2.5-flash-native-audio', { at: '2027-01-01' }).hint,
    ).not.toContain('connect to');
    expect(refuse('vertex', 'gemini-2.0-flash-live-001', { at: '2025-08-01' }).hint).toContain(
      'connect to',
    );
  });

  it('says what is retired at home without leaning on what is retired here', () => {
    expect(
      refuse('gemini', 'gemini-live-2.5-flash-native-audio', { at: '2026-12-14' }).hint,
    ).toMatch(
      /'gemini-2\.5-flash-native-audio-preview-12-2025', may be retired \(a third party .*\): use 'gemini-3\.8-live' there\. The model itself is retired on Vertex AI\.$/,
    );
    for (const [api, model, at] of CASES) {
      expect(refuse(api, model, { at }).hint).not.toContain('as well');
    }
  });

  it('is told to be tried, not used, where Google’s pages do not confirm it', () => {
    expect(refuse('vertex', 'gemini-3.8-live-extended-thinking').hint).toContain(
      "do not confirm: try 'gemini-3.8-live-extended-thinking-preview' there",
    );
  });

  it('is told from every spelling and every "not found"', () => {
    for (const [api, model, at, suggested] of CASES) {
      for (const spell of SPELLINGS) {
        for (const reason of [undefined, ...notFound(model), ...notFound(spell(model))]) {
          const { mismatch } = refuse(api, spell(model), { at, reason });
          expect(mismatch?.suggestedModel, `${api} ${spell(model)} ${reason}`).toBe(suggested);
          expect(mismatch).toBeDefined();
        }
      }
    }
  });

  it('is told wherever the reason is cut, or the cause is unknown', () => {
    for (const api of ['gemini', 'vertex'] as const) {
      const model =
        api === 'vertex'
          ? 'gemini-2.5-flash-native-audio-preview-12-2025'
          : 'gemini-live-2.5-flash-native-audio';
      for (const reason of notFound(model)) {
        for (let bytes = 0; bytes <= reason.length; bytes++) {
          const start = reason.slice(0, bytes);
          // These begin sentences of other causes, too.
          const open = ['m', 'P', 'p'].includes(start) || start.startsWith('Request');
          const allowed = open ? ['model_mismatch', 'unknown'] : ['model_mismatch'];
          if ('Request'.startsWith(start) && start !== '') continue;
          expect(allowed, start).toContain(refuse(api, model, { reason: start }).cause);
        }
      }
    }
  });

  it('is named though the clock says that neither of the pair is out', () => {
    expect(
      refuse('vertex', 'gemini-2.5-flash-native-audio-preview-12-2025', { at: 0 }).suggestedModel,
    ).toBe('gemini-live-2.5-flash-native-audio');
  });
});

describe('a name of a shape', () => {
  it.each([
    [
      'vertex',
      'gemini-2.5-flash-native-audio-preview-06-2026',
      NOW,
      'gemini-live-2.5-flash-native-audio',
    ],
    ['vertex', 'gemini-2.5-flash-native-audio', '2027-02-01', 'gemini-3.8-live'],
    [
      'gemini',
      'gemini-live-2.5-flash-native-audio-11-2026',
      NOW,
      'gemini-2.5-flash-native-audio-preview-12-2025',
    ],
    [
      'gemini',
      'gemini-live-2.5-pro-preview-native-audio',
      NOW,
      'gemini-2.5-flash-native-audio-preview-12-2025',
    ],
  ] as const)('%s: %s looks like the other API’s', (api, model, at, suggested) => {
    const { mismatch } = refuse(api, `models/${model}`, { at });
    expect(mismatch).toMatchObject({ confidence: 'pattern', suggestedModel: suggested });
    expect(mismatch?.hint).toContain(`'${model}' looks like`);
    const here = refuse(api === 'vertex' ? 'gemini' : 'vertex', model, { at });
    expect(here.mismatch).toBeUndefined();
  });
});

describe('no mismatch', () => {
  const NAME = 'gemini-2.5-flash-native-audio-preview-12-2025';

  it.each([1000, 1001, 1002, 1005, 1006, 1007, 1011, 1012, 3000, 4008, undefined])(
    'on code %s',
    (code) => {
      for (const reason of notFound(NAME)) {
        expect(refuse('vertex', NAME, { code, reason }).mismatch).toBeUndefined();
        expect(refuse('vertex', NAME, { code, reason }).cause).not.toBe('model_mismatch');
      }
    },
  );

  it.each([
    'Operation is not implemented, or supported, or enabled.',
    'BidiGenerateContent session not found',
    'Requested entity was not found.',
    'The operation was aborted.',
    "Method doesn't allow unregistered callers (callers without established identity).",
    'Request had invalid authentication credentials. Expected OAuth 2 access token',
    "Permission 'aiplatform.endpoints.predict' denied on resource",
    'Your project has been denied access. Please contact support.',
    "Project 'x' not found or deleted.",
    'Vertex AI API has not been used in project 1 before or it is disabled.',
    'Some policy that nobody has seen yet',
    `models/${NAME} is overloaded`,
  ])('on the reason %s', (reason) => {
    const { mismatch, cause } = refuse('vertex', NAME, { reason });
    expect(mismatch).toBeUndefined();
    expect(cause).not.toBe('model_mismatch');
  });

  it('after setupComplete', () => {
    for (const phase of ['active', 'going_away'] as const) {
      for (const reason of notFound(NAME)) {
        expect(refuse('vertex', NAME, { phase, reason }).mismatch).toBeUndefined();
      }
    }
    for (const phase of ['handshake', 'setup', undefined] as const) {
      expect(refuse('vertex', NAME, { phase }).mismatch).toBeDefined();
    }
  });

  it('where the API is not known, the name was accepted, or the upgrade was refused', () => {
    expect(refuse(undefined, NAME).mismatch).toBeUndefined();
    expect(refuse('vertex', NAME, { accepted: true }).mismatch).toBeUndefined();
    expect(refuse('vertex', NAME, { httpStatus: 403 }).mismatch).toBeUndefined();
  });

  it('by the reason’s words about an API', () => {
    const [gemini, , , vertex] = notFound('gemini-3.8-live');
    for (const api of ['gemini', 'vertex'] as const) {
      for (const reason of [gemini, vertex]) {
        expect(refuse(api, 'gemini-3.8-live', { reason }).mismatch).toBeUndefined();
      }
    }
  });

  it('for a model on its own API, or on both', () => {
    for (const { name, gemini, vertex } of MODELS) {
      for (const at of ['2025-01-01', '2025-10-01', '2026-05-01', NOW, '2027-06-01']) {
        if (gemini) expect(refuse('gemini', name, { at }).mismatch, name).toBeUndefined();
        if (vertex) expect(refuse('vertex', name, { at }).mismatch, name).toBeUndefined();
      }
    }
  });

  it.each([
    'gemini-2.5-flash',
    'gemini-2.5-pro',
    'gemini-1.5-pro-002',
    'gemini-2.0-flash',
    'gemini-3-pro-preview',
    'gemini-2.0-flash-exp',
    'gemini-3.8-live',
    'gemini-robotics-er-2-streaming-preview',
    `tunedModels/${NAME}`,
    'tunedModels/gemini-live-2.5-flash-native-audio',
    'projects/p/locations/us-central1/endpoints/1234567890',
    'projects/p/locations/us-central1/models/1234567890',
    'publishers/meta/models/gemini-live-2.5-flash-native-audio',
    `publishers/anthropic/models/${NAME}`,
    'gpt-4o-realtime-preview',
    'my-live-model',
    'gemini-live-9',
    'gemini-live',
    'gemini-4-live',
    'gemini-live-3.0-flash',
    '',
    'models/',
  ])('for %j', (model) => {
    for (const api of ['gemini', 'vertex'] as const) {
      for (const reason of ['', ...notFound('x')]) {
        expect(refuse(api, model, { reason }).mismatch).toBeUndefined();
      }
    }
  });

  it('for a model that makes music where nothing else is asked for', () => {
    expect(
      refuse('gemini', 'gemini-live-2.5-flash-native-audio', { method: 'BidiGenerateMusic' })
        .mismatch,
    ).toBeUndefined();
  });
});

describe('the location', () => {
  it('is told to be wrong for the id that the hint names', () => {
    const { hint } = refuse('vertex', 'gemini-2.5-flash-native-audio-preview-12-2025', {
      location: 'global',
    });
    expect(hint).toContain("location 'global' does not serve it; 'us-central1' does");
    expect(
      refuse('vertex', 'gemini-3.5-transcribe-live', { location: 'us-central1' }).hint,
    ).toContain("location 'us-central1' does not serve it; 'global' does");
  });

  it('is read from the resource path, and not mentioned where nothing is wrong with it', () => {
    const path = (location: string): string =>
      `projects/p/locations/${location}/publishers/google/models/gemini-2.5-flash-native-audio-preview-12-2025`;
    expect(refuse('vertex', path('us-east5')).hint).toContain(
      "location 'us-east5' does not serve it",
    );
    expect(refuse('vertex', path('us-central1')).hint).not.toContain('location');
    expect(refuse('vertex', path('us-east5'), { location: 'us-central1' }).hint).not.toContain(
      'location',
    );
  });

  it('counts for both ids where the counterpart is not open to all', () => {
    const { hint } = refuse('vertex', 'gemini-live-2.5-flash-preview', {
      location: 'europe-west4',
    });
    expect(hint).toContain(
      "'gemini-live-2.5-flash' (location 'europe-west4' does not serve it; 'global' does)",
    );
  });
});

describe('a user’s model', () => {
  const diagnose = createDiagnosis({
    models: [
      { name: 'acme-live', gemini: { from: '2026-01-01' }, counterpart: 'acme-live-vertex' },
      { name: 'gemini-3.1-flash-live-preview', gemini: true, vertex: true },
      { name: 'acme-both', gemini: true, vertex: 'unknown' },
    ],
  });
  const on = (api: LiveApi, model: string) =>
    diagnose({ api, model, code: 1008, reason: '', at: NOW }).mismatch;

  it('is known from its row', () => {
    expect(on('vertex', 'models/ACME-live')).toEqual({
      kind: 'gemini_api_model_on_vertex_ai',
      confidence: 'known',
      suggestedModel: 'acme-live-vertex',
      hint: "Model 'acme-live' is a Gemini API model, but this connection goes to Vertex AI. Use 'acme-live-vertex' there, or connect to the Gemini API.",
    });
    expect(on('gemini', 'acme-live')).toBeUndefined();
    expect(on('vertex', 'acme-both')).toBeUndefined();
  });

  it('takes the place of a built-in one', () => {
    expect(on('vertex', 'gemini-3.1-flash-live-preview')).toBeUndefined();
    expect(refuse('vertex', 'gemini-3.1-flash-live-preview').mismatch).toBeDefined();
  });
});
