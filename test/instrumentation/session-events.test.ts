import { trace } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordLogs } from './log-records.js';
import { ended, observe, type Observed } from './observed.js';
import {
  closeWith,
  drive,
  liveUrl,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

const started = 'gen_ai.client.realtime_session.started';
const over = 'gen_ai.client.realtime_session.ended';
const logs = recordLogs();
let observed: Observed;
let simulator: Simulator;

beforeAll(async () => {
  observed = observe();
  simulator = await startSimulator();
});
afterAll(async () => {
  logs.stop();
  await simulator.close();
  await observed.stop();
});
beforeEach(() => {
  observed.reset();
  logs.records.length = 0;
});

async function play(script: Script): Promise<void> {
  simulator.next(script);
  const url = liveUrl(simulator.url, { api: 'gemini' });
  await drive(new observed.WebSocket(url), script).catch(() => undefined);
  await ended(observed, 'gemini.live.session');
}

describe('the session as log records', () => {
  it('tells beginning and end, in the context of the session', async () => {
    await play({ steps: [] });
    const [session] = observed.named('gemini.live.session');
    const { hostname, port } = new URL(simulator.url);
    expect(logs.records).toHaveLength(2);
    for (const [n, { eventName, severityNumber, body, attributes, context }] of Object.entries(
      logs.records,
    )) {
      expect(eventName).toBe([started, over][Number(n)]);
      expect(severityNumber).toBe(9);
      expect(body).toBeUndefined();
      expect(attributes).toEqual({
        'gen_ai.provider.name': 'gcp.gemini',
        'gen_ai.request.model': 'gemini-3.8-live',
        'gen_ai.realtime_session.id': session?.attributes['gen_ai.realtime_session.id'],
        'server.address': hostname,
        'server.port': Number(port),
      });
      expect(context && trace.getSpanContext(context)).toEqual(session?.spanContext());
    }
  });

  it('tells the error that ended it', async () => {
    await play(closeWith(1011, 'Internal error encountered.', 'turn'));
    const errors = logs.records.map((record) => record.attributes?.['error.type']);
    expect(errors).toEqual([undefined, 'internal']);
  });

  it.each([
    ['an upgrade that was refused', { steps: [{ refuse: 401 }] }],
    ['a setup that was refused', closeWith(1008, 'API key not valid.')],
  ])('tells nothing of %s', async (_, script) => {
    await play(script);
    expect(logs.records).toEqual([]);
  });

  it('tells nothing where it is not wanted', async () => {
    observed.instrumentation.setConfig({ sessionEvents: false });
    await play({ steps: [] });
    expect(logs.records).toEqual([]);
  });
});
