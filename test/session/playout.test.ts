import { describe, expect, it } from 'vitest';
import { Playout } from '../../src/session/playout.js';

/** Moments in seconds. */
type Event =
  | { readonly generation: true }
  | { readonly at: number; readonly audio: number }
  | { readonly at: number; readonly interrupted: true };

const generation: Event = { generation: true };
const audio = (at: number, seconds: number): Event => ({ at, audio: seconds });
const interrupted = (at: number): Event => ({ at, interrupted: true });

/** What is known of the last generation: generated, heard, underrun. */
type Played = readonly [number | undefined, number | undefined, number | undefined];

const rows: readonly (readonly [string, readonly Event[], Played])[] = [
  ['no audio', [generation], [undefined, undefined, undefined]],
  ['no audio, interrupted', [generation, interrupted(1)], [undefined, undefined, undefined]],
  ['played to the end', [generation, audio(0, 1), audio(0.1, 2)], [3, undefined, undefined]],
  [
    'interrupted in the middle',
    [generation, audio(0, 1), audio(0.1, 9), interrupted(4)],
    [10, 4, undefined],
  ],
  ['interrupted behind the end', [generation, audio(0, 1), interrupted(4)], [1, 1, undefined]],
  ['interrupted at once', [generation, audio(2, 5), interrupted(2)], [5, 0, undefined]],
  [
    'interrupted twice',
    [generation, audio(0, 5), interrupted(2), interrupted(3)],
    [5, 2, undefined],
  ],
  ['a gap', [generation, audio(0, 1), audio(1.5, 1)], [2, undefined, 0.5]],
  ['gaps add up', [generation, audio(0, 1), audio(1.5, 1), audio(3, 1)], [3, undefined, 1]],
  ['a gap that nobody hears', [generation, audio(0, 1), audio(1.04, 1)], [2, undefined, undefined]],
  [
    'silence behind the last audio is no gap',
    [generation, audio(0, 1), interrupted(9)],
    [1, 1, undefined],
  ],
  ['the gap is not heard', [generation, audio(0, 1), audio(3, 5), interrupted(4)], [6, 2, 2]],
  [
    'pieces in real time',
    [generation, audio(0, 0.1), audio(0.1, 0.1), audio(0.2, 0.1)],
    [0.3, undefined, undefined],
  ],
  [
    'the generation before it still plays',
    [generation, audio(0, 4), generation, audio(1, 4), interrupted(5)],
    [4, 1, undefined],
  ],
  [
    'and is cut itself',
    [generation, audio(0, 4), generation, audio(1, 4), interrupted(3)],
    [4, 0, undefined],
  ],
  [
    'silence between two generations is no gap',
    [generation, audio(0, 1), generation, audio(9, 1)],
    [1, undefined, undefined],
  ],
  [
    'what was cut is not played before the next',
    [generation, audio(0, 60), interrupted(2), generation, audio(3, 4), interrupted(4)],
    [4, 1, undefined],
  ],
];

describe('a player', () => {
  it.each(rows)('%s', (_, events, [generated, heard, underrun]) => {
    const playout = new Playout();
    for (const event of events) {
      if ('generation' in event) playout.generationBegins();
      else if ('audio' in event) playout.received(event.audio, event.at * 1_000);
      else playout.interrupted(event.at * 1_000);
    }
    const { played } = playout;
    const close = (value: number | undefined): unknown =>
      value === undefined ? undefined : expect.closeTo(value, 9);
    expect(played).toEqual({
      generated: close(generated),
      heard: close(heard),
      underrun: close(underrun),
    });
  });
});
