import { describe, expect, it } from 'vitest';
import { checkSetup, diagnoseClose } from '../../src/index.js';

const at = '2026-11-10';
const G = { api: 'gemini', version: 'v1beta', at } as const;
const fields = (check: Parameters<typeof checkSetup>[0]): string[] =>
  checkSetup({ at, ...check }).map(({ field }) => field);

describe('before connecting', () => {
  it.each([
    [
      'a model of the other API',
      { ...G, model: 'gemini-live-2.5-flash-native-audio' },
      ['setup.model'],
    ],
    ['a slip', { ...G, model: 'gemini-3.8-flash-live' }, ['setup.model']],
    ['a text model', { ...G, model: 'models/gemini-2.5-flash' }, ['setup.model']],
    [
      'a place that does not serve it',
      { api: 'vertex', model: 'gemini-3.5-transcribe-live-preview', location: 'us-central1' },
      ['location'],
    ],
    [
      'the other API’s spelling',
      { api: 'vertex', model: 'models/gemini-3.8-live' },
      ['setup.model'],
    ],
    [
      'everything wrong at once, in snake_case',
      {
        ...G,
        setup: {
          model: 'models/gemini-3.8-live',
          safety_settings: [{ category: 'X' }],
          generation_config: {
            response_modalities: ['TEXT'],
            enable_affective_dialog: true,
            input_audio_transcription: {},
            thinking_config: { thinking_level: 'LOW' },
          },
        },
      },
      [
        'setup.generationConfig.responseModalities',
        'setup.generationConfig.enableAffectiveDialog',
        'setup.generationConfig.thinkingConfig.thinkingLevel',
        'setup.safetySettings',
        'setup.generationConfig.inputAudioTranscription',
      ],
    ],
  ] as const)('tells %s', (_, check, expected) => {
    expect(fields(check)).toEqual(expected);
    for (const problem of checkSetup({ at, ...check })) {
      expect(problem.source).toMatch(/\S/);
      expect(problem.remedy).toMatch(/\S/);
    }
  });

  it.each([
    ['a right one', { ...G, setup: { model: 'models/gemini-3.8-live', sessionResumption: {} } }],
    ['a name that nobody knows', { ...G, model: 'models/gemini-9-live' }],
    [
      'the translation model on Vertex AI',
      { api: 'vertex', model: 'gemini-3.5-live-translate-preview' },
    ],
    ['nothing', {} as never],
    ['no object', undefined as never],
    ['a version that takes it', { ...G, version: 'v1alpha', setup: { safetySettings: [] } }],
    [
      'a function whose property is called additionalProperties',
      {
        ...G,
        model: 'gemini-3.8-live',
        setup: {
          tools: [
            {
              functionDeclarations: [
                {
                  name: 'f',
                  parameters: { properties: { additionalProperties: { type: 'STRING' } } },
                },
              ],
            },
          ],
        },
      },
    ],
  ] as const)('has nothing against %s', (_, check) => {
    expect(checkSetup(check)).toEqual([]);
  });
});

