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
    expect(read(points.get('gen_ai.client.operation.duration'))).toEqual([
      [`realtime_inference ${provider} gemini-3.8-live`, 1],
    ]);
    const tokens = points.get('gen_ai.client.token.usage') ?? [];
    const total = (type: string): number =>
      tokens
        .filter(({ attributes }) => attributes['gen_ai.token.type'] === type)
        .reduce((sum, { value }) => sum + (typeof value === 'number' ? 0 : (value.sum ?? 0)), 0);
    expect([total('input'), total('output')]).toEqual([143, 43]);
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
