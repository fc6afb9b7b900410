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
  thinkingLevel: undefined,
  voice: undefined,
  toolNames: [],
  content: undefined,
  resumptionHandle: undefined,
  resumptionRequested: false,
  inputTranscription: false,
  activityDetection: 'automatic',
  proactiveAudio: false,
  blockingFunctions: [],
  nonBlockingFunctions: [],
};
const all = {
  model: 'models/gemini-3.8-live',
  responseModalities: ['AUDIO'],
  temperature: 0.7,
  topP: 0.9,
  topK: 40,
  maxOutputTokens: 1000,
  seed: 0,
  thinkingLevel: 'LOW',
  voice: 'Kore',
  toolNames: ['order', 'search', 'wait', 'look'],
  resumptionHandle: 'h',
  resumptionRequested: true,
  inputTranscription: true,
  activityDetection: 'manual',
  proactiveAudio: true,
  blockingFunctions: ['order'],
  nonBlockingFunctions: ['search', 'look'],
};
const functions = [
  { name: 'order', behavior: 'BLOCKING' },
  { name: 'search', behavior: 'NON_BLOCKING' },
  { name: 'wait' },
  { behavior: 'BLOCKING' },
];
const more = [{ name: 'look', behavior: 'NON_BLOCKING' }];

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
          thinkingConfig: { thinkingLevel: 'LOW' },
          speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
        },
        sessionResumption: { handle: 'h' },
        inputAudioTranscription: {},
        realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
        proactivity: { proactiveAudio: true },
        tools: [
          { googleSearch: {} },
          { functionDeclarations: functions },
          { functionDeclarations: more },
        ],
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
          thinking_config: { thinking_level: 'LOW' },
          speech_config: { voice_config: { prebuilt_voice_config: { voice_name: 'Kore' } } },
        },
        session_resumption: { handle: 'h' },
        input_audio_transcription: {},
        realtime_input_config: { automatic_activity_detection: { disabled: true } },
        proactivity: { proactive_audio: true },
        tools: [{ function_declarations: functions }, { function_declarations: more }],
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
        tools: [
          null,
          1,
          { functionDeclarations: {} },
          { functionDeclarations: { name: 'x', behavior: 'BLOCKING' } },
          { functionDeclarations: [7, { name: 8, behavior: 'BLOCKING' }] },
        ],
        inputAudioTranscription: true,
        realtimeInputConfig: { automaticActivityDetection: { disabled: 'true' } },
        proactivity: [],
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
