import { describe, expect, it } from 'vitest';
import type { StallKind } from '../../../src/session/silence/stall-kinds.js';
import {
  answer,
  audio,
  content,
  generationComplete,
  interrupted,
  listenTo,
  text,
  transcript,
  turnComplete,
  waitingForInput,
  words,
  type Talk,
  type TalkOptions,
} from './talk.js';

type Row = readonly [
  name: string,
  play: (talk: Talk) => void,
  noticed: readonly StallKind[],
  options?: TalkOptions,
];

const live38: TalkOptions = { model: 'gemini-3.8-live' };
const vertex: TalkOptions = { model: 'gemini-live-2.5-flash', api: 'vertex' };

/** Asks so often, and is answered with nothing. */
function nothing(talk: Talk, times: number, tokens?: number): void {
  for (let n = 0; n < times; n++) {
    talk.sends(text);
    talk.receives(turnComplete(tokens));
  }
}

function reason(turnCompleteReason: string): Row {
  return [
    `a turn that ends with ${turnCompleteReason}`,
    (talk) => (talk.sends(text), talk.receives(turnComplete(0, { turnCompleteReason }))),
    turnCompleteReason === 'MALFORMED_FUNCTION_CALL' ? ['empty_turn'] : [],
  ];
}

const rows: readonly Row[] = [
  ['asked, and a turn of nothing', (talk) => nothing(talk, 1), ['empty_turn']],
  ['with a usage that counts no output', (talk) => nothing(talk, 1, 0), ['empty_turn']],
  [
    'a generation of nothing',
    (talk) => (
      talk.sends(content),
      talk.receives(generationComplete),
      talk.receives(turnComplete())
    ),
    ['empty_turn'],
  ],
  [
    'heard, and a turn of nothing',
    (talk) => (talk.receives(words), talk.receives(turnComplete())),
    ['empty_turn'],
  ],
  [
    'said, by level, and a turn of nothing',
    (talk) => (talk.speaks(2), talk.silence(1), talk.receives(turnComplete())),
    ['empty_turn'],
  ],
  [
    'a word',
    (talk) => (talk.speaks(0.6), talk.silence(1), talk.receives(turnComplete())),
    ['empty_turn'],
  ],
  ['a cough', (talk) => (talk.speaks(0.3), talk.silence(1), talk.receives(turnComplete())), []],
  ['nobody has said anything', (talk) => talk.receives(turnComplete()), []],
  [
    'nor since the last answer',
    (talk) => (talk.sends(text), answer(talk), talk.receives(turnComplete())),
    [],
  ],
  ['tokens, as some models count them, and no output', (talk) => nothing(talk, 2, 31), []],
  [
    'a transcript without audio',
    (talk) => (talk.sends(text), talk.receives(transcript), talk.receives(turnComplete(0))),
    [],
  ],
  [
    'a turn that was interrupted',
    (talk) => (talk.sends(text), talk.receives(interrupted), talk.receives(turnComplete(0))),
    [],
  ],
  [
    'the model waits for more',
    (talk) => (talk.sends(text), talk.receives(waitingForInput), talk.receives(turnComplete(0))),
    [],
  ],
  [
    'or says so with the end',
    (talk) => (talk.sends(text), talk.receives(turnComplete(0, { waitingForInput: true }))),
    [],
  ],
  [
    'more is to follow',
    (talk) => (
      talk.sends(text),
      talk.receives(turnComplete(0, { interactionStatus: 'IN_PROGRESS' }))
    ),
    [],
  ],
  ...[
    'NEED_MORE_INPUT',
    'RESPONSE_REJECTED',
    'PROHIBITED_INPUT_CONTENT',
    'MALFORMED_FUNCTION_CALL',
  ].map(reason),
  [
    'a call is an answer',
    (talk) => (talk.sends(text), talk.calls(), talk.receives(turnComplete(0))),
    [],
  ],
  [
    'a call, its answer, and then nothing',
    (talk) => (talk.sends(text), talk.calls(), talk.answers(), talk.receives(turnComplete(8))),
    ['empty_turn'],
  ],
  [
    'where the calling turn ends before the answer',
    (talk) => (
      talk.sends(text),
      talk.calls(),
      talk.answers(),
      talk.receives(turnComplete(8)),
      answer(talk)
    ),
    [],
    vertex,
  ],
  [
    'an utterance that was ignored, whose turn the next one closes',
    (talk) => {
      talk.speaks(2);
      talk.silence(5);
      talk.speaks(2);
      talk.silence(0.5);
      talk.receives(turnComplete(0));
      answer(talk);
    },
    [],
  ],
  [
    'the user still speaks',
    (talk) => (talk.receives(words), talk.speaks(1), talk.receives(turnComplete(0))),
    [],
  ],
  [
    'asked while the old turn ends',
    (talk) => {
      talk.sends(text);
      talk.receives(audio(1));
      talk.receives(generationComplete);
      talk.sends(text);
      talk.receives(turnComplete(9));
      answer(talk);
    },
    [],
  ],
  [
    'and then a turn of nothing',
    (talk) => {
      talk.receives(audio(1));
      talk.sends(text);
      talk.receives(interrupted);
      talk.receives(turnComplete(9));
      talk.receives(turnComplete(0));
    },
    ['empty_turn'],
  ],
  [
    'words of what was answered already, before its turn ends',
    (talk) => {
      talk.sends(text);
      talk.receives(audio(1));
      talk.receives(generationComplete);
      talk.receives(words);
      talk.receives(turnComplete(9));
      talk.receives(turnComplete(0));
    },
    [],
  ],
  // A proactive model
  ['it may say nothing once', (talk) => nothing(talk, 1), [], live38],
  ['not twice', (talk) => nothing(talk, 2), ['empty_turn'], live38],
  [
    'an answer between',
    (talk) => (nothing(talk, 1), talk.sends(text), answer(talk), nothing(talk, 1)),
    [],
    live38,
  ],
  // wedged
  [
    'three in a row',
    (talk) => nothing(talk, 3),
    ['empty_turn', 'empty_turn', 'empty_turn', 'wedged'],
  ],
  [
    'of a proactive model',
    (talk) => nothing(talk, 3),
    ['empty_turn', 'empty_turn', 'wedged'],
    live38,
  ],
  [
    'each counts, also behind it',
    (talk) => nothing(talk, 5),
    ['empty_turn', 'empty_turn', 'empty_turn', 'wedged', 'empty_turn', 'empty_turn'],
  ],
  [
    'an answer between ends it',
    (talk) => (nothing(talk, 2), talk.sends(text), answer(talk), nothing(talk, 2)),
    Array<StallKind>(4).fill('empty_turn'),
  ],
  [
    'and it can come again',
    (talk) => (nothing(talk, 3), talk.sends(text), answer(talk), nothing(talk, 3)),
    [
      ...Array<StallKind>(3).fill('empty_turn'),
      'wedged',
      ...Array<StallKind>(3).fill('empty_turn'),
      'wedged',
    ],
  ],
  [
    'a rejection is an answer',
    (talk) => (
      nothing(talk, 2),
      talk.sends(text),
      talk.receives(turnComplete(0, { turnCompleteReason: 'RESPONSE_REJECTED' })),
      nothing(talk, 2)
    ),
    Array<StallKind>(4).fill('empty_turn'),
  ],
  [
    'three transcripts without an output token',
    (talk) => {
      for (let n = 0; n < 3; n++) (talk.receives(transcript), talk.receives(turnComplete(0)));
    },
    ['wedged'],
  ],
  [
    'three transcripts with tokens',
    (talk) => {
      for (let n = 0; n < 3; n++) (talk.receives(transcript), talk.receives(turnComplete(12)));
    },
    [],
  ],
  [
    'three transcripts, and nobody says what they took',
    (talk) => {
      for (let n = 0; n < 3; n++) (talk.receives(transcript), talk.receives(turnComplete()));
    },
    [],
  ],
  [
    'wedged, where empty turns are not asked for',
    (talk) => nothing(talk, 4),
    ['wedged'],
    { stalls: { empty_turn: false } },
  ],
  [
    'empty, where wedged is not',
    (talk) => nothing(talk, 3),
    Array<StallKind>(3).fill('empty_turn'),
    { stalls: { wedged: false } },
  ],
];

describe('a turn', () => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_, [, play, noticed, options]) => {
    const told = listenTo(play, options);
    const kinds = told.noticed.map(([kind]) => kind);
    expect([...kinds].sort()).toEqual([...noticed].sort());
  });
});
