import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, it } from 'vitest';
import { createGuard } from '../../../src/session/guard.js';
import { Metrics } from '../../../src/telemetry/metrics/metrics.js';
import { defined } from '../../../src/telemetry/spans/span-attributes.js';

const noFigures = [Infinity, -Infinity, NaN, -1];

it('lets no figure leave that is none', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const metrics = new Metrics(
    () => provider,
    () => undefined,
    createGuard((fault) => expect.fail(String(fault))),
  );
  for (const figure of [1, ...noFigures]) {
    metrics.add('gemini.live.audio.duration', figure, {});
    metrics.record('gemini.live.time_to_first_audio', figure, {});
  }
  await provider.forceFlush();
  const values = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value))
    .flatMap((value) => (typeof value === 'number' ? value : [value.sum, value.count]));
  expect(values.filter((value) => value !== 0)).toEqual([1, 1, 1]);
  await provider.shutdown();
});

it('lets no attribute leave that is no number', () => {
  const attributes = { a: Infinity, b: NaN, c: -7, d: 0, e: undefined, f: 'x' };
  expect(defined(attributes)).toEqual({ c: -7, d: 0, f: 'x' });
});
