import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, observe, type Observed } from './observed.js';
import { drive, liveUrl, startSimulator, type Simulator, type Step } from '../simulator/index.js';

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

const detail = (counts: Readonly<Record<string, number>>): object[] =>
  Object.entries(counts).map(([modality, tokenCount]) => ({ modality, tokenCount }));

const spoken: Step = {
  send: {
    serverContent: {
      modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm', data: 'AAAA' } }] },
    },
  },
};
const used = (usageMetadata: object, content: object = { turnComplete: true }): Step => ({
  send: { serverContent: content, usageMetadata } as never,
});

async function play(steps: readonly Step[], model: string): Promise<void> {
  observed.reset();
  simulator.next({ steps });
  const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
  await drive(socket, { steps }, { setup: { model } });
  await ended(observed, 'gemini.live.session');
}

const costs = (prefix: string): object[] =>
  observed
    .named(prefix)
    .map(({ attributes }) =>
      Object.fromEntries(Object.entries(attributes).filter(([name]) => name.includes('cost'))),
    );

/** Source: https://discuss.ai.google.dev, thread 188765, first turn. */
const firstTurn = {
  promptTokenCount: 522,
  promptTokensDetails: detail({ TEXT: 332, AUDIO: 165 }),
  responseTokenCount: 42,
  responseTokensDetails: detail({ AUDIO: 42 }),
  thoughtsTokenCount: 136,
};

describe('what a session costs', () => {
  it('stands on each generation, in total on the session, and in a counter', async () => {
    const turns = [spoken, used(firstTurn), spoken, used(firstTurn), used(firstTurn)];
    await play(turns, 'models/gemini-3.8-live');
    const each = {
      'gen_ai.usage.cost.amount': 0.00186,
      'gen_ai.usage.cost.currency': 'USD',
      'gen_ai.usage.cost.source': 'local',
      'gemini.live.cost.unpriced_tokens': 25,
    };
    expect(costs('realtime_inference')).toEqual([each, each]);
    // The third turn has tokens and no output.
    expect(costs('gemini.live.session')).toEqual([{ 'gemini.live.cost': 0.00558 }]);
    const [point] = (await observed.metrics()).get('gemini.live.cost') ?? [];
    expect(point?.value).toBeCloseTo(0.00558, 12);
    expect(point?.attributes).toEqual({
      'gen_ai.provider.name': 'gcp.gemini',
      'gen_ai.request.model': 'gemini-3.8-live',
    });
  });

  it('adds up the increments of a translation', async () => {
    const increment = { promptTokenCount: 100, promptTokensDetails: detail({ AUDIO: 100 }) };
    await play(
      [used(increment, {}), used(increment, {})],
      'models/gemini-3.5-live-translate-preview',
    );
    expect(costs('gemini.live.session')).toEqual([{ 'gemini.live.cost': 0.0007 }]);
  });

  it.each([
    'models/gemini-9-live',
    'tunedModels/gemini-3.8-live',
    'models/gemini-live-2.5-flash-native-audio',
  ])('is not told of %s', async (model) => {
    await play([spoken, used(firstTurn)], model);
    expect(costs('realtime_inference')).toEqual([{}]);
    expect(costs('gemini.live.session')).toEqual([{}]);
  });

  it('follows a row of the application’s own', async () => {
    observed.instrumentation.setConfig({
      prices: [{ model: 'gemini-9-live', input: { text: 1 }, output: { text: 2 } }],
    });
    await play([spoken, used(firstTurn)], 'models/gemini-9-live');
    expect(costs('realtime_inference')).toMatchObject([
      { 'gen_ai.usage.cost.amount': (332 + 272) / 1e6, 'gemini.live.cost.unpriced_tokens': 232 },
    ]);
  });
});
