import { describe, expect, it } from 'vitest';
import type { StallKind } from '../../../src/session/silence/stall-kinds.js';
import {
  activityEnd,
  activityStart,
  answer,
  audio,
  content,
  generationComplete,
  history,
  interrupted,
  listenTo,
  text,
  thought,
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
  noticed: readonly (readonly [StallKind, number])[],
  options?: TalkOptions,
];

const transcribes: TalkOptions = { setup: { inputAudioTranscription: {} } };
const unmeasured: TalkOptions = { ...transcribes, measured: false };
const manual: TalkOptions = {
  setup: { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } },
};
const live38: TalkOptions = { ...transcribes, model: 'gemini-3.8-live' };
const extended: TalkOptions = { model: 'gemini-3.8-live-extended-thinking' };
const proactive: TalkOptions = {
  model: 'gemini-2.5-flash-native-audio-preview-12-2025',
  setup: { inputAudioTranscription: {}, proactivity: { proactiveAudio: true } },
};
const functions = (behavior: string): TalkOptions => ({
  setup: { tools: [{ functionDeclarations: [{ name: 'look', behavior }] }] },
});
const na: TalkOptions = { model: 'gemini-2.5-flash-native-audio-preview-12-2025' };

const rows: readonly Row[] = [
  // heard_no_reply
  [
    'the words were heard, and nothing follows',
    (talk) => {
      talk.speaks(1.5);
      talk.silence(1);
      talk.receives(words);
      talk.at(60);
    },
    [['heard_no_reply', 12.5]],
    transcribes,
  ],
  [
    'from the last piece of the words',
    (talk) => {
      talk.receives(words);
      talk.at(6);
      talk.receives(words);
      talk.at(60);
    },
    [['heard_no_reply', 16]],
    unmeasured,
  ],
  [
    'the user has not come to an end',
    (talk) => {
      talk.receives(words);
      talk.speaks(14);
      talk.silence(30);
    },
    [['heard_no_reply', 24]],
    transcribes,
  ],
  [
    'a microphone that was shut in mid word says nothing more',
    (talk) => {
      talk.speaks(2);
      talk.receives(words);
      talk.at(60);
    },
    [['heard_no_reply', 13]],
    transcribes,
  ],
  [
    'an answer in time',
    (talk) => (talk.receives(words), talk.at(9.9), answer(talk)),
    [],
    unmeasured,
  ],
  [
    'a thought is an answer',
    (talk) => (talk.receives(words), talk.receives(thought), talk.at(90)),
    [],
    unmeasured,
  ],
  ['so is a call', (talk) => (talk.receives(words), talk.calls(), talk.at(90)), [], unmeasured],
  [
    'waitingForInput',
    (talk) => (talk.receives(words), talk.receives(waitingForInput), talk.at(90)),
    [],
    unmeasured,
  ],
  [
    'words that come late, behind the turn that answered them',
    (talk) => {
      talk.sends(content);
      answer(talk);
      talk.silence(4);
      talk.receives(words);
      talk.at(90);
    },
    [],
    unmeasured,
  ],
  [
    'the last words of a turn, repeated behind it with no audio sent since',
    (talk) => {
      talk.receives(words);
      answer(talk);
      talk.receives(words);
      talk.at(90);
    },
    [],
    unmeasured,
  ],
  [
    'new words behind a turn that had its own',
    (talk) => {
      talk.receives(words);
      answer(talk);
      talk.silence(3);
      talk.receives(words);
      talk.at(90);
    },
    [['heard_no_reply', 13]],
    unmeasured,
  ],
  [
    'new words, as the level tells',
    (talk) => {
      talk.sends(content);
      answer(talk);
      talk.silence(2);
      talk.speaks(1);
      talk.silence(1);
      talk.receives(words);
      talk.at(90);
    },
    [['heard_no_reply', 14]],
    transcribes,
  ],
  [
    'words long behind a turn are new ones',
    (talk) => (talk.sends(content), answer(talk), talk.at(9), talk.receives(words), talk.at(90)),
    [['heard_no_reply', 19]],
    unmeasured,
  ],
  [
    'words while the model speaks',
    (talk) => (talk.receives(audio(1)), talk.receives(words), answer(talk), talk.at(90)),
    [],
    unmeasured,
  ],
  [
    'words while the model pauses in what it says',
    (talk) => (talk.receives(audio(1)), talk.receives(words), talk.at(20), answer(talk)),
    [],
    { ...unmeasured, stalls: { mid_reply: 30 } },
  ],
  [
    'words behind the generation, whose turn ends later',
    (talk) => {
      talk.receives(audio(12));
      talk.receives(generationComplete);
      talk.at(1);
      talk.receives(words);
      talk.at(12);
      talk.receives(turnComplete(20));
      talk.at(90);
    },
    [],
    unmeasured,
  ],
  [
    'words behind the generation, whose turn never ends',
    (talk) => {
      talk.receives(audio(2));
      talk.receives(generationComplete);
      talk.at(5);
      talk.receives(words);
      talk.at(90);
    },
    [['heard_no_reply', 15]],
    unmeasured,
  ],
  [
    'words after the interruption',
    (talk) => {
      talk.receives(audio(1));
      talk.receives(interrupted);
      talk.receives(turnComplete(5));
      talk.receives(words);
      talk.at(90);
    },
    [['heard_no_reply', 10]],
    unmeasured,
  ],
  [
    'manual detection, and the user has not ended',
    (talk) => (talk.sends(activityStart), talk.receives(words), talk.at(90)),
    [],
    { ...manual, measured: false },
  ],
  // proactive models
  [
    'once a model may take words for not meant for it',
    (talk) => (talk.receives(words), talk.at(90)),
    [],
    { ...live38, measured: false },
  ],
  [
    'twice it may not',
    (talk) => (talk.receives(words), talk.at(30), talk.receives(words), talk.at(90)),
    [['heard_no_reply', 40]],
    { ...proactive, measured: false },
  ],
  [
    'an answer between is an answer',
    (talk) => {
      talk.receives(words);
      talk.at(30);
      answer(talk);
      talk.at(60);
      talk.receives(words);
      talk.at(90);
    },
    [],
    { ...live38, measured: false },
  ],
  // asked_no_reply
  ['a text', (talk) => (talk.sends(text), talk.at(60)), [['asked_no_reply', 10]]],
  [
    'a text to a proactive model',
    (talk) => (talk.sends(text), talk.at(60)),
    [['asked_no_reply', 10]],
    live38,
  ],
  ['content', (talk) => (talk.sends(content), talk.at(60)), [['asked_no_reply', 10]]],
  ['content that goes on', (talk) => (talk.sends(history), talk.at(60)), []],
  [
    'history behind a question: it goes on',
    (talk) => (talk.sends(content), talk.at(5), talk.sends(history), talk.at(60)),
    [],
  ],
  [
    'the end of an activity',
    (talk) => (talk.sends(activityStart), talk.speaks(2), talk.sends(activityEnd), talk.at(60)),
    [['asked_no_reply', 12]],
    manual,
  ],
  [
    'an activity that has not ended',
    (talk) => (talk.sends(activityStart), talk.speaks(20), talk.at(90)),
    [],
    manual,
  ],
  [
    'a text within an activity',
    (talk) => (talk.sends(activityStart), talk.sends(text), talk.at(90)),
    [],
    manual,
  ],
  [
    'one silence is one stall, although the words were heard as well',
    (talk) => (talk.sends(activityEnd), talk.at(2), talk.receives(words), talk.at(90)),
    [['asked_no_reply', 10]],
    unmeasured,
  ],
  [
    'a model that thinks long',
    (talk) => (talk.sends(text), talk.at(59), answer(talk)),
    [],
    extended,
  ],
  [
    'too long, even so',
    (talk) => (talk.sends(text), talk.at(90)),
    [['asked_no_reply', 60]],
    extended,
  ],
  [
    'too long by what the application has set',
    (talk) => (talk.sends(text), talk.at(30)),
    [['asked_no_reply', 20]],
    { ...extended, stalls: { asked_no_reply: 20 } },
  ],
  [
    'more is to follow',
    (talk) => {
      talk.sends(text);
      talk.receives(audio(1));
      talk.receives(turnComplete(10, { interactionStatus: 'IN_PROGRESS' }));
      talk.at(300);
    },
    [],
    extended,
  ],
  [
    'a model that says how far it has thought',
    (talk) => {
      talk.receives(turnComplete(10, { interactionStatus: 'IDLE' }));
      talk.sends(text);
      talk.at(90);
    },
    [['asked_no_reply', 60]],
  ],
  [
    'asked before the setup was complete',
    (talk) => (
      talk.sends(content),
      talk.at(5),
      talk.receives({ setupComplete: true }),
      talk.at(60)
    ),
    [['asked_no_reply', 15]],
    { ready: false },
  ],
  [
    'the setup never is complete',
    (talk) => (talk.sends(content), talk.at(60)),
    [],
    { ready: false },
  ],
  [
    'the end of the turn that was interrupted is no answer',
    (talk) => {
      talk.sends(content);
      talk.receives(audio(1));
      talk.at(1);
      talk.sends(content);
      talk.receives(audio(1));
      talk.receives(interrupted);
      talk.receives(turnComplete(5));
      talk.at(60);
    },
    [['asked_no_reply', 11]],
  ],
  [
    'nor is the end of the playback wait',
    (talk) => {
      talk.sends(content);
      talk.receives(audio(20));
      talk.receives(generationComplete);
      talk.at(5);
      talk.sends(text);
      talk.at(20);
      talk.receives(turnComplete(5));
      talk.at(60);
    },
    [['asked_no_reply', 30]],
  ],
  [
    'an answer that comes within the turn',
    (talk) => {
      talk.receives(audio(1));
      talk.sends(text);
      talk.receives(audio(1));
      talk.receives(generationComplete);
      talk.receives(turnComplete(5));
      talk.at(60);
    },
    [],
  ],
  ['the application leaves', (talk) => (talk.sends(text), talk.leaves(), talk.at(60)), []],
  [
    'a session without turns',
    (talk) => (talk.sends(text), talk.receives(words), talk.at(60)),
    [],
    { turnless: true },
  ],
  // unheard
  [
    'two utterances without a word of them',
    (talk) => {
      talk.receives(words);
      answer(talk);
      talk.at(5);
      for (let n = 0; n < 2; n++) (talk.speaks(2), talk.silence(5));
      talk.silence(60);
    },
    [['unheard', 29]],
    transcribes,
  ],
  ...(
    [
      ['one utterance', 1, 2, transcribes, true],
      ['two coughs', 2, 0.5, transcribes, true],
      ['no transcription was asked for', 2, 2, {}, true],
      ['no words were ever transcribed', 2, 2, transcribes, false],
      [
        'a client that marks its turns',
        2,
        2,
        { setup: { ...manual.setup, ...transcribes.setup } },
        true,
      ],
    ] as const
  ).map(([name, times, seconds, options, ever]): Row => [
    `unheard: ${name}`,
    (talk) => {
      talk.sends(activityStart);
      talk.sends(activityEnd);
      if (ever) talk.receives(words);
      answer(talk);
      talk.at(5);
      for (let n = 0; n < times; n++) (talk.speaks(seconds), talk.silence(5));
      talk.silence(60);
    },
    [],
    options,
  ]),
  [
    'what the microphone hears of the model is nobody',
    (talk) => {
      talk.receives(words);
      answer(talk);
      for (let n = 0; n < 3; n++) {
        talk.receives(audio(4));
        talk.speaks(3.9);
        talk.receives(generationComplete);
        talk.receives(turnComplete(20));
        talk.silence(5);
      }
      talk.silence(60);
    },
    [],
    transcribes,
  ],
  [
    'nor where its turn is over by then',
    (talk) => {
      talk.receives(words);
      answer(talk);
      answer(talk, 20);
      for (let n = 0; n < 3; n++) (talk.speaks(3.9), talk.silence(1));
      talk.silence(60);
    },
    [],
    transcribes,
  ],
  [
    'and whoever switches the microphone off in the echo has said nothing',
    (talk) => (answer(talk, 4), talk.speaks(3), talk.at(90)),
    [],
    live38,
  ],
  [
    'words of the second utterance',
    (talk) => {
      talk.receives(words);
      answer(talk);
      talk.at(5);
      for (let n = 0; n < 2; n++) (talk.speaks(2), talk.silence(5));
      talk.receives(words);
      answer(talk);
      talk.silence(60);
    },
    [],
    transcribes,
  ],
  // after_interrupt
  [
    'interrupted, and then nothing',
    (talk) => {
      talk.sends(text);
      talk.receives(audio(10));
      talk.at(3);
      talk.speaks(0.5);
      talk.receives(interrupted);
      talk.receives(turnComplete(5));
      talk.speaks(2);
      talk.silence(60);
    },
    [['after_interrupt', 15.5]],
  ],
  [
    'the end of the turn comes behind the words',
    (talk) => {
      talk.receives(audio(10));
      talk.receives(interrupted);
      talk.speaks(2);
      talk.silence(1);
      talk.receives(turnComplete(5));
      talk.silence(60);
    },
    [['after_interrupt', 12]],
  ],
  [
    'a cough',
    (talk) => {
      talk.receives(audio(10));
      talk.receives(interrupted);
      talk.receives(turnComplete(5));
      talk.speaks(0.3);
      talk.silence(60);
    },
    [],
  ],
  [
    'an echo, cut by the interruption',
    (talk) => {
      talk.receives(audio(10));
      talk.speaks(2);
      talk.receives(interrupted);
      talk.speaks(0.2);
      talk.receives(turnComplete(5));
      talk.silence(60);
    },
    [],
  ],
  [
    'interrupted, and answered',
    (talk) => {
      talk.receives(audio(10));
      talk.receives(interrupted);
      talk.receives(turnComplete(5));
      talk.speaks(2);
      talk.silence(1);
      answer(talk);
      talk.silence(60);
    },
    [],
  ],
  [
    'interrupted by someone who need not be answered',
    (talk) => {
      talk.receives(audio(10));
      talk.receives(interrupted);
      talk.receives(turnComplete(5));
      talk.speaks(2);
      talk.silence(60);
    },
    [],
    live38,
  ],
  // after_tool
  [
    'a tool was answered, and nothing follows',
    (talk) => (talk.calls(), talk.at(30), talk.answers(), talk.at(90)),
    [['after_tool', 40]],
  ],
  [
    'a call that the client does not answer',
    (talk) => (talk.sends(text), talk.calls(), talk.at(90)),
    [],
  ],
  [
    'one of two answers',
    (talk) => (talk.calls(), talk.answers({ stillOpen: true }), talk.at(90)),
    [],
  ],
  ['a call that was cancelled', (talk) => (talk.calls(), talk.cancels(), talk.at(90)), []],
  ['silent', (talk) => (talk.calls(), talk.answers({ scheduling: 'SILENT' }), talk.at(90)), []],
  [
    'when idle',
    (talk) => (talk.calls(), talk.answers({ scheduling: 'WHEN_IDLE' }), talk.at(90)),
    [],
  ],
  [
    'a function that does not block',
    (talk) => (talk.calls('look'), talk.answers({ name: 'look' }), talk.at(90)),
    [],
    functions('NON_BLOCKING'),
  ],
  [
    'nor does any on a newer model',
    (talk) => (talk.calls('look'), talk.answers({ name: 'look' }), talk.at(90)),
    [],
    live38,
  ],
  [
    'but where it says so',
    (talk) => (talk.calls('look'), talk.answers({ name: 'look' }), talk.at(90)),
    [['after_tool', 10]],
    { ...functions('BLOCKING'), model: 'gemini-3.8-live' },
  ],
  [
    'a question during a call is answered behind it',
    (talk) => {
      talk.calls();
      talk.sends(content);
      talk.at(60);
      talk.answers();
      talk.at(65);
      answer(talk);
      talk.at(90);
    },
    [],
  ],
  [
    'a question during a call that was cancelled',
    (talk) => (talk.calls(), talk.sends(content), talk.at(30), talk.cancels(), talk.at(90)),
    [['asked_no_reply', 40]],
  ],
  // mid_reply
  [
    'in mid sentence',
    (talk) => (talk.receives(audio(2)), talk.at(1), talk.receives(audio(3)), talk.at(60)),
    [['mid_reply', 15]],
  ],
  [
    'an underrun is none',
    (talk) => (
      talk.receives(audio(2)),
      talk.at(11.9),
      talk.receives(audio(3)),
      talk.receives(generationComplete),
      talk.at(60)
    ),
    [],
  ],
  [
    'the generation is complete, and the player plays',
    (talk) => (talk.receives(audio(40)), talk.receives(generationComplete), talk.at(90)),
    [],
  ],
  [
    'the last audio completes it',
    (talk) => (talk.receives({ ...audio(2), generationComplete: true }), talk.at(90)),
    [],
  ],
  [
    'the turn is complete',
    (talk) => (talk.receives(audio(2)), talk.receives(turnComplete(9)), talk.at(90)),
    [],
  ],
  [
    'interrupted',
    (talk) => (talk.receives(audio(20)), talk.receives(interrupted), talk.at(90)),
    [],
  ],
  [
    'the model waits for a tool',
    (talk) => (talk.receives(audio(2)), talk.calls(), talk.at(90)),
    [],
  ],
  ['audio behind the call', (talk) => (talk.calls(), talk.receives(audio(2)), talk.at(90)), []],
  [
    'a call that does not block',
    (talk) => (talk.receives(audio(2)), talk.calls('look'), talk.at(90)),
    [['mid_reply', 12]],
    functions('NON_BLOCKING'),
  ],
  [
    'the model waits for input',
    (talk) => (talk.receives(audio(2)), talk.receives(waitingForInput), talk.at(90)),
    [],
  ],
  [
    'twice in one answer',
    (talk) => (talk.receives(audio(2)), talk.at(20), talk.receives(audio(2)), talk.at(60)),
    [
      ['mid_reply', 12],
      ['mid_reply', 32],
    ],
  ],
  // half_open
  [
    'no pong',
    (talk) => (talk.pings(), talk.at(20), talk.pings(), talk.at(90)),
    [['half_open', 60]],
  ],
  ['a late pong', (talk) => (talk.pings(), talk.at(31), talk.isAlive(), talk.at(300)), []],
  [
    'a frame is as good',
    (talk) => (talk.pings(), talk.at(31), talk.receives({ serverContent: true }), talk.at(300)),
    [],
  ],
  ['nobody pings', (talk) => (talk.silence(120), talk.at(300)), []],
  [
    'without turns as well',
    (talk) => (talk.pings(), talk.at(90)),
    [['half_open', 60]],
    { turnless: true },
  ],
  // going_away_silent
  [
    'gone, and still there',
    (talk) => (talk.receives({ goAway: true, timeLeft: 50 }), talk.at(90)),
    [['going_away_silent', 55]],
  ],
  ['no time is said', (talk) => (talk.receives({ goAway: true }), talk.at(90)), []],
  [
    'the server still talks',
    (talk) => {
      talk.receives({ goAway: true, timeLeft: 10 });
      talk.at(12);
      answer(talk);
      talk.at(90);
    },
    [],
  ],
  [
    'what it said before it should have gone does not count',
    (talk) => {
      talk.receives({ goAway: true, timeLeft: 10 });
      talk.at(9);
      answer(talk);
      talk.at(90);
    },
    [['going_away_silent', 15]],
  ],
  [
    'a later goAway',
    (talk) => (
      talk.receives({ goAway: true, timeLeft: 10 }),
      talk.at(5),
      talk.receives({ goAway: true, timeLeft: 30 }),
      talk.at(90)
    ),
    [['going_away_silent', 40]],
  ],
  // input_stopped
  [
    'the microphone stops behind the words',
    (talk) => (talk.speaks(2), talk.silence(0.5), talk.at(90)),
    [['input_stopped', 7.5]],
    live38,
  ],
  ['in mid word', (talk) => (talk.speaks(2), talk.at(90)), [['input_stopped', 7]], live38],
  ['the microphone goes on', (talk) => (talk.speaks(2), talk.silence(60)), [], live38],
  [
    'it stopped long after the words',
    (talk) => (talk.speaks(2), talk.silence(4), talk.at(90)),
    [],
    live38,
  ],
  [
    'an answer comes',
    (talk) => (talk.speaks(2), talk.at(4), answer(talk), talk.at(90)),
    [],
    live38,
  ],
  [
    'push to talk',
    (talk) => (
      talk.sends(activityStart),
      talk.speaks(2),
      talk.sends(activityEnd),
      talk.at(3),
      answer(talk),
      talk.at(90)
    ),
    [],
    { ...manual, model: 'gemini-3.8-live' },
  ],
  ['a model that needs no more audio', (talk) => (talk.speaks(2), talk.at(90)), []],
  ['nobody spoke', (talk) => (talk.silence(2), talk.at(90)), [], live38],
  // nothing at all
  ['nobody speaks', (talk) => talk.silence(300), []],
];

describe('a silence', () => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_, [, play, noticed, options]) => {
    const told = listenTo(play, options);
    expect(told.noticed.map(([kind, at]) => [kind, Math.round(at * 10) / 10])).toEqual(noticed);
    expect(told.count).toBe(noticed.length);
    // There is no timer where there is nothing to wait for.
    expect(told.next).toBeUndefined();
  });
});
