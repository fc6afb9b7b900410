import { describe, expect, it } from 'vitest';
import {
  createServerFrameReader,
  type ServerFacts,
} from '../../../src/protocol/server/server-frame.js';

const nothing: ServerFacts = {
  ...createServerFrameReader({ content: false })('{}')!,
  // The property test holds it against its reference.
  onlyAudio: expect.any(Boolean) as boolean,
};
const audio = (bytes: number): string => Buffer.alloc(bytes, 7).toString('base64');
const pcm = (bytes: number, mimeType = 'audio/pcm;rate=24000') => ({
  inlineData: { mimeType, data: audio(bytes) },
});

/** Frames as they were seen, and what they say. The simulator's scenarios name their sources. */
const frames: Record<string, { frame: object; facts: Partial<ServerFacts> }> = {
  'setupComplete on the Gemini API': {
    frame: { setupComplete: {} },
    facts: { setupComplete: true },
  },
  'setupComplete on Vertex AI': {
    frame: { setupComplete: { sessionId: '0b7f' } },
    facts: { setupComplete: true, sessionId: '0b7f' },
  },
  'an empty serverContent (3.1)': {
    frame: { serverContent: {} },
    facts: { serverContent: true },
  },
  'audio of the Gemini API': {
    frame: { serverContent: { modelTurn: { parts: [pcm(9600)] } } },
    facts: { serverContent: true, parts: 1, audioBytes: 9600, audioSeconds: 0.2 },
  },
  'audio of Vertex AI, without a rate': {
    frame: { serverContent: { modelTurn: { parts: [pcm(11520, 'audio/pcm')], role: 'model' } } },
    facts: { serverContent: true, parts: 1, audioBytes: 11520, audioSeconds: 0.24 },
  },
  'one sample': {
    frame: { serverContent: { modelTurn: { parts: [pcm(2)] } } },
    facts: { serverContent: true, parts: 1, audioBytes: 2, audioSeconds: 2 / 48_000 },
  },
  'audio and transcript in one frame (3.1)': {
    frame: {
      serverContent: {
        modelTurn: { parts: [pcm(7680)] },
        outputTranscription: { text: 'Hi, "turnComplete": true, you know' },
      },
    },
    facts: {
      serverContent: true,
      parts: 1,
      audioBytes: 7680,
      audioSeconds: 0.16,
      outputTranscription: true,
      outputTranscript: 'Hi, "turnComplete": true, you know',
    },
  },
  'a thought, a text and a picture': {
    frame: {
      serverContent: {
        modelTurn: {
          parts: [
            { text: 'hm', thought: true },
            { text: 'a' },
            { text: 'b' },
            { text: '' },
            { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
            { executableCode: { code: 'print(1)' } },
          ],
        },
      },
    },
    facts: {
      serverContent: true,
      parts: 6,
      thoughtParts: 1,
      textParts: 2,
      imageParts: 1,
      text: 'ab',
    },
  },
  'an empty transcription, and a finished one': {
    frame: { serverContent: { outputTranscription: {}, inputTranscription: { finished: true } } },
    facts: { serverContent: true },
  },
  'turnComplete with usage of the Gemini API': {
    frame: {
      serverContent: { turnComplete: true },
      usageMetadata: {
        promptTokenCount: 482,
        responseTokenCount: 69,
        totalTokenCount: 551,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 360 }],
        responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 57 }],
        thoughtsTokenCount: 24,
      },
    },
    facts: {
      serverContent: true,
      turnComplete: true,
      usage: {
        prompt: 482,
        cached: undefined,
        response: 69,
        toolUsePrompt: undefined,
        thoughts: 24,
        total: 551,
        promptDetails: { text: 360 },
        cacheDetails: undefined,
        responseDetails: { audio: 57 },
        toolUsePromptDetails: undefined,
      },
    },
  },
  'turnComplete with usage of Vertex AI, and a detail without count': {
    frame: {
      serverContent: { turnComplete: true, groundingMetadata: {} },
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 7,
        totalTokenCount: 17,
        promptTokensDetails: [{ modality: 'AUDIO' }],
        candidatesTokensDetails: [
          { modality: 'AUDIO', tokenCount: 4 },
          { modality: 'TEXT', tokenCount: 3 },
        ],
        trafficType: 'ON_DEMAND',
      },
    },
    facts: {
      serverContent: true,
      turnComplete: true,
      usage: {
        prompt: 10,
        cached: undefined,
        response: 7,
        toolUsePrompt: undefined,
        thoughts: undefined,
        total: 17,
        promptDetails: undefined,
        cacheDetails: undefined,
        responseDetails: { audio: 4, text: 3 },
        toolUsePromptDetails: undefined,
      },
    },
  },
  'usage that cannot be': {
    frame: {
      usageMetadata: {
        promptTokenCount: -1,
        responseTokenCount: '12',
        candidatesTokenCount: 3,
        totalTokenCount: 1.5,
        thoughtsTokenCount: 2 ** 53,
        cachedContentTokenCount: 2 ** 53 - 1,
      },
    },
    facts: {
      usage: {
        prompt: undefined,
        cached: 2 ** 53 - 1,
        response: 3,
        toolUsePrompt: undefined,
        thoughts: undefined,
        total: undefined,
        promptDetails: undefined,
        cacheDetails: undefined,
        responseDetails: undefined,
        toolUsePromptDetails: undefined,
      },
    },
  },
  'an interruption': {
    frame: { serverContent: { interrupted: true } },
    facts: { serverContent: true, interrupted: true },
  },
  'a rejected turn': {
    frame: { serverContent: { turnComplete: true, turnCompleteReason: 'RESPONSE_REJECTED' } },
    facts: { serverContent: true, turnComplete: true, turnCompleteReason: 'RESPONSE_REJECTED' },
  },
  'extended thinking': {
    frame: {
      serverContent: {
        turnComplete: true,
        interactionStatus: 'IN_PROGRESS',
        waitingForInput: true,
      },
    },
    facts: {
      serverContent: true,
      turnComplete: true,
      interactionStatus: 'IN_PROGRESS',
      waitingForInput: true,
    },
  },
  'flags that are not true': {
    frame: { serverContent: { turnComplete: 'true', interrupted: 1, generationComplete: null } },
    facts: { serverContent: true },
  },
  'toolCall and turnComplete in one frame': {
    frame: {
      toolCall: { functionCalls: [{ name: 'weather', args: { city: 'Kraków' }, id: 'fc_1' }] },
      serverContent: { turnComplete: true },
    },
    facts: {
      serverContent: true,
      turnComplete: true,
      toolCallCount: 1,
      toolCalls: [{ id: 'fc_1', name: 'weather', args: '{"city":"Kraków"}' }],
    },
  },
  'a tool call without id (Vertex AI in 2025)': {
    frame: { toolCall: { functionCalls: [{ name: 'weather' }] } },
    facts: { toolCallCount: 1, toolCalls: [{ id: undefined, name: 'weather', args: undefined }] },
  },
  cancellation: {
    frame: { toolCallCancellation: { ids: ['fc_1', 'fc_2'] } },
    facts: { cancelledIds: ['fc_1', 'fc_2'] },
  },
  'goAway with a fraction': {
    frame: { goAway: { timeLeft: '9.500s' } },
    facts: { goAway: true, timeLeft: 9.5 },
  },
  'goAway without time': { frame: { goAway: {} }, facts: { goAway: true } },
  'an empty resumption update': {
    frame: { sessionResumptionUpdate: {} },
    facts: { resumption: true },
  },
  'a resumption update': {
    frame: {
      sessionResumptionUpdate: {
        newHandle: 'h',
        resumable: true,
        lastConsumedClientMessageIndex: '4',
      },
    },
    facts: { resumption: true, newHandle: 'h', resumable: true },
  },
  'voice activity (3.1)': {
    frame: { voiceActivity: { type: 'ACTIVITY_END', audioOffset: '0.360s' } },
    facts: { voiceActivity: 'end', voiceOffset: 0.36 },
  },
  'a VAD signal': {
    frame: { voiceActivityDetectionSignal: { vadSignalType: 'VAD_SIGNAL_TYPE_SOS' } },
    facts: { voiceActivity: 'start' },
  },
};

