import {
  audio,
  client,
  generationComplete,
  nothing,
  said,
  together,
  turnComplete,
  usage,
} from '../messages.js';
import type { Scenario } from '../script.js';
import {
  askByAudio,
  askByContent,
  expected,
  live31,
  live38,
  na,
  send,
  spokenTurn,
  tokens,
} from './parts.js';

/** How the end of the user's input is marked, and how not. */
export const inputScenarios: readonly Scenario[] = [
  {
    name: 'activity-marks',
    source: 'ai.google.dev/api/live: activityStart, activityEnd with automatic detection off',
    api: 'gemini',
    model: na,
    setup: { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } },
    steps: [
      { expect: 'realtimeInput.activityStart' },
      askByAudio,
      askByAudio,
      { expect: 'realtimeInput.activityEnd' },
      ...spokenTurn('gemini', 30, 20),
    ],
    expected: expected([{ tokens: tokens(30, 20), inputEnd: 'activity_end' }], tokens(30, 20)),
  },
  {
    name: 'voice-activity',
    source:
      'python-genai#2981: 3.1, not 3.8 in Sept 2026; wire key `type` (js-genai _live_converters.ts)',
    api: 'gemini',
    model: live31,
    steps: [
      askByAudio,
      ...send({ voiceActivity: { type: 'ACTIVITY_START', audioOffset: '0.060s' } }),
      askByAudio,
      ...send({ voiceActivity: { type: 'ACTIVITY_END', audioOffset: '0.360s' } }),
      askByAudio,
      ...send(nothing, together(audio(9600), said('Sunny.')), generationComplete),
      ...send(turnComplete(usage('gemini', 30, 20))),
    ],
    expected: expected([{ tokens: tokens(30, 20), inputEnd: 'voice_activity' }], tokens(30, 20), {
      notes: 'the microphone stays open: later audio does not void the server’s own mark',
    }),
  },
  {
    name: 'audio-stream-end-on-3.1',
    source: 'openclaw#152830: it ends the turn',
    api: 'gemini',
    model: live31,
    steps: [
      askByAudio,
      { expect: 'realtimeInput.audioStreamEnd' },
      ...spokenTurn('gemini', 30, 20),
    ],
    expected: expected([{ tokens: tokens(30, 20), inputEnd: 'audio_stream_end' }], tokens(30, 20)),
  },
  {
    name: 'audio-stream-end-on-3.8',
    source: 'openclaw#152844: ignored until more audio comes',
    api: 'gemini',
    model: live38,
    steps: [
      askByAudio,
      { expect: 'realtimeInput.audioStreamEnd' },
      { wait: 40 },
      askByAudio,
      ...spokenTurn('gemini', 30, 20),
    ],
    expected: expected([{ tokens: tokens(30, 20), inputEnd: null }], tokens(30, 20), {
      notes: 'audio after audioStreamEnd voids it',
    }),
  },
  {
    name: 'realtime-text',
    source: 'ai.google.dev/api/live: realtimeInput.text',
    api: 'gemini',
    model: live31,
    steps: [{ expect: 'realtimeInput.text' }, ...spokenTurn('gemini', 30, 20)],
    expected: expected([{ tokens: tokens(30, 20), inputEnd: 'text' }], tokens(30, 20)),
  },
  {
    name: 'seeded-history',
    source: 'pydantic-ai history_seeding: clientContent without turnComplete, then the question',
    api: 'gemini',
    model: na,
    steps: [
      { expect: 'clientContent', say: client.content('My name is Ada.', false) },
      { wait: 20 },
      askByContent,
      ...spokenTurn('gemini', 30, 20),
    ],
    expected: expected([{ tokens: tokens(30, 20), inputEnd: 'client_content' }], tokens(30, 20)),
  },
];
