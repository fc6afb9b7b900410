import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ended, observe, type Observed } from './observed.js';
import {
  liveUrl,
  startSimulator,
  type Api,
  type Method,
  type Script,
  type Simulator,
} from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;

beforeAll(async () => {
  observed = observe();
  simulator = await startSimulator({ today: '2026-11-10' });
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

const M31 = 'gemini-3.1-flash-live-preview';
const M38 = 'gemini-3.8-live';
const ET = 'gemini-3.8-live-extended-thinking';
const NA25 = 'gemini-2.5-flash-native-audio-preview-12-2025';

const audio = { realtimeInput: { audio: { mimeType: 'audio/pcm;rate=16000', data: 'AAAA' } } };
const say = (role?: string, parts: object[] = [{ text: 'hi' }]): object => ({
  clientContent: { turns: [{ ...(role && { role }), parts }], turnComplete: true },
});
const marker = (name: string): object => ({ realtimeInput: { [name]: {} } });
const AUDIO = { generationConfig: { responseModalities: ['AUDIO'] } };
const MANUAL = { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } };
const thinking = {
  generationConfig: { responseModalities: ['AUDIO'], thinkingConfig: { thinkingLevel: 'LOW' } },
};
const call = { name: 'find_order', parameters: { type: 'OBJECT', additionalProperties: false } };

interface Case {
  readonly name: string;
  readonly model: string;
  readonly api?: Api;
  readonly version?: string;
  readonly method?: Method;
  readonly setup?: object;
  readonly sends?: readonly object[];
  /** Sent right behind the setup. */
  readonly early?: readonly object[];
  /** The close that is played where the simulator itself refuses nothing. */
  readonly close?: readonly [number, string];
  /** What is played behind the setup, where that is more than a close. */
  readonly steps?: Script['steps'];
  readonly field?: string;
  readonly cause?: string;
  readonly confidence?: string;
  readonly hint?: RegExp;
}

const ARGUMENT = [1007, 'Request contains an invalid argument.'] as const;

const rules: readonly Case[] = [
  {
    name: 'clientContent without a seed on 3.1',
    model: M31,
    sends: [say('user')],
    field: 'clientContent',
    cause: 'unsupported_operation',
    confidence: 'known',
    hint: /realtimeInput\.text/,
  },
  {
    name: 'the same with audio streaming on',
    model: M31,
    sends: [audio, say('user'), audio, audio],
    field: 'clientContent',
    cause: 'unsupported_operation',
  },
  {
    name: 'an empty activity',
    model: M31,
    setup: MANUAL,
    sends: [marker('activityStart'), marker('activityEnd')],
    field: 'realtimeInput.activityEnd',
    cause: 'invalid_argument',
    confidence: 'known',
  },
  {
    name: 'an end without a start',
    model: M38,
    setup: { realtime_input_config: { automatic_activity_detection: { disabled: true } } },
    sends: [audio, marker('activityEnd')],
    field: 'realtimeInput.activityEnd',
    hint: /no activityStart open/,
  },
  {
    name: 'affective dialog on 3.8, refused at the first content',
    model: M38,
    setup: { generationConfig: { enableAffectiveDialog: true } },
    sends: [audio],
    field: 'setup.generationConfig.enableAffectiveDialog',
    cause: 'unsupported_operation',
    confidence: 'known',
  },
  {
    name: 'affective dialog on 3.1, an internal error',
    model: M31,
    setup: { generation_config: { enable_affective_dialog: true } },
    field: 'setup.generationConfig.enableAffectiveDialog',
    cause: 'unsupported_operation',
  },
  ...[M31, M38, NA25].map((model) => ({
    name: `TEXT on ${model}`,
    model,
    setup: { generationConfig: { responseModalities: ['TEXT'] } },
    field: 'setup.generationConfig.responseModalities',
    cause: 'unsupported_operation',
    hint: /outputAudioTranscription/,
  })),
  {
    name: 'two modalities',
    model: M38,
    setup: { generationConfig: { responseModalities: ['AUDIO', 'TEXT'] } },
    field: 'setup.generationConfig.responseModalities',
  },
  {
    name: 'mediaChunks on 3.1',
    model: M31,
    sends: [{ realtimeInput: { mediaChunks: [{ mimeType: 'audio/pcm', data: 'AAAA' }] } }],
    field: 'realtimeInput.mediaChunks',
    hint: /sendRealtimeInput/,
  },
  {
    name: 'function parts on 2.5',
    model: NA25,
    sends: [say('model', [{ functionCall: { name: 'f', args: {} } }])],
    field: 'clientContent.turns.parts',
  },
  {
    name: 'thinkingLevel on 3.8',
    model: M38,
    setup: { generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } } },
    field: 'setup.generationConfig.thinkingConfig.thinkingLevel',
    hint: /extended-thinking/,
  },
  {
    name: 'no thinkingLevel on extended thinking',
    model: ET,
    field: 'setup.generationConfig.thinkingConfig.thinkingLevel',
    cause: 'invalid_argument',
  },
  {
    name: 'MINIMAL on extended thinking',
    model: ET,
    setup: { generationConfig: { thinkingConfig: { thinkingLevel: 'MINIMAL' } } },
    field: 'setup.generationConfig.thinkingConfig.thinkingLevel',
    hint: /LOW is the least/,
  },
  {
    name: 'a transcription in the wrong object',
    model: M38,
    setup: { generationConfig: { outputAudioTranscription: {} } },
    field: 'setup.generationConfig.outputAudioTranscription',
    hint: /directly in setup/,
  },
  {
    name: 'proactivity on v1beta',
    model: NA25,
    setup: { proactivity: { proactiveAudio: true } },
    field: 'setup.proactivity',
    hint: /v1alpha/,
  },
  {
    name: 'safetySettings on v1beta',
    model: M38,
    setup: { safetySettings: [] },
    field: 'setup.safetySettings',
  },
  {
    name: 'transparent resumption',
    model: M38,
    setup: { sessionResumption: { transparent: true } },
    field: 'setup.sessionResumption.transparent',
  },
  {
    name: 'a key of JSON Schema, with the function that has it',
    model: M38,
    setup: { tools: [{ googleSearch: {} }, { functionDeclarations: [call] }] },
    field: 'setup.tools.functionDeclarations.parameters',
    hint: /'find_order'/,
  },
  {
    name: 'markers with automatic detection',
    model: M38,
    sends: [marker('activityStart')],
    field: 'setup.realtimeInputConfig.automaticActivityDetection.disabled',
  },
  {
    name: 'a second setup',
    model: M38,
    sends: [{ setup: { model: `models/${M38}` } }],
    field: 'setup',
  },
  {
    name: 'contextWindowCompression without a window',
    model: M38,
    setup: { context_window_compression: { trigger_tokens: 12_000 } },
    field: 'setup.contextWindowCompression.slidingWindow',
    cause: 'invalid_argument',
    confidence: 'likely',
    hint: /slidingWindow: \{\}/,
  },
  {
    name: 'a turnCoverage that Vertex AI does not take',
    model: M38,
    api: 'vertex',
    setup: {
      realtimeInputConfig: { turnCoverage: 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO' },
    },
    field: 'setup.realtimeInputConfig.turnCoverage',
    hint: /TURN_INCLUDES_ONLY_ACTIVITY/,
  },
  {
    name: 'BLOCKING functions on extended thinking',
    model: ET,
    setup: {
      ...thinking,
      tools: [{ functionDeclarations: [{ name: 'find', behavior: 'BLOCKING' }] }],
    },
    field: 'setup.tools.functionDeclarations.behavior',
    cause: 'unsupported_operation',
  },
  {
    name: 'scheduling on extended thinking',
    model: ET,
    setup: thinking,
    sends: [
      { toolResponse: { functionResponses: [{ id: 'fc_1', response: {}, scheduling: 'SILENT' }] } },
    ],
    field: 'toolResponse.functionResponses.scheduling',
    cause: 'unsupported_operation',
  },
  {
    name: 'code execution on 2.5',
    model: NA25,
    setup: { tools: [{ codeExecution: {} }] },
    steps: [
      { expect: 'setup' },
      { close: [1007, 'Code execution tool is not supported for this model'] },
    ],
    field: 'setup.tools.codeExecution',
    cause: 'unsupported_operation',
  },
  {
    name: 'googleSearch without a quota',
    model: M38,
    setup: { tools: [{ googleSearch: {} }] },
    steps: [
      { expect: 'setup' },
      {
        close: [
          1011,
          'You exceeded your current quota, please check your plan and billing details.',
        ],
      },
    ],
    field: 'setup.tools.googleSearch',
    cause: 'quota',
    confidence: 'likely',
  },
  {
    name: 'what is sent before setupComplete',
    model: M38,
    early: [say('user')],
    steps: [
      { expect: 'setup' },
      { close: [1007, 'setup must be the first message and only the first'] },
    ],
    field: 'clientContent',
    cause: 'invalid_argument',
    hint: /setupComplete/,
  },
  {
    name: 'audio inside clientContent on 2.5',
    model: NA25,
    sends: [say('user', [{ inlineData: { mimeType: 'audio/pcm;rate=16000', data: 'AAAA' } }])],
    field: 'clientContent.turns.parts.inlineData',
    cause: 'unsupported_operation',
  },
  {
    name: 'clientContent while audio streams on 2.5',
    model: NA25,
    sends: [audio, audio, say('user')],
    field: 'clientContent',
    confidence: 'likely',
  },
  {
    name: 'clientContent while a call is open on 3.1',
    model: M31,
    setup: { historyConfig: { initialHistoryInClientContent: true } },
    sends: [say('user')],
    steps: [
      { send: { toolCall: { functionCalls: [{ id: 'fc_1', name: 'find', args: {} }] } } },
      { expect: 'clientContent' },
      { close: [1007, 'Precondition check failed.'] },
    ],
    field: 'clientContent',
    confidence: 'likely',
  },
  {
    name: 'pictures in mediaChunks on 3.8',
    model: M38,
    sends: [{ realtimeInput: { mediaChunks: [{ mimeType: 'image/jpeg', data: 'AAAA' }] } }],
    field: 'realtimeInput.mediaChunks',
    hint: /realtimeInput\.video/,
  },
  {
    name: 'text alone inside an activity on 3.8',
    model: M38,
    setup: MANUAL,
    sends: [marker('activityStart'), { realtimeInput: { text: 'hi' } }, marker('activityEnd')],
    field: 'realtimeInput.activityEnd',
    hint: /without audio/,
  },
  {
    name: 'a turn without role on 3.8',
    model: M38,
    sends: [say()],
    field: 'clientContent.turns.role',
  },
];