const onlyContent = ['text', 'inputTranscript', 'outputTranscript'] as const;

describe.each(Object.entries(frames))('%s', (_, { frame, facts }) => {
  const pretty = `${JSON.stringify(frame, null, 2)}\n`;

  it('is read with its content', () => {
    const read = createServerFrameReader({ content: true });
    for (const data of [Buffer.from(pretty), pretty, JSON.stringify(frame)]) {
      const found = { ...read(data)! };
      found.toolCalls = found.toolCalls.map((call) => ({
        ...call,
        args: call.args && JSON.stringify(JSON.parse(call.args)),
      }));
      expect(found).toEqual({ ...nothing, ...facts });
    }
  });

  it('is read without its content', () => {
    const read = createServerFrameReader({ content: false });
    const expected: ServerFacts = { ...nothing, ...facts };
    for (const key of onlyContent) expected[key] = undefined;
    expected.toolCalls = expected.toolCalls.map((call) => ({ ...call, args: undefined }));
    expect(read(Buffer.from(pretty))).toEqual(expected);
    expect(read(pretty)).toEqual(expected);
  });
});

describe('a stream of audio', () => {
  it('keeps its rate beside a part that is no audio', () => {
    const read = createServerFrameReader({ content: false });
    const parts = [pcm(9600), { inlineData: { mimeType: 'image/png', data: 'AAAA' } }];
    const frame = Buffer.from(JSON.stringify({ serverContent: { modelTurn: { parts } } }));
    for (const form of [frame, frame, frame.toString(), frame.toString()]) {
      expect(read(form)).toMatchObject({ audioBytes: 9600, audioSeconds: 0.2 });
    }
  });

  const frame = (data: string): Buffer =>
    Buffer.from(
      JSON.stringify({
        serverContent: { modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm', data } }] } },
      }),
    );

  it('tells each length, through the same object', () => {
    const read = createServerFrameReader({ content: false });
    read(frame(audio(960)));
    const facts = read(frame(audio(9600)));
    expect(facts).toMatchObject({ parts: 1, audioBytes: 9600, audioSeconds: 0.2 });
    expect(read(frame(audio(9601)))).toBe(facts);
    expect(facts).toMatchObject({ audioBytes: 9601 });
    expect(read(frame(audio(9602)))).toMatchObject({ audioBytes: 9602 });
  });

  it.each([
    ['a quote', '"', undefined],
    ['another fact', '"}},{"text":"', undefined],
  ])('does not overlook %s in a payload', (_, odd, bytes) => {
    const read = createServerFrameReader({ content: false });
    const good = frame(audio(960)).toString();
    read(good);
    read(Buffer.from(good));
    const data = audio(960);
    const bad = good.replace(data, `${data.slice(0, 600)}${odd}${data.slice(601)}`);
    for (const form of [bad, Buffer.from(bad)]) expect(read(form)?.audioBytes).toBe(bytes);
  });

  it('is not begun by a frame with two', () => {
    const read = createServerFrameReader({ content: false });
    const two = (bytes: number): object => ({
      serverContent: { modelTurn: { parts: [pcm(90), pcm(bytes)] } },
    });
    expect(read(JSON.stringify(two(960)))?.audioBytes).toBe(1050);
    expect(read(JSON.stringify(two(480)))?.audioBytes).toBe(570);
  });

  it('may stand behind text that is not ASCII', () => {
    const read = createServerFrameReader({ content: true });
    const parts = (bytes: number): object[] => [{ text: 'łłłłłłłł' }, pcm(bytes)];
    for (const bytes of [960, 480, 960]) {
      const text = JSON.stringify({ serverContent: { modelTurn: { parts: parts(bytes) } } });
      expect(read(text)).toMatchObject({ audioBytes: bytes, text: 'łłłłłłłł' });
    }
  });

  it('does not take a later key for an earlier frame', () => {
    const read = createServerFrameReader({ content: false });
    read(frame(audio(960)));
    const more = frame(audio(960))
      .toString()
      .replace(/}$/, ',"usageMetadata":{"totalTokenCount":1}}');
    expect(read(Buffer.from(more))?.usage?.total).toBe(1);
    expect(read(frame(audio(960)))?.usage).toBeUndefined();
  });
});

