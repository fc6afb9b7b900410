import { AggregationTemporality } from '@opentelemetry/sdk-metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, observe, type Observed, type Point } from './observed.js';
import {
  closeWith,
  drive,
  liveUrl,
  scenarios,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;
let sessions = 0;

beforeAll(async () => {
  observed = observe({ flushOnAbnormalClose: false }, AggregationTemporality.DELTA);
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});

async function play(script: Script, model = 'models/gemini-3.8-live'): Promise<void> {
  simulator.next(script);
  const url = liveUrl(simulator.url, { api: 'gemini', ...script });
  await drive(new observed.WebSocket(url), script, { setup: { model } }).catch(() => undefined);
  await ended(observed, 'gemini.live.session', ++sessions);
}

const read = (points: readonly Point[] | undefined): unknown[] =>
  (points ?? []).map(({ attributes, value }) => [
    Object.values(attributes).join(' '),
    typeof value === 'number' ? value : value.count,
  ]);

describe('metrics', () => {
  it('counts mismatches from 0', async () => {
    const points = await observed.metrics();
    expect(read(points.get('gemini.live.mismatches'))).toEqual([
      ['gemini_api_model_on_vertex_ai', 0],
      ['vertex_ai_model_on_gemini_api', 0],
    ]);
  });

  it('tells a good session', async () => {
    await play(scenarios.find(({ name }) => name === 'native-audio-on-gemini') as Script);
    const points = await observed.metrics();
    const provider = 'gcp.gemini';
    expect(read(points.get('gemini.live.closes'))).toEqual([[`${provider} 1000`, 1]]);
    expect(read(points.get('gemini.live.sessions.active'))).toEqual([[provider, 0]]);
    expect(read(points.get('gemini.live.setup.duration'))).toEqual([
      [`${provider} gemini-3.8-live`, 1],
    ]);
    expect(read(points.get('gemini.live.session.duration'))).toEqual([
      [`${provider} gemini-3.8-live 1000`, 1],
    ]);
    const generation = `realtime_inference ${provider} gemini-3.8-live`;
    expect(read(points.get('gen_ai.client.inference.duration'))).toEqual([[generation, 1]]);
    const inference = 'gen_ai.client.inference';
    const total = (name: string): number =>
      (points.get(`${inference}.usage.${name}`) ?? []).reduce(
        (sum, { value }) => sum + Number(value),
        0,
      );
    expect([total('input_tokens'), total('output_tokens')]).toEqual([143, 43]);
    for (const [kind, sum] of [
      ['input_tokens', 143],
      ['output_tokens', 43],
    ] as const) {
      const [point] = points.get(`${inference}.operation.${kind}`) ?? [];
      expect(Object.values(point?.attributes ?? {}).join(' ')).toBe(generation);
      expect(point?.value).toMatchObject({ count: 1, sum });
    }
    const io = points.get('gemini.live.io') ?? [];
    const [session] = observed.named('gemini.live.session');
    expect(io.map(({ value }) => value)).toEqual([
      session?.attributes['gemini.live.bytes.sent'],
      session?.attributes['gemini.live.bytes.received'],
    ]);
  });

  it('tells a failed connect', async () => {
    await observed.metrics();
    await play({ steps: [{ refuse: 401 }] });
    const points = await observed.metrics();
    expect(read(points.get('gemini.live.closes'))).toEqual([['gcp.gemini 1006 auth', 1]]);
    expect(read(points.get('gemini.live.setup.duration'))).toEqual([['gcp.gemini auth', 1]]);
    expect(read(points.get('gemini.live.sessions.active'))).toEqual([['gcp.gemini', 0]]);
  });

  it('counts a mismatch', async () => {
    await observed.metrics();
    const reason =
      'models/gemini-live-2.5-flash-native-audio is not found for API version v1beta, or';
    await play(closeWith(1008, reason), 'models/gemini-live-2.5-flash-native-audio');
    const points = await observed.metrics();
    expect(read(points.get('gemini.live.mismatches'))).toEqual([
      ['vertex_ai_model_on_gemini_api', 1],
    ]);
    expect(read(points.get('gemini.live.closes'))).toEqual([['gcp.gemini 1008 model_mismatch', 1]]);
  });

  it('names no model that is neither catalogued nor accepted', async () => {
    await observed.metrics();
    for (let n = 0; n < 5; n++) await play(closeWith(1011), `models/made-up-${n}`);
    await play(closeWith(1011, '', 'turn'), 'models/my-own-live');
    const points = await observed.metrics();
    expect(read(points.get('gemini.live.session.duration'))).toEqual([
      ['gcp.gemini _OTHER 1011', 5],
      ['gcp.gemini my-own-live 1011', 1],
    ]);
  });

  it('splits tokens by modality so that the parts add up', async () => {
    await observed.metrics();
    const usageMetadata = {
      promptTokenCount: 100,
      responseTokenCount: 10,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 60 },
        { modality: 'AUDIO', tokenCount: 30 },
      ],
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 11 }],
    };
    await play({
      steps: [
        { expect: 'clientContent' },
        { send: { serverContent: { turnComplete: true }, usageMetadata } },
      ],
    });
    const points = await observed.metrics();
    expect(
      ['input_tokens', 'output_tokens'].flatMap((kind) =>
        (points.get(`gen_ai.client.inference.usage.${kind}`) ?? []).map(({ attributes, value }) => [
          kind,
          attributes['gen_ai.token.modality'],
          value,
        ]),
      ),
    ).toEqual([
      ['input_tokens', 'text', 60],
      ['input_tokens', 'audio', 30],
      ['input_tokens', 'unknown', 10],
      ['output_tokens', 'unknown', 10],
    ]);
    expect(points.has('gen_ai.client.token.usage')).toBe(false);
  });

  it('names a tool that a setup declared, and no other', async () => {
    await observed.metrics();
    const calls = ['get_weather', 'made_up', 'get_weather'].map((name, n) => ({
      send: { toolCall: { functionCalls: [{ id: `fc_${n}`, name, args: {} }] } },
    }));
    const steps = calls.flatMap((call) => [call, { expect: 'toolResponse' }]);
    simulator.next({ steps });
    const url = liveUrl(simulator.url, { api: 'gemini' });
    const tools = [{ function_declarations: [{ name: 'get_weather' }] }];
    await drive(new observed.WebSocket(url), { steps }, { setup: { model: 'models/x', tools } });
    await ended(observed, 'gemini.live.session', ++sessions);
    const points = await observed.metrics();
    expect(read(points.get('gen_ai.execute_tool.duration'))).toEqual([
      ['get_weather function', 2],
      ['_OTHER function', 1],
    ]);
  });

  it('keeps the names of v1.41 where they are asked for', async () => {
    observed.instrumentation.setConfig({ genAiMetrics: '1.41', flushOnAbnormalClose: false });
    await observed.metrics();
    const usageMetadata = {
      promptTokenCount: 100,
      responseTokenCount: 10,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 60 },
        { modality: 'AUDIO', tokenCount: 30 },
      ],
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 11 }],
    };
    await play({
      steps: [
        { expect: 'clientContent' },
        { send: { toolCall: { functionCalls: [{ id: 'fc_0', name: 'get_weather' }] } } },
        { expect: 'toolResponse' },
        { send: { serverContent: { turnComplete: true }, usageMetadata } },
      ],
    });
    const points = await observed.metrics();
    const names = [...points.keys()].filter((name) => name.startsWith('gen_ai.'));
    expect(names).toEqual(['gen_ai.client.operation.duration', 'gen_ai.client.token.usage']);
    expect(read(points.get('gen_ai.client.operation.duration'))).toEqual([
      ['execute_tool gcp.gemini gemini-3.8-live', 1],
      ['realtime_inference gcp.gemini gemini-3.8-live', 1],
    ]);
    const tokens = points.get('gen_ai.client.token.usage') ?? [];
    expect(
      tokens.map(({ attributes, value }) => [
        attributes['gen_ai.token.type'],
        attributes['gen_ai.token.modality'],
        typeof value === 'number' ? value : value.sum,
      ]),
    ).toEqual([
      ['input', 'text', 60],
      ['input', 'audio', 30],
      ['input', 'unknown', 10],
      ['output', 'unknown', 10],
    ]);
  });
});
