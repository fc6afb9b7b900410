import { audio, generationComplete, turnComplete, usage } from '../messages.js';
import type { Scenario } from '../script.js';
import {
  askByAudio,
  askByContent,
  expected,
  hc,
  live31,
  na,
  send,
  spokenTurn,
  tokens,
} from './parts.js';

const goAwayText =
  'Connection aborted because the client failed to close the connection after receiving a GoAway signal once the session duration limit was reached.';

/** What comes beside the turns. */
export const sessionScenarios: readonly Scenario[] = [
  {
    name: 'resumption-updates',
    source:
      'cookbook Get_started_LiveAPI.ipynb at 11967d5a, cells 37, 41: `{}`, then a handle a turn',
    api: 'gemini',
    model: hc,
    setup: { sessionResumption: {} },
    steps: [
      askByContent,
      ...send({ sessionResumptionUpdate: {} }),
      ...spokenTurn('gemini', 20, 10),
      ...send({ sessionResumptionUpdate: { newHandle: 'handle-9001-secret', resumable: true } }),
      askByContent,
      ...send({ sessionResumptionUpdate: {} }),
      ...spokenTurn('gemini', 40, 12),
      ...send({ sessionResumptionUpdate: { newHandle: 'handle-9002-secret', resumable: true } }),
    ],
    expected: expected(
      [
        { tokens: tokens(20, 10), inputEnd: 'client_content' },
        { tokens: tokens(40, 12), inputEnd: 'client_content' },
      ],
      tokens(60, 22),
      { notes: 'one gemini.live.session_resumption event' },
    ),
  },
  {
    name: 'resumption-updates-often',
    source: 'cookbook#1329: every 0.9 s on 3.1, here faster; the index is a string (types)',
    api: 'gemini',
    model: live31,
    setup: { sessionResumption: { transparent: true } },
    steps: [
      askByAudio,
      ...send(update(9003, '1'), audio(9600), update(9004, '1'), audio(9600), update(9005, '2')),
      ...send(generationComplete, update(9006, '2'), turnComplete(usage('gemini', 30, 20))),
    ],
    expected: expected([{ tokens: tokens(30, 20), inputEnd: null }], tokens(30, 20)),
  },
  {
    name: 'go-away',
    source: 'kizuna-ai-lab/sokuji#179: {"timeLeft":"50s"}',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), { goAway: { timeLeft: '50s' } }, generationComplete),
      ...send(turnComplete(usage('gemini', 20, 10))),
    ],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10), {
      notes: 'the client leaves with 1000: Unset; time_left 50',
    }),
  },
  {
    name: 'go-away-with-fraction',
    source: 'protobuf.dev JSON mapping of Duration',
    api: 'gemini',
    model: na,
    steps: [askByContent, ...send({ goAway: { timeLeft: '9.500s' } }), { leave: [1000, ''] }],
    expected: expected([], tokens(0, 0), { notes: 'time_left 9.5' }),
  },
  {
    name: 'go-away-without-time',
    source: 'protobuf.dev JSON mapping: an unset field is absent',
    api: 'gemini',
    model: na,
    steps: [askByContent, ...send({ goAway: {} }), ...spokenTurn('gemini', 20, 10)],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10), {
      notes: 'the event without time_left',
    }),
  },
  {
    name: 'go-away-ignored',
    source: 'captured in public logs',
    api: 'gemini',
    model: na,
    steps: [
      askByContent,
      ...send(audio(9600), { goAway: { timeLeft: '0.050s' } }),
      { wait: 50 },
      { close: [1008, goAwayText] },
    ],
    expected: expected(
      [{ tokens: null, inputEnd: 'client_content', finish: 'error' }],
      tokens(0, 0),
      {
        notes: 'cause session_expired, phase going_away',
      },
    ),
  },
  {
    name: 'server-leaves-normally',
    source: 'seen of real clients: normal ends are 1000 or 1005',
    api: 'gemini',
    model: na,
    steps: [askByContent, ...spokenTurn('gemini', 20, 10), { close: [1000, ''] }],
    expected: expected([{ tokens: tokens(20, 10), inputEnd: 'client_content' }], tokens(20, 10)),
  },
  {
    name: 'cut-in-generation',
    source: 'none: a connection cut in mid-frame',
    api: 'vertex',
    model: 'gemini-3.8-live',
    steps: [askByContent, ...send(audio(9600)), { cut: true }],
    expected: expected(
      [{ tokens: null, inputEnd: 'client_content', finish: 'error' }],
      tokens(0, 0),
      {
        notes: 'close code 1006 as ws reports it',
      },
    ),
  },
];

function update(handle: number, index: string) {
  return {
    sessionResumptionUpdate: {
      newHandle: `handle-${handle}-secret`,
      resumable: true,
      lastConsumedClientMessageIndex: index,
    },
  };
}
