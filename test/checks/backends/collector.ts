/**
 * 200 good sessions, 3 mistaken ones and one that outlives the sampling decision, through a real
 * Collector with the shipped configuration, into a real Jaeger and a receiver in Honeycomb's place.
 */
import { startSimulator } from '../../simulator/index.js';
import { fleet } from './app.js';
import { run, type Check } from './check.js';
import { finishWell } from './children.js';
import { collectorConfig, startCollector, type CollectorServer } from './collector-server.js';
import { isSession, startJaeger, tag, type JaegerSpan } from './jaeger-server.js';
import { readSpans } from './otlp-protobuf.js';
import { receive, type Receiver } from './receiver.js';
import { collector, jaeger } from './tools.js';
import { until } from './until.js';

const service = 'fleet';
const key = 'honeycomb-test-key';

const fetchTools = async () => ({ collector: await collector(), jaeger: await jaeger() });

await run('collector', 10, fetchTools, async (check, tools) => {
  const binary = tools.collector;
  await finishWell({ command: binary, args: ['validate', '--config', collectorConfig] }, 30);
  check.ok(true, 'the configuration is valid');

  const traces = await startJaeger(check, tools.jaeger);
  const honeycomb = await receive(check);
  const exports = { jaeger: traces.grpc, honeycomb: honeycomb.url, key };
  const server = await startCollector(check, binary, exports);
  const simulator = await startSimulator();
  check.atEnd(() => simulator.close());

  // The late one closes 6 s after its setup; the decision falls 2 s after its first span.
  const args = ['--simulator', simulator.url, '--good=200', '--mistakes=3', '--late=6000'];
  const env = {
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: server.http,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_BSP_SCHEDULE_DELAY: '200',
  };
  await finishWell(fleet(args, env), 120);
  check.equal(simulator.connections.length, 204, 'connections');

  await inspectMetrics(check, server);
  const spans = await until('all four are in Jaeger', 30, async () => {
    const found = await traces.search(service);
    return closes(found).length >= 4 ? found : undefined;
  });
  inspectTraces(check, spans);
  inspectHoneycomb(check, honeycomb);
});

async function inspectMetrics(check: Check, server: CollectorServer): Promise<void> {
  const lines = await until('metrics of 204 sessions', 30, async () => {
    const page = await (await fetch(`http://127.0.0.1:${server.page}/metrics`)).text();
    const calls = page.split('\n').filter((line) => line.startsWith('traces_span_metrics_calls'));
    return sum(calls) >= 204 ? calls : undefined;
  });
  check.equal(sum(lines), 204, 'sessions in the metrics, made before sampling');
  const mistaken = lines.filter((line) => line.includes('gemini_mismatch_kind="'));
  check.equal(sum(mistaken), 3, 'mismatches in the metrics');
  const internal = lines.filter((line) => line.includes('gemini_close_cause="internal"'));
  check.equal(sum(internal), 1, 'internal errors in the metrics');
}

function inspectTraces(check: Check, spans: readonly JaegerSpan[]): void {
  const found = closes(spans);
  check.equal(found.length, 4, 'abnormal closes in Jaeger');
  check.equal(new Set(found.map((span) => span.spanID)).size, 4, 'different ones');
  const mismatches = found.filter((span) => tag(span, 'gemini.mismatch_hint') !== undefined);
  check.equal(mismatches.length, 3, 'mismatches, with their hint');
  const late = found.filter((span) => tag(span, 'websocket.close.code') === 1011);
  check.equal(late.length, 1, 'late ones, closed with 1011');
  for (const span of mismatches) {
    const trace = spans.filter((each) => each.traceID === span.traceID);
    check.equal(trace.length, 2, 'spans in the trace of a mismatch: session and connect');
  }
  const good = spans.filter(isSession).length - 4;
  // 5 % of 200; more than 40 comes once in a billion runs.
  check.ok(good <= 40, `the sampler dropped good sessions: ${good} of 200 are left`);
}

function inspectHoneycomb(check: Check, honeycomb: Receiver): void {
  const traces = honeycomb.requests.filter((request) => request.path === '/v1/traces');
  const keys = new Set(traces.map((request) => request.headers['x-honeycomb-team']));
  check.equal([...keys], [key], 'keys that Honeycomb got');
  const spans = traces.flatMap((request) => readSpans(request.body));
  const found = spans.filter((span) => span.attributes['gemini.close.cause'] !== undefined);
  check.equal(found.length, 4, 'abnormal closes at Honeycomb');
}

function closes(spans: readonly JaegerSpan[]): JaegerSpan[] {
  return spans.filter((span) => tag(span, 'gemini.close.cause') !== undefined);
}

function sum(lines: readonly string[]): number {
  return lines.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
}