const decoys: readonly Case[] = [
  {
    name: 'the same field on a model that takes it',
    model: NA25,
    setup: { generationConfig: { enableAffectiveDialog: true } },
    sends: [audio],
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'sessionResumption: {}',
    model: M31,
    setup: { sessionResumption: {} },
    sends: [audio],
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'clientContent on 3.8',
    model: M38,
    sends: [say('user')],
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'clientContent on 3.1 on Vertex AI',
    model: M31,
    api: 'vertex',
    sends: [say('user')],
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'a server’s own fault in an ordinary turn',
    model: NA25,
    setup: { tools: [{ googleSearch: {} }] },
    sends: [audio],
    close: [1011, 'Internal error encountered.'],
    cause: 'internal',
  },
  {
    name: 'a fed activity',
    model: M31,
    setup: MANUAL,
    sends: [marker('activityStart'), audio, marker('activityEnd')],
    close: [1007, 'Precondition check failed.'],
    cause: 'invalid_argument',
  },
  {
    name: 'null, which is not sent',
    model: M31,
    setup: { generationConfig: { enableAffectiveDialog: null } },
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'a refused operation without an open call',
    model: NA25,
    sends: [audio],
    close: [1008, 'Operation is not implemented, or supported, or enabled.'],
    cause: 'unsupported_operation',
  },
  {
    name: 'BLOCKING functions on a model that takes them',
    model: NA25,
    setup: { tools: [{ functionDeclarations: [{ name: 'find', behavior: 'BLOCKING' }] }] },
    sends: [audio],
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'that turnCoverage on the Gemini API',
    model: M38,
    setup: {
      realtimeInputConfig: { turnCoverage: 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO' },
    },
    sends: [audio],
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'scheduling on 3.8',
    model: M38,
    sends: [
      { toolResponse: { functionResponses: [{ id: 'fc_1', response: {}, scheduling: 'SILENT' }] } },
    ],
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'a window beside contextWindowCompression',
    model: M38,
    setup: { contextWindowCompression: { slidingWindow: {} } },
    close: ARGUMENT,
    cause: 'invalid_argument',
  },
  {
    name: 'a quota in a session with googleSearch',
    model: M38,
    setup: { tools: [{ googleSearch: {} }] },
    sends: [audio],
    close: [1011, 'You exceeded your current quota, please check your plan and billing details.'],
    cause: 'quota',
  },
];

async function closed(each: Case): Promise<Readonly<Record<string, unknown>>> {
  const { model, api = 'gemini', version, method, setup, sends = [], close, steps } = each;
  const { WebSocket } = observed;
  if (steps !== undefined) {
    simulator.next({ steps });
  } else if (close !== undefined) {
    const expects = sends.map((message) => {
      const [root, inner = {}] = Object.entries(message)[0] as [string, object];
      return { expect: root === 'realtimeInput' ? `${root}.${Object.keys(inner)[0]}` : root };
    });
    simulator.next({ steps: [...expects, { close }] });
  }
  const socket = new WebSocket(
    liveUrl(simulator.url, { api, ...(version && { version }), ...(method && { method }) }),
  );
  const name =
    api === 'gemini'
      ? `models/${model}`
      : `projects/p/locations/global/publishers/google/models/${model}`;
  socket.on('open', () => {
    socket.send(
      JSON.stringify({
        setup: { model: name, ...(setup && 'generation_config' in setup ? {} : AUDIO), ...setup },
      }),
    );
    for (const message of each.early ?? []) socket.send(JSON.stringify(message));
  });
  socket.once('message', () => {
    for (const message of sends) socket.send(JSON.stringify(message));
  });
  const [session] = await ended(observed, 'gemini.live.session');
  return session?.attributes ?? {};
}

describe('the field that is to be changed', () => {
  it.each(rules.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const attributes = await closed(each);
    expect(attributes['gemini.close.field']).toBe(each.field);
    if (each.cause) expect(attributes['gemini.close.cause']).toBe(each.cause);
    expect(attributes['gemini.close.confidence']).toBe(each.confidence ?? 'known');
    if (each.hint) expect(attributes['gemini.close.hint']).toMatch(each.hint);
    expect(String(attributes['gemini.close.hint']).length).toBeLessThanOrEqual(300);
    expect(attributes['gemini.live.last_messages']).toMatch(/^→setup/);
    expect(attributes['gemini.live.last_messages']).toMatch(/ s before the close\)$/);
  });

  it('is only likely where the token may have replaced the setup', async () => {
    const attributes = await closed({
      name: '',
      model: M31,
      method: 'BidiGenerateContentConstrained',
      setup: { generationConfig: { enableAffectiveDialog: true } },
    });
    expect(attributes['gemini.close.confidence']).toBe('likely');
    expect(attributes['gemini.close.hint']).toContain("token's own setup");
  });

  it('is blamed on nobody where the token may have brought it', async () => {
    const attributes = await closed({
      name: '',
      model: M38,
      method: 'BidiGenerateContentConstrained',
      close: [1007, 'Thinking level is not supported for this model'],
    });
    expect(attributes).not.toHaveProperty('gemini.close.field');
    expect(attributes['gemini.close.cause']).toBe('unsupported_operation');
  });
});

describe('nobody is falsely accused', () => {
  it.each(decoys.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const attributes = await closed(each);
    expect(attributes).not.toHaveProperty('gemini.close.field');
    expect(attributes['gemini.close.cause']).toBe(each.cause);
  });
});
