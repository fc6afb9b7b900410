/** The demo into a real Jaeger, over OTLP/HTTP and OTLP/gRPC, found again by its query API. */
import { run, type Check } from './check.js';
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
});

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
