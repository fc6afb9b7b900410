import { describe, expect, it } from 'vitest';
import { setupFacts } from '../../../src/protocol/client/setup.js';
import type { UsageFacts } from '../../../src/protocol/server/server-frame.js';
import { countTokens } from '../../../src/session/turns/tokens.js';
import {
  generationAttributes,
  requestAttributes,
  setupAttributes,
} from '../../../src/telemetry/spans/span-attributes.js';

const zero: UsageFacts = {
  prompt: 0,
  cached: 0,
  response: 0,
  toolUsePrompt: 0,
  thoughts: 0,
  total: 0,
  promptDetails: { text: 0, audio: 0, image: 0 },
  cacheDetails: { text: 0, audio: 0, image: 0 },
  responseDetails: { text: 0, audio: 0, image: 0 },
  toolUsePromptDetails: { text: 0 },
};

const attributesOf = (usage: Partial<UsageFacts>): object =>
  generationAttributes({
    start: 0,
    end: 1,
    firstAudio: undefined,
    inputEnd: undefined,
    audio: { generated: undefined, heard: undefined, underrun: undefined },
    tokens: countTokens({ ...zero, ...usage }),
    finishReason: undefined,
    errorType: undefined,
    content: undefined,
  });

describe('the tokens of a generation', () => {
  it('are told by parts only where there are some', () => {
    expect(attributesOf({})).toEqual({
      'gen_ai.usage.input_tokens': 0,
      'gen_ai.usage.output_tokens': 0,
    });
    expect(
      attributesOf({
        prompt: 9,
        promptDetails: { text: 0, audio: 9 },
        cached: 4,
        cacheDetails: { audio: 4, text: 0 },
        thoughts: 2,
      }),
    ).toEqual({
      'gen_ai.usage.input_tokens': 9,
      'gen_ai.usage.audio.input_tokens': 9,
      'gen_ai.usage.output_tokens': 2,
      'gen_ai.usage.reasoning.output_tokens': 2,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.audio.cache_read.input_tokens': 4,
    });
  });
});

describe('what the setup asks for', () => {
  it('has the thinking level, the voice and the activity detection, the last two on the session alone', () => {
    const setup = setupFacts({
      generation_config: {
        thinking_config: { thinking_level: 'Low' },
        speech_config: { voice_config: { prebuilt_voice_config: { voice_name: 'Kore' } } },
      },
    });
    expect(requestAttributes(setup)).toEqual({ 'gen_ai.request.reasoning.level': 'Low' });
    expect(setupAttributes(setup)).toEqual({
      'gen_ai.request.reasoning.level': 'Low',
      'gen_ai.speech.voice': 'Kore',
      'gemini.live.activity_detection': 'automatic',
    });
  });
});
