import {
  audio,
  generationComplete,
  nothing,
  said,
  together,
  turnComplete,
  usage,
} from '../messages.js';
import type { Scenario } from '../script.js';
import { askByContent, expected, na, naVertex, send, spokenTurn, tokens } from './parts.js';

/** Where usageMetadata stands and how it adds up. */
export const usageScenarios: readonly Scenario[] = [
  {
    name: 'usage-per-turn',
    source: 'pydantic-ai#7269: 143/19, 181/24, 224/24: the whole context again in each prompt',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...spokenTurn('gemini', 143, 19),
      askByContent,
      ...spokenTurn('gemini', 181, 24),
      askByContent,
      ...spokenTurn('gemini', 224, 24),
    ],
    expected: expected(
      [
        { tokens: tokens(143, 19), inputEnd: 'client_content' },
        { tokens: tokens(181, 24), inputEnd: 'client_content' },
        { tokens: tokens(224, 24), inputEnd: 'client_content' },
      ],
      tokens(548, 67),
    ),
  },
  {
    name: 'usage-alone',
    source: 'ai.google.dev/api/live: usageMetadata may accompany any message',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), generationComplete, usage('gemini', 50, 10), turnComplete()),
    ],
    expected: expected([{ tokens: tokens(50, 10), inputEnd: 'client_content' }], tokens(50, 10)),
  },
  {
    name: 'usage-after-the-turn',
    source: 'ai.google.dev/api/live: usageMetadata may accompany any message',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), generationComplete, turnComplete(), usage('gemini', 50, 10)),
    ],
    expected: expected([{ tokens: null, inputEnd: 'client_content' }], tokens(50, 10), {
      notes: 'no turn is open: the session alone counts it',
    }),
  },
  {
    name: 'usage-before-output',
    source: 'ai.google.dev/api/live: usageMetadata may accompany any message',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(together(nothing, usage('gemini', 50)), audio(9600), generationComplete),
      ...send(turnComplete(usage('gemini', 50, 10))),
    ],
    expected: expected([{ tokens: tokens(50, 10), inputEnd: 'client_content' }], tokens(50, 10)),
  },
  {
    name: 'usage-twice',
    source: 'none: several in one turn: the later replaces, field by field',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(
        together(audio(9600), usage('gemini', 100, 10, 7)),
        generationComplete,
        turnComplete(usage('gemini', 100, 30)),
      ),
    ],
    expected: expected([{ tokens: tokens(100, 37), inputEnd: 'client_content' }], tokens(100, 37), {
      notes: 'the 7 thoughts of the first stay: the second does not name them',
    }),
  },
  {
    name: 'usage-with-every-frame',
    source: 'ai.google.dev/api/live: usageMetadata may accompany any message',
    api: 'vertex',
    model: naVertex,
    steps: [
      askByContent,
      ...send(
        together(audio(9600), usage('vertex', 100, 10)),
        together(said('Sunny.'), usage('vertex', 100, 10)),
        together(audio(9600), usage('vertex', 100, 20)),
        together(generationComplete, usage('vertex', 100, 20)),
        turnComplete(usage('vertex', 100, 20, 5)),
      ),
    ],
    expected: expected([{ tokens: tokens(100, 25), inputEnd: 'client_content' }], tokens(100, 25)),
  },
  {
    name: 'usage-of-every-kind',
    source: 'types: UsageMetadata',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), generationComplete, {
        serverContent: { turnComplete: true },
        usageMetadata: {
          promptTokenCount: 1131,
          cachedContentTokenCount: 1000,
          responseTokenCount: 26,
          toolUsePromptTokenCount: 69,
          thoughtsTokenCount: 24,
          totalTokenCount: 1157,
          promptTokensDetails: [
            { modality: 'TEXT', tokenCount: 1000 },
            { modality: 'AUDIO', tokenCount: 100 },
            { modality: 'IMAGE', tokenCount: 31 },
          ],
          cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 1000 }],
          responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 26 }],
          toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: 69 }],
          serviceTier: 'STANDARD',
        },
      }),
    ],
    expected: expected(
      [{ tokens: tokens(1200, 50), inputEnd: 'client_content' }],
      tokens(1200, 50),
      {
        notes: 'cache read 1000, reasoning 24; counts as in pydantic-ai text_in_audio_out',
      },
    ),
  },
];
