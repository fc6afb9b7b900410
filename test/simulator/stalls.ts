import {
  generationComplete,
  heard,
  interrupted,
  call,
  toolCall,
  turnComplete,
  usage,
} from './messages.js';
import type { Api } from './endpoint.js';
import type { JsonObject } from './json.js';
import type { Script, Step } from './script.js';
import {
  answerTool,
  askByAudio,
  askByContent,
  live31,
  live38,
  send,
  spokenTurn,
  tools,
} from './scenarios/parts.js';

/** A session that goes silent in one way. After its last step nothing comes any more. */
export interface StallScript extends Script {
  readonly name: string;
  readonly api: Api;
  readonly model: string;
  readonly setup?: JsonObject;
  /** It is seen only by one who pings. */
  readonly pings?: true;
}

const transcribed: JsonObject = { inputAudioTranscription: {} };
const askedInVain: readonly Step[] = [askByContent, ...send(turnComplete(usage('gemini', 30)))];

function stall(name: string, steps: readonly Step[], more: Partial<StallScript> = {}): StallScript {
  return { name: `stall-${name}`, api: 'gemini', model: live31, steps, ...more };
}

/**
 * Each way in which a session goes silent without closing, by its kind. The reports of it are named
 * in src/session/silence/stall-kinds.ts.
 */
export const stalls = {
  heard_no_reply: stall('heard_no_reply', [askByAudio, ...send(heard('What is the weather?'))], {
    setup: transcribed,
  }),
  unheard: stall(
    'unheard',
    [
      { quiet: 1 },
      { voice: 1.5 },
      { quiet: 0.5 },
      ...send(heard('What is the weather?')),
      ...spokenTurn('gemini', 30, 20),
      { quiet: 1.5 },
      { voice: 1.5 },
      { quiet: 1.5 },
      { voice: 1.5 },
      { quiet: 2 },
    ],
    { setup: transcribed },
  ),
  asked_no_reply: stall('asked_no_reply', [askByContent]),
  after_interrupt: stall('after_interrupt', [
    { quiet: 1 },
    askByContent,
    { speak: 0.5 },
    { voice: 0.5 },
    ...send(interrupted, turnComplete(usage('gemini', 30, 5))),
    { voice: 1.5 },
    { quiet: 2 },
  ]),
  after_tool: stall(
    'after_tool',
    [askByContent, ...send(toolCall(call('get_weather', 'fc_1'))), answerTool],
    { setup: tools },
  ),
  mid_reply: stall('mid_reply', [askByContent, { speak: 0.5 }]),
  empty_turn: stall('empty_turn', askedInVain),
  wedged: stall('wedged', [...askedInVain, ...askedInVain, ...askedInVain]),
  half_open: stall('half_open', [{ deaf: true }], { pings: true }),
  going_away_silent: stall('going_away_silent', send({ goAway: { timeLeft: '0.200s' } })),
  input_stopped: stall('input_stopped', [{ quiet: 1 }, { voice: 1.5 }, { quiet: 0.5 }], {
    model: live38,
  }),
} as const satisfies Readonly<Record<string, StallScript>>;

/** A turn at the pace of real audio, on both sides. */
export const realTimeTurn: Script = {
  name: 'real-time-turn',
  steps: [
    { quiet: 1 },
    { voice: 1.5 },
    { quiet: 0.8 },
    { speak: 1 },
    ...send(generationComplete, turnComplete(usage('gemini', 30, 25))),
  ],
};
