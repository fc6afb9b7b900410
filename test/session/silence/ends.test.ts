import { describe, expect, it } from 'vitest';
import type { StallEnd } from '../../../src/session/story.js';
import {
  stallLimits,
  stallTable,
  type StallKind,
} from '../../../src/session/silence/stall-kinds.js';
import {
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
  turnComplete,
  waitingForInput,
  words,
  type Talk,
  type TalkOptions,
} from './talk.js';

type Row = readonly [name: string, end: (talk: Talk) => void, endedBy: StallEnd];

const table: readonly Row[] = [
  ['an answer', answer, 'reply'],
  ['a thought', (talk) => talk.receives(thought), 'reply'],
  ['a call', (talk) => talk.calls(), 'reply'],
  [
    'the end of the turn',
    (talk) => talk.receives(turnComplete(0, { turnCompleteReason: 'X' })),
    'reply',
  ],
  ['an interruption', (talk) => talk.receives(interrupted), 'reply'],
  ['waitingForInput', (talk) => talk.receives(waitingForInput), 'reply'],
  ['a text', (talk) => talk.sends(text), 'user'],
  ['content', (talk) => talk.sends(content), 'user'],
  ['more history', (talk) => talk.sends(history), 'user'],
  ['an activity', (talk) => talk.sends(activityStart), 'user'],
  ['words', (talk) => talk.receives(words), 'user'],
  ['speech, by level', (talk) => talk.speaks(1), 'user'],
  ['the close', () => undefined, 'close'],
  ['a microphone that is open', (talk) => talk.silence(1), 'close'],
  ['a usage alone', (talk) => talk.receives({ serverContent: true }), 'close'],
];

const rows = table.map((row) => [row[0], row] as const);

describe('a stall is ended by', () => {
  it.each(rows)('%s', (_, [, end, endedBy]) => {
    const { ended } = listenTo((talk) => {
      talk.sends(text);
      talk.at(15);
      end(talk);
      talk.closes();
    });
    expect(ended[0]).toMatchObject({ kind: 'asked_no_reply', start: 0, endedBy });
    expect(ended[0]?.end).toBeGreaterThanOrEqual(15);
    expect(ended[0]?.end).toBeLessThan(16.1);
  });

  it.each(rows)('%s, where it is told at once', (_, [, end, endedBy]) => {
    const { ended } = listenTo((talk) => {
      talk.receives(words);
      talk.at(1);
      talk.receives(turnComplete());
      talk.at(15);
      end(talk);
      talk.closes();
    });
    expect(ended[0]).toMatchObject({ kind: 'empty_turn', start: 1, endedBy });
  });

  it('the end of what was being said', () => {
    const { ended } = listenTo((talk) => {
      talk.receives(audio(2));
      talk.at(20);
      talk.receives(generationComplete);
    });
    expect(ended).toEqual([{ kind: 'mid_reply', start: 2, end: 20, endedBy: 'reply' }]);
  });

  it('a sign of life, where the line was silent', () => {
    const ends = (end: (talk: Talk) => void): unknown =>
      listenTo((talk) => {
        talk.pings();
        talk.at(70);
        talk.sends(text);
        end(talk);
        talk.closes();
      }).ended.find(({ kind }) => kind === 'half_open')?.endedBy;
    expect(ends((talk) => talk.isAlive())).toBe('reply');
    expect(ends((talk) => talk.receives({ serverContent: true }))).toBe('reply');
    // Nobody hears what the user says.
    expect(ends(() => undefined)).toBe('close');
  });
});

describe('stalls', () => {
  it('are all counted, and fifty are told', () => {
    const { count, ended } = listenTo((talk) => {
      for (let n = 0; n < 70; n++) {
        talk.sends(text);
        talk.at((n + 1) * 20);
      }
      talk.closes();
    });
    expect(count).toBe(70);
    expect(ended).toHaveLength(50);
  });

  it('are those of the option', () => {
    expect(stallLimits(false)).toBeUndefined();
    const kinds = Object.keys(stallTable) as StallKind[];
    expect(stallLimits(Object.fromEntries(kinds.map((kind) => [kind, false])))).toBeUndefined();
    expect(stallLimits()).toEqual({
      heard_no_reply: 10_000,
      unheard: 15_000,
      asked_no_reply: 10_000,
      after_interrupt: 10_000,
      after_tool: 10_000,
      mid_reply: 10_000,
      empty_turn: 0,
      wedged: 0,
      half_open: 60_000,
      going_away_silent: 5_000,
      input_stopped: 5_000,
    });
    expect(stallLimits({ asked_no_reply: 2.5, mid_reply: false, wedged: true })).toMatchObject({
      asked_no_reply: 2_500,
      mid_reply: Infinity,
      wedged: 0,
      unheard: 15_000,
    });
  });

  it.each([
    ['asked_no_reply', (talk: Talk) => talk.sends(text)],
    ['heard_no_reply', (talk: Talk) => talk.receives(words)],
    ['mid_reply', (talk: Talk) => talk.receives(audio(1))],
    ['after_tool', (talk: Talk) => (talk.calls(), talk.answers())],
    ['half_open', (talk: Talk) => talk.pings()],
    ['going_away_silent', (talk: Talk) => talk.receives({ goAway: true, timeLeft: 1 })],
  ] as const)('%s is told where and when it is asked for', (kind, begin) => {
    const play = (talk: Talk): void => {
      begin(talk);
      talk.at(200);
    };
    const at = (stalls: TalkOptions['stalls']): number | undefined =>
      listenTo(play, { stalls: stalls ?? {}, measured: false }).noticed.find(
        ([noticed]) => noticed === kind,
      )?.[1];
    expect(at({ [kind]: false })).toBeUndefined();
    const usual = at({}) ?? 0;
    expect(usual).toBeGreaterThan(0);
    expect(at({ [kind]: 3 })).toBeCloseTo(usual - (stallTable[kind].seconds ?? 0) + 3);
  });
});
