import { createRequire } from 'node:module';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace';
import type WebSocketClass from 'ws';
import {
  GeminiLiveInstrumentation,
  type GeminiLiveInstrumentationConfig,
} from '../../src/index.js';

/** One data point of a metric. */
export type Point = DataPoint<number> | DataPoint<Histogram>;

/** An instrumented process: a tracer and a meter provider that keep what they are given. */
export interface Observed {
  readonly instrumentation: GeminiLiveInstrumentation;
  /** npm `ws`, as a CommonJS application gets it after the instrumentation is registered. */
  readonly WebSocket: typeof WebSocketClass;
  readonly tracerProvider: TracerProvider;
  /** Ended spans, in the order in which they ended. */
  spans(): readonly ReadableSpan[];
  named(prefix: string): readonly ReadableSpan[];
  /** Collects all metrics now: name → data points. */
  metrics(): Promise<ReadonlyMap<string, readonly Point[]>>;
  /** Forgets what was exported. */
  reset(): void;
  stop(): Promise<void>;
}

/** Registers the API's globals, so it can be used once in a test file (each has its own process). */
export function observe(
  config: GeminiLiveInstrumentationConfig = {},
  temporality: AggregationTemporality = AggregationTemporality.CUMULATIVE,
): Observed {
  const spanExporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })],
  });
  const metricExporter = new InMemoryMetricExporter(temporality);
  const meterProvider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: metricExporter,
        exportIntervalMillis: 3_600_000,
      }),
    ],
  });
  trace.setGlobalTracerProvider(tracerProvider);
  metrics.setGlobalMeterProvider(meterProvider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const instrumentation = new GeminiLiveInstrumentation({ warn: false, ...config });
  const WebSocket = createRequire(import.meta.url)('ws') as typeof WebSocketClass;
  return {
    instrumentation,
    WebSocket,
    tracerProvider,
    spans: () => spanExporter.getFinishedSpans(),
    named: (prefix) =>
      spanExporter.getFinishedSpans().filter((span) => span.name.startsWith(prefix)),
    metrics: async () => {
      metricExporter.reset();
      await meterProvider.forceFlush();
      const points = new Map<string, readonly Point[]>();
      for (const { scopeMetrics } of metricExporter.getMetrics()) {
        for (const metric of scopeMetrics.flatMap((scope) => scope.metrics)) {
          points.set(metric.descriptor.name, metric.dataPoints as readonly Point[]);
        }
      }
      return points;
    },
    reset: () => spanExporter.reset(),
    stop: async () => {
      instrumentation.disable();
      await tracerProvider.shutdown();
      await meterProvider.shutdown();
      trace.disable();
      metrics.disable();
      context.disable();
      propagation.disable();
    },
  };
}

/** Waits until `count` spans of that name have ended. */
export async function ended(
  observed: Observed,
  prefix: string,
  count = 1,
): Promise<readonly ReadableSpan[]> {
  for (let waited = 0; waited < 10_000; waited += 5) {
    const spans = observed.named(prefix);
    if (spans.length >= count) return spans;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${observed.named(prefix).length} of ${count} spans '${prefix}…' have ended`);
}
