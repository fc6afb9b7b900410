import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ended, observe, type Observed } from './observed.js';
import {
  drive,
  liveUrl,
  messages,
  startSimulator,
  type Script,
  type Simulator,
  type Step,
} from '../simulator/index.js';

const { audio, generationComplete, interrupted, turnComplete, call, toolCall } = messages;
const ask = { expect: 'clientContent' } as const;
const over: readonly Step[] = [{ send: generationComplete }, { send: turnComplete() }];

let observed: Observed;
let simulator: Simulator;
beforeAll(async () => {
  observed = observe();
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

/** Of each generation: generated, heard, underrun. */
async function play(steps: readonly Step[]): Promise<readonly (readonly (number | undefined)[])[]> {
  const script: Script = { steps };
  simulator.next(script);
  await drive(new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })), script);
  await ended(observed, 'gemini.live.session');
  return observed
    .named('realtime_inference')
    .map(({ attributes }) =>
      ['generated', 'heard', 'underrun'].map(
        (name) => attributes[`gemini.live.audio.${name}`] as number | undefined,
      ),
    );
}

/** Within what timers and a busy machine allow. */
const about = (seconds: number): unknown => expect.closeTo(seconds, 0);

describe('playout', () => {
  it('is all that was received, where nobody interrupts', async () => {
    const frames = [audio(9_600), audio(9_600), audio(28_800)].map((send) => ({ send }));
    expect(await play([ask, ...frames, ...over])).toEqual([[1, undefined, undefined]]);
  });

  it('is what was played when the user interrupted, many frames of audio alone', async () => {
    const frames: Step[] = Array.from({ length: 50 }, () => ({ send: audio(4_800) }));
    const [[generated, heard, underrun] = []] = await play([
      ask,
      ...frames,
      { wait: 600 },
      { send: interrupted },
      { send: turnComplete() },
    ]);
    expect(generated).toBe(5);
    // 50 frames take 100 ms at least.
    expect(heard).toBeGreaterThan(0.6);
    expect(heard).toBeLessThan(2.5);
    expect(underrun).toBeUndefined();
  });

  it('goes on behind generationComplete', async () => {
    const [[generated, heard] = []] = await play([
      ask,
      { send: audio(240_000) },
      { send: generationComplete },
      { wait: 500 },
      { send: interrupted },
      { send: turnComplete() },
    ]);
    expect(generated).toBe(5);
    expect(heard).toBeGreaterThan(0.45);
    expect(heard).toBeLessThan(2);
  });

  it('tells the gaps of a voice that stops and goes on', async () => {
    const [[generated, heard, underrun] = []] = await play([
      ask,
      { send: audio(9_600) },
      { wait: 700 },
      { send: audio(9_600) },
      ...over,
    ]);
    expect(generated).toBe(0.4);
    expect(heard).toBeUndefined();
    expect(underrun).toBeGreaterThan(0.4);
    expect(underrun).toBeLessThan(2);
  });

  it('has no gap at the pace of real audio', async () => {
    const [[generated, , underrun] = []] = await play([
      ask,
      { send: audio(9_600) },
      { speak: 1 },
      ...over,
    ]);
    expect(generated).toBe(1.2);
    expect(underrun).toBeUndefined();
  });

  it('is told of each generation of a turn', async () => {
    const played = await play([
      ask,
      { send: audio(48_000) },
      { send: toolCall(call('get_weather', 'fc_1')) },
      { expect: 'toolResponse' },
      { send: audio(240_000) },
      { wait: 1_500 },
      { send: interrupted },
      { send: turnComplete() },
    ]);
    expect(played).toEqual([
      [1, undefined, undefined],
      [5, about(0.5), undefined],
    ]);
  });

  it('is nothing where there is no audio', async () => {
    const text = { serverContent: { modelTurn: { parts: [{ text: 'Sunny.' }] } } };
    expect(
      await play([ask, { send: text }, { send: interrupted }, { send: turnComplete() }]),
    ).toEqual([[undefined, undefined, undefined]]);
  });
});
