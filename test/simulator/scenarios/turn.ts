import {
  audio,
  audioPart,
  generationComplete,
  heard,
  model,
  nothing,
  said,
  together,
  transcriptFinished,
  turnComplete,
  usage,
} from '../messages.js';
import type { Scenario } from '../script.js';
import {
  askByAudio,
  askByContent,
  expected,
  hc,
  live31,
  na,
  naVertex,
  send,
  spokenTurn,
  tokens,
} from './parts.js';

/** What a turn may hold, miss or have twice. */
export const turnScenarios: readonly Scenario[] = [
  {
    name: 'transcript-without-model-turn',
    source: 'pydantic-ai history_seeding google-current: no modelTurn, no responseTokenCount',
    api: 'gemini',
    model: live31,
    steps: [
      askByContent,
      ...send(
        nothing,
        said('It is sunny.'),
        generationComplete,
        turnComplete(usage('gemini', 200)),
      ),
    ],
    expected: expected([], tokens(200, 0), { notes: 'transcription never begins a generation' }),
  },
  {
    name: 'tokens-without-output',
    source: 'js-genai recordings ML_Dev send_text, send_content_dict: 31 to 38 response tokens',
    api: 'gemini',
    model: hc,
    steps: [
      askByContent,
      ...send(generationComplete, turnComplete(usage('gemini', 8, 34))),
      askByContent,
      ...send(generationComplete, turnComplete(usage('gemini', 48, 31))),
    ],
    expected: expected([], tokens(56, 65), { notes: 'usage that belongs to no generation' }),
  },
  {
    name: 'late-transcription',
    source: 'vercel/ai google realtime mapper provides for it; types: no order',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), generationComplete, turnComplete(usage('gemini', 20, 10))),
      ...send(said('It is sunny.'), heard('What is the weather?')),
    ],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10)),
  },
  {
    name: 'transcription-while-the-user-speaks',
    source: 'gemini-live-api-examples#37: during speech, or 5 ms before the answer',
    api: 'gemini',
    model: na,
    steps: [
      askByAudio,
      ...send(heard('What ')),
      askByAudio,
      ...send(heard('is the ')),
      askByAudio,
      ...send(heard('weather?')),
      { wait: 5 },
      ...spokenTurn('gemini', 140, 20),
    ],
    expected: expected([{ tokens: tokens(140, 20), inputEnd: null }], tokens(140, 20)),
  },
  {
    name: 'transcription-twice',
    source: 'cookbook#1346',
    api: 'gemini',
    model: na,
    steps: [
      askByAudio,
      ...send(heard('What is the weather?'), audio(9600), heard('What is the weather?')),
      ...send(said('Sunny.'), said('Sunny.'), generationComplete),
      ...send(turnComplete(usage('gemini', 140, 20))),
    ],
    expected: expected([{ tokens: tokens(140, 20), inputEnd: null }], tokens(140, 20)),
  },
  {
    name: 'finished-too-early',
    source: 'js-genai#1429: `finished` is not reliable; elsewhere it never comes',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(said('It is '), transcriptFinished, audio(9600), said('sunny.'), audio(9600)),
      ...send(generationComplete, turnComplete(usage('gemini', 20, 20))),
    ],
    expected: expected([{ tokens: tokens(20, 20), inputEnd: 'client_content' }], tokens(20, 20)),
  },
  {
    name: 'playback-wait',
    source:
      'types: the server waits for real-time playback; 20 s and more: livekit/agents#6421, #6431',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(48_000), generationComplete),
      { wait: 250 },
      ...send(turnComplete(usage('gemini', 20, 25))),
    ],
    expected: expected([{ tokens: tokens(20, 25), inputEnd: 'client_content' }], tokens(20, 25), {
      notes: 'the span ends at generationComplete, 250 ms before turnComplete',
    }),
  },
  {
    name: 'turn-complete-with-content',
    source: 'types: turnComplete can be set alongside content',
    api: 'gemini',
    model: live31,
    steps: [
      askByContent,
      ...send(audio(9600), together(audio(9600), turnComplete(usage('gemini', 20, 10)))),
    ],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10)),
  },
  {
    name: 'whole-turn-in-one-frame',
    source:
      'types: turnComplete can be set alongside content; pydantic-ai text_in_audio_out: 1 s in one frame',
    api: 'gemini',
    model: live31,
    steps: [
      askByContent,
      ...send(
        together(
          audio(48_000),
          said('Sunny.'),
          generationComplete,
          turnComplete(usage('gemini', 20, 25)),
        ),
      ),
      askByContent,
      ...send(
        together(
          audio(48_000),
          said('Rain.'),
          generationComplete,
          turnComplete(usage('gemini', 60, 25)),
        ),
      ),
    ],
    expected: expected(
      [
        { tokens: tokens(20, 25), inputEnd: 'client_content' },
        { tokens: tokens(60, 25), inputEnd: 'client_content' },
      ],
      tokens(80, 50),
    ),
  },
  {
    name: 'several-parts-in-one-event',
    source: 'ai.google.dev/gemini-api/docs/models/gemini-3.1-flash-live-preview',
    api: 'gemini',
    model: live31,
    steps: [
      askByContent,
      ...send(
        together(
          model({ text: 'Weather.', thought: true }, audioPart(2400), audioPart(7680)),
          said('Sunny.'),
        ),
        generationComplete,
        turnComplete(usage('gemini', 20, 10, 5)),
      ),
    ],
    expected: expected([{ tokens: tokens(20, 15), inputEnd: 'client_content' }], tokens(20, 15)),
  },
  {
    name: 'no-generation-complete',
    source: 'types: turnComplete alone ends a turn',
    api: 'gemini',
    model: na,
    steps: [askByContent, ...send(audio(9600), turnComplete(usage('gemini', 20, 10)))],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10)),
  },
  {
    name: 'several-generations-in-a-turn',
    source: 'js-genai recordings, tools on Vertex AI 2.0',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), generationComplete, audio(9600), generationComplete),
      ...send(turnComplete(usage('gemini', 20, 20))),
    ],
    expected: expected(
      [{ tokens: null, inputEnd: 'client_content' }, { tokens: tokens(20, 20) }],
      tokens(20, 20),
      { notes: "the turn's usage is the last generation's" },
    ),
  },
  {
    name: 'second-request-during-playback',
    source: 'types: delay between generationComplete and turnComplete; cookbook tools notebook',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), generationComplete),
      askByContent,
      ...send(turnComplete(usage('gemini', 20, 10))),
      ...spokenTurn('gemini', 40, 12),
    ],
    expected: expected(
      [
        { tokens: tokens(20, 10), inputEnd: 'client_content' },
        { tokens: tokens(40, 12), inputEnd: 'client_content' },
      ],
      tokens(60, 22),
      { notes: "the old turn's late turnComplete does not erase the new input end" },
    ),
  },
  {
    name: 'empty-turn',
    source: 'python-genai#2117',
    api: 'gemini',
    model: na,
    steps: [askByContent, ...send(turnComplete()), askByContent, ...spokenTurn('gemini', 20, 10)],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10)),
  },
  {
    name: 'response-rejected',
    source: 'gemini-live-api-examples#40, 2.5 native audio on Vertex AI',
    api: 'vertex',
    model: naVertex,
    steps: [
      askByAudio,
      ...send(turnComplete(usage('vertex', 30), { turnCompleteReason: 'RESPONSE_REJECTED' })),
    ],
    expected: expected([], tokens(30, 0), {
      notes: 'no output: no generation to carry the reason',
    }),
  },
  {
    name: 'turn-complete-reason',
    source: 'types: TurnCompleteReason',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), generationComplete),
      ...send(turnComplete(usage('gemini', 20, 10), { turnCompleteReason: 'NEED_MORE_INPUT' })),
    ],
    expected: expected(
      [{ tokens: tokens(20, 10), finish: 'NEED_MORE_INPUT', inputEnd: 'client_content' }],
      tokens(20, 10),
    ),
  },
  {
    name: 'waiting-for-input',
    source: 'types: waitingForInput; in no public Live capture',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send({ serverContent: { waitingForInput: true } }),
      askByContent,
      ...send(audio(9600), generationComplete),
      ...send(turnComplete(usage('gemini', 20, 10), { waitingForInput: true })),
    ],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10)),
  },
  {
    name: 'thought-signature',
    source: 'types: thoughtSignature; in no public Live capture',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(
        model({ text: 'Weather.', thought: true, thoughtSignature: 'c2lnbmF0dXJl' }),
        model({ ...audioPart(9600), thoughtSignature: 'c2lnbmF0dXJl' }),
        generationComplete,
        turnComplete(usage('gemini', 20, 10, 6)),
      ),
    ],
    expected: expected([{ tokens: tokens(20, 16), inputEnd: 'client_content' }], tokens(20, 16)),
  },
];