describe('a close without a socket', () => {
  it('is told by the setup and the messages', () => {
    const { cause, field, confidence } = diagnoseClose({
      api: 'gemini',
      code: 1007,
      reason: 'Request contains an invalid argument.',
      phase: 'active',
      at,
      setup: { model: 'models/gemini-3.1-flash-live-preview' },
      messages: [
        { from: 'server', message: { setupComplete: {} } },
        { from: 'client', message: { client_content: { turns: [{ role: 'user', parts: [] }] } } },
      ],
    });
    expect({ cause, field, confidence }).toEqual({
      cause: 'unsupported_operation',
      field: 'clientContent',
      confidence: 'known',
    });
  });

  it.each([
    [
      1007,
      'Invalid JSON payload received. Unknown name "tool_config" at \'setup\': Cannot find field.',
      'setup.toolConfig',
    ],
    [1007, 'Invalid JSON payload received. Unknown name "x" at \'setup.generation_con', undefined],
    [
      1007,
      'Invalid value at \'setup.generation_config.temperature\' (TYPE_FLOAT), "hot"',
      'setup.generationConfig.temperature',
    ],
    [1007, "Invalid value at 'realtime_input' (audio_stream_end)", 'realtimeInput.audioStreamEnd'],
    [
      1007,
      '* BidiGenerateContentRequest.setup.tools[0].function_declarations[3].parameters.properties[x].items: missing field.',
      'setup.tools.functionDeclarations.parameters',
    ],
    [1007, '* BidiGenerateContentRequest.setup.tools[0].function_decl', undefined],
    [
      1007,
      'frequency_penalty not supported in generation config',
      'setup.generationConfig.frequencyPenalty',
    ],
    [1007, 'Code Execution tool is not supported for this model', 'setup.tools.codeExecution'],
    [
      1007,
      "Unsupported language code 'pl' for model models/x",
      'setup.generationConfig.speechConfig.languageCode',
    ],
    [1007, 'Invalid session handle', 'setup.sessionResumption.handle'],
    [1008, 'models/gemini-3.8-life is not found for API version v1beta', 'setup.model'],
    [1007, 'API key not valid. Please pass a valid API key.', undefined],
  ])('%i %s', (code, reason, field) => {
    expect(
      diagnoseClose({ api: 'gemini', model: 'models/gemini-3.8-life', code, reason, at }).field,
    ).toBe(field);
  });

  it.each([
    [1008, 'Quota exceeded for quota metric X', 'quota', 'likely'],
    [1007, 'The provided API key was reported as leaked.', 'auth', 'likely'],
    [1007, 'Something odd', 'invalid_argument', 'likely'],
    [1011, 'Something odd', 'internal', 'likely'],
    [1011, 'A value is invalid', 'internal', 'likely'],
    [1008, 'Something odd', 'unknown', undefined],
    [1007, 'Request payload size exceeded the limit', 'invalid_argument', 'likely'],
    [1007, 'Invalid token count', 'invalid_argument', 'likely'],
    [1011, 'The requested feature is not supported', 'internal', 'likely'],
    [1011, 'Billing is not active for this project', 'quota', 'likely'],
    [1008, 'The model does not exist', 'model_not_found', 'likely'],
    [1008, '', 'unknown', undefined],
    [
      1008,
      'Request trace id: f1, [ORIGINAL ERROR] generic::permission_denied: no',
      'permission',
      'likely',
    ],
    [1011, 'generic::unavailable: try later', 'overloaded', 'likely'],
    [1007, 'Invalid session handle', 'session_expired', 'known'],
  ])('%i %s is %s, %s', (code, reason, cause, confidence) => {
    const found = diagnoseClose({ api: 'gemini', code, reason, at });
    expect([found.cause, found.confidence]).toEqual([cause, confidence]);
  });

  const affective = {
    model: 'models/gemini-3.8-live',
    generationConfig: { enableAffectiveDialog: true },
  };
  const said = { from: 'client', message: { realtimeInput: { text: 'hi' } } } as const;
  const answer = { from: 'server', message: { serverContent: { modelTurn: {} } } } as const;
  const turn = {
    from: 'client',
    message: { clientContent: { turns: [{ role: 'user', parts: [] }] } },
  } as const;
  const ARGUMENT = 'Request contains an invalid argument.';

  it.each([
    ['a setup whose session has answered', ARGUMENT, 'active', affective, [said, answer]],
    ['a setup before any content', ARGUMENT, 'active', affective, []],
    [
      'a message before setupComplete',
      ARGUMENT,
      'setup',
      { model: 'models/gemini-3.1-flash-live-preview' },
      [turn],
    ],
    [
      'a handle that is null',
      'BidiGenerateContent session not found',
      'setup',
      { model: 'models/gemini-3.8-live', sessionResumption: { handle: null } },
      [],
    ],
    [
      'a message that was answered long ago',
      ARGUMENT,
      'active',
      { model: 'models/gemini-3.1-flash-live-preview' },
      [turn, ...Array.from({ length: 40 }, () => answer)],
    ],
  ] as const)('does not blame %s', (_, reason, phase, setup, messages) => {
    const code = reason === ARGUMENT ? 1007 : 1008;
    const { field } = diagnoseClose({ api: 'gemini', code, reason, phase, at, setup, messages });
    expect(field).toBeUndefined();
  });

  it('never throws, whatever it is given', () => {
    for (const odd of [null, 1, 'x', [], [null], [{ from: 'client' }], { a: [[[]]] }]) {
      const given = { code: 1007, reason: ARGUMENT, setup: odd, messages: odd } as never;
      expect(diagnoseClose(given).cause).toBe('invalid_argument');
    }
  });

  it('says what is missing before a bare name, and what a Vertex AI path should be', () => {
    const not = (model: string, named: string): string | undefined =>
      diagnoseClose({
        api: 'gemini',
        model,
        code: 1008,
        reason: `${named} is not found for API version v1beta, or is not supported for bidiGenerateContent.`,
        at,
      }).hint;
    expect(not('gemini-3.8-live', 'gemini-3.8-live')).toContain("write 'models/gemini-3.8-live'");
    const path = 'projects/p/locations/us-central1/publishers/google/models/gemini-3.8-live';
    expect(not(`models/${path}`, `models/${path}`)).toContain('is a Vertex AI path');
    const endpoint = 'projects/p/locations/us-central1/endpoints/123';
    expect(not(`models/${endpoint}`, `models/${endpoint}`)).toContain('endpoint resource');
  });

  it('names the newer model where only a third party says that the older one ended', () => {
    const { hint, suggestedModel } = diagnoseClose({
      api: 'gemini',
      model: 'gemini-live-2.5-flash-native-audio',
      code: 1008,
      reason: '',
      at: '2026-11-18',
    });
    expect(suggestedModel).toBe('gemini-3.8-live');
    expect(hint).toContain('a third party dates its end to 2026-11-17');
  });
});
