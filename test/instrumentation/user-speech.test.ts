import { SpanKind } from '@opentelemetry/api';
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

const activityStart = { expect: 'realtimeInput.activityStart' } as const;
const activityEnd = { expect: 'realtimeInput.activityEnd' } as const;
const vad = (edge: 'START' | 'END'): Step => ({
  send: { voiceActivity: { type: `ACTIVITY_${edge}` } },
});
const answer: readonly Step[] = [
  { send: messages.audio() },
  { send: messages.generationComplete },
  { send: messages.turnComplete() },
];
const pause = (milliseconds: number): readonly Step[] => [
  { wait: milliseconds },
  { send: { serverContent: {} } },
];

let observed: Observed;
let simulator: Simulator;
beforeAll(async () => {
  observed = observe({ userSpeech: true });
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => {
  observed.reset();
  observed.instrumentation.setConfig({ warn: false, userSpeech: true });
});

/** How long each user_speech span lasts, in seconds. */
async function play(steps: readonly Step[], model?: string): Promise<readonly number[]> {
  const script: Script = { steps };
  simulator.next(script);
  const setup = model === undefined ? {} : { setup: { model } };
  await drive(new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })), script, setup);
  await ended(observed, 'gemini.live.session');
  return observed.named('user_speech').map(({ duration }) => duration[0] + duration[1] / 1e9);
}

describe('user_speech', () => {
  it('stands from activityStart to activityEnd, below the session', async () => {
    const lasted = await play([activityStart, ...pause(300), activityEnd, ...answer]);
    expect(lasted).toEqual([expect.closeTo(0.4, 0)]);
    expect(lasted[0]).toBeGreaterThan(0.25);
    const [span] = observed.named('user_speech');
    const [session] = observed.named('gemini.live.session');
    expect(span?.name).toBe('user_speech');
    expect(span?.kind).toBe(SpanKind.INTERNAL);
    expect(span?.attributes).toEqual({
      'gen_ai.operation.name': 'user_speech',
      'gen_ai.provider.name': 'gcp.gemini',
      'gen_ai.request.model': 'gemini-3.8-live',
      'gen_ai.realtime_session.id': session?.attributes['gen_ai.realtime_session.id'],
    });
    expect(span?.parentSpanContext?.spanId).toBe(session?.spanContext().spanId);
  });

  it("is told by the server's voiceActivity", async () => {
    const steps = [vad('START'), ...pause(300), vad('END'), ...answer, vad('START'), vad('END')];
    const lasted = await play(steps);
    expect(lasted).toHaveLength(2);
    expect(lasted[0]).toBeGreaterThan(0.25);
  });

  it("takes the client's word before the server's", async () => {
    const lasted = await play([
      activityStart,
      vad('START'),
      vad('END'),
      ...pause(300),
      activityEnd,
      vad('START'),
      ...answer,
    ]);
    expect(lasted).toHaveLength(1);
    expect(lasted[0]).toBeGreaterThan(0.25);
  });

  it('goes on where it is begun twice, and ends with the session', async () => {
    const lasted = await play([activityStart, ...pause(200), activityStart, ...pause(200)]);
    expect(lasted).toHaveLength(1);
    expect(lasted[0]).toBeGreaterThan(0.35);
  });

  it.each([
    ['an end without a beginning', [activityEnd, ...answer]],
    ['audio that is loud', [{ voice: 1 }, { quiet: 0.5 }, ...answer]],
    ['words', [{ send: messages.heard('What?') }, ...answer]],
  ] as const)('is none by %s', async (_, steps) => {
    expect(await play(steps)).toEqual([]);
  });

  it.each([
    ['it is not asked for', {}],
    ['frameworks trace turns themselves', { userSpeech: true, generations: false }],
  ])('is none where %s', async (_, config) => {
    observed.instrumentation.setConfig({ warn: false, ...config });
    expect(await play([activityStart, activityEnd, ...answer])).toEqual([]);
  });

  it('is none in a session without turns', async () => {
    const model = 'models/gemini-3.5-transcribe-live';
    expect(await play([vad('START'), vad('END')], model)).toEqual([]);
  });
});
