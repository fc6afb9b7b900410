import {
  audio,
  audioPart,
  call,
  client,
  generationComplete,
  heard,
  nothing,
  pcm,
  said,
  thought,
  together,
  toolCall,
  transcriptFinished,
  turnComplete,
  usage,
  vertexAudio,
} from '../messages.js';
import type { Scenario } from '../script.js';
import {
  askByAudio,
  askByContent,
  expected,
  hc,
  hcVertex,
  live31,
  na,
  send,
  tokens,
} from './parts.js';

/** How each family of models orders a plain turn. */
export const modelScenarios: readonly Scenario[] = [
  {
    name: 'native-audio-on-gemini',
    source: 'pydantic-ai tests/realtime/cassettes, 7 cassettes (PR 6324)',
    api: 'gemini',
    model: na,
    setup: { inputAudioTranscription: {}, outputAudioTranscription: {} },
    steps: [
      askByAudio,
      askByAudio,
      ...send(
        heard('What is '),
        heard('the weather?'),
        thought('**Weather**\n\nThe user asks about the weather.'),
        said('It is '),
        audio(9600),
        said('sunny.'),
        audio(11520),
        generationComplete,
        turnComplete(usage('gemini', 143, 19, 24)),
      ),
    ],
    expected: expected([{ tokens: tokens(143, 43), inputEnd: null }], tokens(143, 43), {
      notes: 'automatic VAD: no message marks the end of input',
    }),
  },
  {
    name: 'half-cascade-on-vertex',
    source: 'pydantic-ai gateway, 3 cassettes',
    api: 'vertex',
    model: hcVertex,
    setup: { outputAudioTranscription: {} },
    steps: [
      askByContent,
      ...send(
        { serverContent: { outputTranscription: {} } },
        said('It is '),
        said('sunny.'),
        transcriptFinished,
        vertexAudio(9600),
        vertexAudio(11520),
        generationComplete,
        {
          serverContent: { turnComplete: true, groundingMetadata: {} },
          usageMetadata: {
            promptTokenCount: 12,
            candidatesTokenCount: 26,
            totalTokenCount: 38,
            trafficType: 'ON_DEMAND',
            promptTokensDetails: [{ modality: 'TEXT', tokenCount: 12 }],
            // As captured: a modality without its count.
            candidatesTokensDetails: [{ modality: 'AUDIO' }],
          },
        },
      ),
    ],
    expected: expected([{ tokens: tokens(12, 26), inputEnd: 'client_content' }], tokens(12, 26), {
      notes: 'all output modality is unknown: the details give no count',
    }),
  },
  {
    name: 'half-cascade-on-gemini',
    source: 'js-genai test/system/recordings, take before 5fb5354de',
    api: 'gemini',
    model: hc,
    setup: { outputAudioTranscription: {} },
    steps: [
      askByContent,
      ...send(
        audio(9600),
        audio(11520),
        said('It is sunny.'),
        generationComplete,
        turnComplete(usage('gemini', 11, 34)),
      ),
    ],
    expected: expected([{ tokens: tokens(11, 34), inputEnd: 'client_content' }], tokens(11, 34)),
  },
  {
    name: 'live-3.1',
    source: 'pydantic-ai google-current cassettes; pipecat c1dd44f94',
    api: 'gemini',
    model: live31,
    setup: { outputAudioTranscription: {} },
    steps: [
      askByContent,
      ...send(
        nothing,
        together(audio(7680), said('It is ')),
        together(audio(9600), said('sunny.')),
        generationComplete,
        {
          serverContent: { turnComplete: true },
          usageMetadata: {
            promptTokenCount: 482,
            responseTokenCount: 69,
            totalTokenCount: 551,
            // Details do not add up (pydantic-ai).
            promptTokensDetails: [{ modality: 'TEXT', tokenCount: 360 }],
            responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 57 }],
          },
        },
      ),
    ],
    expected: expected([{ tokens: tokens(482, 69), inputEnd: 'client_content' }], tokens(482, 69), {
      notes: 'unknown modality: 122 of the input, 12 of the output',
    }),
  },
  {
    name: 'live-3.8-thoughts',
    source: 'a gemini-3.8-live capture: discuss.ai.google.dev/t/188765; pydantic-ai#7269',
    api: 'gemini',
    model: 'gemini-3.8-live',
    steps: [
      askByContent,
      ...send(thought('Weather.'), audio(9600), generationComplete, {
        serverContent: { turnComplete: true },
        usageMetadata: {
          promptTokenCount: 522,
          responseTokenCount: 42,
          totalTokenCount: 564,
          thoughtsTokenCount: 136,
          promptTokensDetails: [
            { modality: 'TEXT', tokenCount: 372 },
            { modality: 'AUDIO', tokenCount: 125 },
          ],
          responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 42 }],
          serviceTier: 'STANDARD',
        },
      }),
    ],
    expected: expected(
      [{ tokens: tokens(522, 178), inputEnd: 'client_content' }],
      tokens(522, 178),
      {
        notes: 'the total, 564, leaves the 136 thoughts out; prompt details sum to 497',
      },
    ),
  },
  {
    name: 'extended-thinking',
    source: 'ai.google.dev/gemini-api/docs/live-api/thinking',
    api: 'gemini',
    model: 'gemini-3.8-live-extended-thinking',
    steps: [
      askByContent,
      ...send(
        together(audio(9600), said('Let me think.')),
        turnComplete(usage('gemini', 120, 10, 30), { interactionStatus: 'IN_PROGRESS' }),
        together(audio(9600), said('Nearly there.')),
        generationComplete,
        turnComplete(usage('gemini', 130, 12, 200), { interactionStatus: 'IN_PROGRESS' }),
        together(audio(9600), said('It is sunny.')),
        generationComplete,
        turnComplete(usage('gemini', 142, 25), { interactionStatus: 'IDLE' }),
      ),
    ],
    expected: expected(
      [
        { tokens: tokens(120, 40), inputEnd: 'client_content' },
        { tokens: tokens(130, 212) },
        { tokens: tokens(142, 25) },
      ],
      tokens(392, 277),
      { notes: 'several turns for one request' },
    ),
  },
  {
    name: 'translate',
    source: 'vercel/ai google-live-speech-translation fixture',
    api: 'gemini',
    model: 'gemini-3.5-live-translate-preview',
    steps: [
      askByAudio,
      ...send(
        heard('Guten '),
        together(nothing, usage('gemini', 25, 20)),
        said('Good '),
        audio(9600),
      ),
      askByAudio,
      ...send(
        heard('Tag.'),
        together(nothing, usage('gemini', 25, 25)),
        said('day.'),
        audio(11520),
      ),
      ...send(together(nothing, usage('gemini', 12, 10))),
    ],
    expected: expected([], tokens(62, 55), {
      notes: 'no generation spans for this model; increments add up although no turn ever ends',
    }),
  },
  {
    name: 'transcribe',
    source: 'coval-ai/benchmarks#552',
    api: 'gemini',
    model: 'gemini-3.5-transcribe-live',
    steps: [
      askByAudio,
      ...send(
        { serverContent: { interimInputTranscription: { text: 'Good' } } },
        heard('Good day.'),
      ),
      ...send(generationComplete),
      askByAudio,
      ...send(heard('How are you?'), generationComplete),
    ],
    expected: expected([], tokens(0, 0), {
      notes: 'generationComplete once an utterance; no modelTurn, turnComplete or usage',
    }),
  },
  {
    name: 'music',
    source: 'js-genai src/music.ts and types (LiveMusicServerContent)',
    api: 'gemini',
    model: 'lyria-realtime-exp',
    method: 'BidiGenerateMusic',
    steps: [
      { expect: 'playbackControl' },
      ...send(
        {
          serverContent: { audioChunks: [{ data: pcm(19_200), mimeType: 'audio/pcm;rate=48000' }] },
        },
        {
          serverContent: { audioChunks: [{ data: pcm(19_200), mimeType: 'audio/pcm;rate=48000' }] },
        },
      ),
    ],
    expected: expected([], tokens(0, 0), { notes: 'session and connect spans only' }),
  },
  {
    name: 'python-client',
    source: 'pydantic-ai cassettes: snake_case keys, camelCase inside them',
    api: 'gemini',
    model: na,
    steps: [
      {
        expect: 'clientContent',
        say: {
          client_content: {
            turns: [{ role: 'user', parts: [{ text: 'Use the tool.' }] }],
            turnComplete: true,
          },
        },
      },
      ...send(toolCall(call('get_weather', 'function-call-1'))),
      {
        expect: 'toolResponse',
        say: {
          tool_response: {
            functionResponses: [
              { id: 'function-call-1', name: 'get_weather', response: { output: 'sunny' } },
            ],
          },
        },
      },
      ...send(audio(9600), generationComplete, turnComplete(usage('gemini', 60, 20))),
      {
        expect: 'realtimeInput',
        say: { realtime_input: { audio: { data: pcm(3200), mimeType: 'audio/pcm' } } },
      },
      { expect: 'realtimeInput', say: { realtime_input: { activityEnd: {} } } },
      ...send(audio(9600), generationComplete, turnComplete(usage('gemini', 90, 20))),
    ],
    expected: expected(
      [
        { tokens: null },
        { tokens: tokens(60, 20), inputEnd: 'tool_response' },
        { tokens: tokens(90, 20), inputEnd: 'activity_end' },
      ],
      tokens(150, 40),
      { toolCalls: 1 },
    ),
  },
  {
    name: 'early-client',
    source: 'js-genai before 2.11 sends before setupComplete (test recordings at e37ef187a)',
    api: 'gemini',
    model: na,
    steps: [
      { expect: 'setup' },
      { expect: 'clientContent', say: client.content('Hello') },
      ...send(
        { setupComplete: {} },
        audio(9600),
        generationComplete,
        turnComplete(usage('gemini', 9, 20)),
      ),
    ],
    expected: expected([{ tokens: tokens(9, 20), inputEnd: 'client_content' }], tokens(9, 20)),
  },
  {
    name: 'text-frames',
    source: 'server JSON arrives mostly, so not always, in binary frames (js-genai live.ts)',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      {
        raw: JSON.stringify({ serverContent: { modelTurn: { parts: [audioPart(9600)] } } }),
        binary: false,
      },
      { raw: JSON.stringify(generationComplete), binary: false },
      { raw: JSON.stringify(turnComplete(usage('gemini', 9, 20))), binary: false },
    ],
    expected: expected([{ tokens: tokens(9, 20), inputEnd: 'client_content' }], tokens(9, 20)),
  },
];