describe('a stream of audio with its words', () => {
  const frame = (bytes: number, words: string, wordsFirst = false): string => {
    const modelTurn = { parts: [pcm(bytes)] };
    const outputTranscription = { text: words, finished: true };
    return JSON.stringify({
      serverContent: wordsFirst
        ? { outputTranscription, modelTurn }
        : { modelTurn, outputTranscription },
    });
  };

  describe.each([
    ['behind it', false],
    ['before it', true],
  ])('%s', (_, wordsFirst) => {
    it('tells each length and each text, through the same object', () => {
      const read = createServerFrameReader({ content: true });
      read(Buffer.from(frame(960, 'so', wordsFirst)));
      const facts = read(Buffer.from(frame(9600, ' the ‘answer’', wordsFirst)));
      expect(facts).toMatchObject({
        parts: 1,
        audioBytes: 9600,
        audioSeconds: 0.2,
        onlyAudio: false,
        outputTranscription: true,
        outputTranscript: ' the ‘answer’',
      });
      expect(read(Buffer.from(frame(9601, ' is', wordsFirst)))).toBe(facts);
      expect(facts).toMatchObject({ audioBytes: 9601, outputTranscript: ' is' });
    });

    it('says no more than audio where its words are not wanted', () => {
      const read = createServerFrameReader({ content: false });
      for (const words of ['so', ' the']) {
        expect(read(Buffer.from(frame(960, words, wordsFirst)))).toMatchObject({
          onlyAudio: true,
          outputTranscription: true,
          outputTranscript: undefined,
        });
      }
    });

    it.each([
      ['a fact in the words', 'WORDS', 'WORDS"},"interrupted":true,"x":{"text":"z'],
      ['an escape', 'WORDS', 'WO\\nDS'],
      ['an escaped quote', 'WORDS', 'WO\\"'],
      ['a backslash at the end', 'WORDS', 'WORDS\\\\'],
      ['a raw control character', 'WORDS', 'WORDS\n'],
      ['no words', 'WORDS', ''],
      ['long words', 'WORDS', 'long '.repeat(99)],
      ['a quote in the payload', audio(960), `${audio(900)}"`],
      ['a fact in the payload', audio(960), `${audio(900)}"},"text":"${audio(900)}`],
      ['a short payload', audio(960), audio(9)],
      ['no payload', audio(960), ''],
      ['a fact behind it', '}}', '},"usageMetadata":{"totalTokenCount":1}}'],
      ['another key', '"text"', '"test"'],
      ['another type', 'audio/pcm', 'image/png'],
    ])('does not overlook %s', (_, part, odd) => {
      const good = frame(960, 'WORDS', wordsFirst);
      const bad = Buffer.from(good.replace(part, odd));
      for (const content of [false, true]) {
        const read = createServerFrameReader({ content });
        read(Buffer.from(good));
        const afresh = createServerFrameReader({ content })(bad);
        expect(read(bad)).toEqual(afresh);
      }
    });
  });

  it('does not take the words of a key that comes again', () => {
    const read = createServerFrameReader({ content: true });
    const twice = (words: string): Buffer =>
      Buffer.from(frame(960, 'x').replace('"text":', `"text":"${words}","text":`));
    for (const words of ['a', 'b']) expect(read(twice(words))?.outputTranscript).toBe('x');
  });
});

describe('many tool calls', () => {
  it('are all counted, and 128 listed', () => {
    const functionCalls = Array.from({ length: 10_000 }, (_, i) => ({ id: `${i}`, name: 'f' }));
    const facts = createServerFrameReader({ content: false })(
      JSON.stringify({
        toolCall: { functionCalls },
        toolCallCancellation: { ids: functionCalls.map((call) => call.id) },
      }),
    );
    expect(facts?.toolCallCount).toBe(10_000);
    expect(facts?.toolCalls.length).toBe(128);
    expect(facts?.cancelledIds.length).toBe(128);
  });
});

describe('raw control characters', () => {
  it('are seen in short strings', () => {
    expect(createServerFrameReader({ content: false })('{"a":"\n"}')).toBeUndefined();
  });
});
