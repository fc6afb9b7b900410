/** The demo into a real Jaeger, over OTLP/HTTP and OTLP/gRPC, found again by its query API. */
import { startSimulator } from '../../simulator/index.js';
import { reconnectingCall } from './app.js';
import { run, type Check } from './check.js';
import { finishWell } from './children.js';
import { demo } from './demo.js';
import {
  events,
  isSession,
  parent,
  showsEvents,
  startJaeger,
  tag,
  type JaegerServer,
  type JaegerSpan,
} from './jaeger-server.js';
import { jaeger } from './tools.js';
import { until } from './until.js';

const kinds = ['gemini_api_model_on_vertex_ai', 'vertex_ai_model_on_gemini_api'] as const;

await run('jaeger', 10, jaeger, async (check, binary) => {
  const server = await startJaeger(check, binary);
  for (const protocol of ['http/protobuf', 'grpc'] as const) {
    console.log(` ${protocol}`);
    const service = `demo-${protocol.replace('/', '-')}`;
    await demo({
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? server.grpc : server.http,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    });
    await inspect(check, server, service);
  }
  console.log(' a call that reconnects three times');
  await inspectCall(check, server);
});

async function inspectCall(check: Check, server: JaegerServer): Promise<void> {
  const simulator = await startSimulator();
  check.atEnd(() => simulator.close());
  const [service, call] = ['call', 'call-4711'];
  const env = {
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: server.http,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  await finishWell(reconnectingCall([simulator.url, call], env), 60);
  const spans = await until('the call is found by its id', 20, async () => {
    const found = await server.search(service, { 'gen_ai.conversation.id': call });
    return found.filter(isSession).length >= 4 ? found : undefined;
  });
  const sessions = spans.filter(isSession).sort((a, b) => a.startTime - b.startTime);
  check.equal(sessions.length, 4, 'sessions found by one search');
  const others = spans.filter((span) => tag(span, 'gen_ai.conversation.id') !== call);
  check.equal(others.length, 0, 'spans of the call without its id');
  const turns = spans.filter((span) => span.operationName.startsWith('realtime_inference'));
  check.equal(turns.length, 4, 'generations');
  const sequence = sessions.map((span) => tag(span, 'gemini.live.session.sequence') ?? 1);
  check.equal(sequence, [1, 2, 3, 4], 'gemini.live.session.sequence');
  const gaps = sessions.slice(1).map((span) => tag(span, 'gemini.live.resumption.gap'));
  check.ok(
    gaps.every((gap) => typeof gap === 'number' && gap > 0),
    'gemini.live.resumption.gap',
    gaps,
  );
}

async function inspect(check: Check, server: JaegerServer, service: string): Promise<void> {
  const spans = await until('three sessions have arrived', 20, async () => {
    const found = await server.search(service);
    return found.filter(isSession).length >= 3 ? found : undefined;
  });
  const sessions = spans.filter(isSession);
  check.equal(sessions.length, 3, 'sessions');
  for (const kind of kinds) await inspectMistake(check, server, service, kind);

  const good = sessions.filter((span) => tag(span, 'gemini.mismatch.kind') === undefined);
  check.equal(good.length, 1, 'sessions without a mismatch');
  for (const span of good) {
    check.equal(tag(span, 'error'), undefined, 'error flag of the good session');
    check.equal(tag(span, 'gemini.mismatch_hint'), undefined, 'hint of the good session');
    check.equal(exceptions(span).length, 0, 'exceptions of the good session');
    const names = childrenOf(span, spans).map((child) => child.operationName.split(' ')[0]);
    check.equal(names.filter((name) => name === 'gemini.live.connect').length, 1, 'connect spans');
    check.ok(names.includes('realtime_inference'), 'a generation stands under the session', names);
  }
}

async function inspectMistake(
  check: Check,
  server: JaegerServer,
  service: string,
  kind: string,
): Promise<void> {
  const spans = await server.search(service, { 'gemini.mismatch.kind': kind });
  const sessions = spans.filter((span) => tag(span, 'gemini.mismatch.kind') === kind);
  check.equal(sessions.length, 1, `sessions found by gemini.mismatch.kind=${kind}`);
  for (const span of sessions) {
    const hint = tag(span, 'gemini.mismatch_hint');
    const suggested = tag(span, 'gemini.mismatch.suggested_model');
    check.ok(isSession(span), 'the span is the session', span.operationName);
    check.ok(
      typeof hint === 'string' && typeof suggested === 'string' && hint.includes(suggested),
      'its hint names the model to use',
      { hint, suggested },
    );
    check.equal(tag(span, 'error'), true, 'error flag');
    check.equal(tag(span, 'otel.status_code'), 'ERROR', 'status');
    check.equal(tag(span, 'error.type'), 'model_mismatch', 'error.type');
    check.equal(tag(span, 'websocket.close.code'), 1008, 'websocket.close.code');
    const found = exceptions(span).map((event) => [
      event['exception.type'],
      event['exception.message'],
    ]);
    check.equal(found, [['GeminiModelMismatchError', hint]], 'exception event');
    check.ok(showsEvents(span), 'the event lies within its span', span);
    const children = childrenOf(span, spans);
    const names = children.map((child) => [child.operationName.split(' ')[0], tag(child, 'error')]);
    check.equal(names, [['gemini.live.connect', true]], 'spans under the session');
  }
}

function childrenOf(span: JaegerSpan, spans: readonly JaegerSpan[]): JaegerSpan[] {
  return spans.filter((each) => parent(each) === span.spanID);
}

function exceptions(span: JaegerSpan): Record<string, unknown>[] {
  return events(span).filter((event) => event['event'] === 'exception');
}
