import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricTable } from '../../src/telemetry/metrics/metric-table.js';
import { attribute, eventName, spanName } from '../../src/telemetry/attributes.js';
import * as contract from './contract.js';
import { ended, observe, type Observed } from './observed.js';
import {
  closeWith,
  drive,
  ends,
  liveUrl,
  scenarios,
  startSimulator,
  type Simulator,
} from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;

/** Every scenario and every end, each over a real socket. */
beforeAll(async () => {
  observed = observe({ captureMessageContent: true });
  simulator = await startSimulator();
  const closes = Object.values(ends).filter(({ steps }) => !('stall' in (steps[0] ?? {})));
  const mismatched = closeWith(
    1008,
    'models/gemini-live-2.5-flash-native-audio is not found for API version v1beta, or is not supported',
  );
  for (const script of [...scenarios, ...closes, mismatched]) {
    simulator.next(script);
    const url = liveUrl(simulator.url, { api: 'gemini', ...script });
    const setup =
      script === mismatched
        ? { setup: { model: 'models/gemini-live-2.5-flash-native-audio' } }
        : {};
    await drive(new observed.WebSocket(url), script, setup).catch(() => undefined);
  }
  await ended(observed, 'gemini.live.session', scenarios.length + closes.length + 1);
}, 120_000);
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});

describe('what leaves the process is in the contract', () => {
  it('spans and their attributes', () => {
    for (const { name, attributes } of observed.spans()) {
      const allowed = contract.spans[name.split(' ')[0] ?? ''];
      expect(allowed, name).toBeDefined();
      expect(
        Object.keys(attributes).filter((key) => !allowed?.includes(key)),
        name,
      ).toEqual([]);
    }
  });

  it('events and their attributes', () => {
    const events = observed.spans().flatMap((span) => span.events);
    for (const { name, attributes = {} } of events) {
      const allowed = contract.events[name];
      expect(allowed, name).toBeDefined();
      expect(
        Object.keys(attributes).filter((key) => !allowed?.includes(key)),
        name,
      ).toEqual([]);
    }
    expect(new Set(events.map(({ name }) => name))).toEqual(new Set(Object.keys(contract.events)));
  });

  it('metrics, their kinds, units, buckets and attributes', async () => {
    const points = await observed.metrics();
    expect([...points.keys()].sort()).toEqual(Object.keys(contract.metrics).sort());
    for (const [name, ofMetric] of points) {
      const allowed = contract.metrics[name]?.attributes;
      for (const { attributes, value } of ofMetric) {
        expect(
          Object.keys(attributes).filter((key) => !allowed?.includes(key)),
          name,
        ).toEqual([]);
        if (typeof value !== 'number') {
          expect(value.buckets.boundaries, name).toEqual(contract.metrics[name]?.buckets);
        }
      }
    }
    for (const [name, { kind, unit, buckets }] of Object.entries(contract.metrics)) {
      const row = metricTable[name as keyof typeof metricTable];
      expect(row.unit).toBe(unit);
      expect(row.kind.toUpperCase()).toBe(kind.replaceAll('_', ''));
      expect('buckets' in row ? row.buckets : undefined).toEqual(buckets);
    }
  });
});

describe('the names in the code', () => {
  const names = new Set(
    [contract.spans, contract.events, contract.logs, contract.metrics].flatMap((table) =>
      Object.values(table).flatMap((row) => ('attributes' in row ? row.attributes : row)),
    ),
  );

  it.each(Object.values(attribute))('%s is in the contract', (name) => {
    expect(names).toContain(name);
  });

  it('spans, events and metrics are those of the contract', () => {
    expect(Object.values(spanName).sort()).toEqual(Object.keys(contract.spans).sort());
    expect(Object.values(eventName).sort()).toEqual(
      [...Object.keys(contract.events), ...Object.keys(contract.logs)].sort(),
    );
    expect(Object.keys(metricTable).sort()).toEqual(Object.keys(contract.metrics).sort());
  });
});
