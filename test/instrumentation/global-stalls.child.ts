import { metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { GeminiLiveInstrumentation } from '../../src/instrumentation.js';
import { drive, liveUrl, stalls, startSimulator, type DrivenSocket } from '../simulator/index.js';

/** Runs in a Node that has a global WebSocket; prints what stalls.test.ts looks at. */
type Global = { WebSocket: new (url: string) => DrivenSocket };

async function main(): Promise<unknown> {
  const spans = new InMemorySpanExporter();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meters = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
  });
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
  );
  metrics.setGlobalMeterProvider(meters);
  new GeminiLiveInstrumentation({ warn: false, stalls: { mid_reply: 0.3 } });
  const simulator = await startSimulator();
  const script = stalls.mid_reply;
  simulator.next(script);
  const { WebSocket } = globalThis as unknown as Global;
  const socket = new WebSocket(liveUrl(simulator.url, script));
  await drive(socket, script, { leave: null });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await meters.forceFlush();
  const points = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .filter(({ descriptor }) => descriptor.name === 'gemini.live.stalls')
    .flatMap(({ dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({ attributes, value })),
    );
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  socket.close();
  await closed;
  return {
    points,
    spans: spans.getFinishedSpans().map(({ name }) => name),
  };
}

main().then((report) => {
  console.log(JSON.stringify(report));
  process.exit();
});
