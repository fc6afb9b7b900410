import {
  audio,
  client,
  generationComplete,
  interrupted,
  said,
  turnComplete,
  usage,
} from '../messages.js';
import type { Scenario } from '../script.js';
import {
  askByAudio,
  askByContent,
  expected,
  live31,
  na,
  send,
  spokenTurn,
  tokens,
} from './parts.js';

/** Who cuts whom short, and when. */
export const interruptionScenarios: readonly Scenario[] = [
  {
    name: 'interrupted',
    source: 'cookbook tools notebook, cell 40; gemini-live-api-examples#37: 36 ms to turnComplete',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(said('It is '), audio(9600), audio(11520)),
      askByAudio,
      ...send(interrupted),
      { wait: 36 },
      ...send(turnComplete(usage('gemini', 511, 28))),
      ...spokenTurn('gemini', 604, 80),
    ],
    expected: expected(
      [
        { tokens: tokens(511, 28), finish: 'interrupted', inputEnd: 'client_content' },
        { tokens: tokens(604, 80), inputEnd: null },
      ],
      tokens(1115, 108),
      { interruptions: 1, notes: 'no generationComplete in the first turn' },
    ),
  },
  {
    name: 'interrupted-after-generation-complete',
    source: 'Firebase AI Logic docs; langwatch/scenario#360: during assumed playback',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(48_000), generationComplete),
      askByAudio,
      ...send(interrupted, turnComplete(usage('gemini', 30, 25))),
    ],
    expected: expected(
      [{ tokens: tokens(30, 25), finish: 'interrupted', inputEnd: 'client_content' }],
      tokens(30, 25),
      { interruptions: 1, notes: 'the span still ends at generationComplete' },
    ),
  },
  {
    name: 'interrupted-without-generation',
    source: 'python-genai#2333: right after a turnComplete',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...spokenTurn('gemini', 30, 25),
      askByAudio,
      ...send(interrupted),
      ...spokenTurn('gemini', 60, 25),
    ],
    expected: expected(
      [
        { tokens: tokens(30, 25), inputEnd: 'client_content' },
        { tokens: tokens(60, 25), inputEnd: null },
      ],
      tokens(90, 50),
      { interruptions: 1, notes: 'no turn open: counts on the session alone' },
    ),
  },
  {
    name: 'ignored-utterance',
    source: 'cookbook#1329: the next utterance closes the turn with no response tokens',
    api: 'gemini',
    model: live31,
    steps: [
      askByAudio,
      { wait: 20 },
      askByAudio,
      ...send(turnComplete(usage('gemini', 40))),
      ...spokenTurn('gemini', 70, 20),
    ],
    expected: expected([{ tokens: tokens(70, 20), inputEnd: null }], tokens(110, 20)),
  },
  {
    name: 'client-content-interrupts',
    source: 'ai.google.dev/api/live: a client message interrupts the running generation',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600)),
      { expect: 'clientContent', say: client.content('Stop. And tomorrow?') },
      ...send(interrupted, turnComplete(usage('gemini', 30, 5))),
      ...spokenTurn('gemini', 50, 20),
    ],
    expected: expected(
      [
        { tokens: tokens(30, 5), finish: 'interrupted', inputEnd: 'client_content' },
        { tokens: tokens(50, 20), inputEnd: 'client_content' },
      ],
      tokens(80, 25),
      { interruptions: 1, notes: 'the interrupting message is the input of the next generation' },
    ),
  },
  {
    name: 'late-interrupted',
    source: 'none: late `interrupted` and `turnComplete` do not erase the new input end',
    api: 'gemini',
    model: na,
    steps: [
      { expect: 'realtimeInput.activityStart' },
      askByAudio,
      { expect: 'realtimeInput.activityEnd' },
      ...send(audio(9600)),
      { expect: 'realtimeInput.activityStart' },
      askByAudio,
      { expect: 'realtimeInput.activityEnd' },
      ...send(interrupted, turnComplete(usage('gemini', 30, 5))),
      ...spokenTurn('gemini', 50, 20),
    ],
    expected: expected(
      [
        { tokens: tokens(30, 5), finish: 'interrupted', inputEnd: 'activity_end' },
        { tokens: tokens(50, 20), inputEnd: 'activity_end' },
      ],
      tokens(80, 25),
      { interruptions: 1 },
    ),
  },
  {
    name: 'closed-in-generation',
    source: 'none: a generation ends at the close',
    api: 'gemini',
    model: na,
    steps: [askByContent, ...send(audio(9600)), { close: [1011, 'Internal error encountered.'] }],
    expected: expected(
      [{ tokens: null, inputEnd: 'client_content', finish: 'error' }],
      tokens(0, 0),
    ),
  },
];
