import { fileURLToPath } from 'node:url';
import type { Check } from './check.js';
import { freePorts, serve } from './children.js';
import { answers, getJson } from './until.js';

export interface Tag {
  readonly key: string;
  readonly value: unknown;
}

/** A span as Jaeger's query API (`/api/traces`) gives it. */
export interface JaegerSpan {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  /** Microseconds, as all times of this API. */
  readonly startTime: number;
  readonly duration: number;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly tags: readonly Tag[];
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly Tag[] }[];
}

export interface JaegerServer {
  /** Where to send OTLP over HTTP, and over gRPC. */
  readonly http: string;
  readonly grpc: string;
  /** The spans of the traces in which some span has these tags: what the page's tag search does. */
  search(service: string, tags?: Readonly<Record<string, string>>): Promise<JaegerSpan[]>;
}

export async function startJaeger(check: Check, binary: string): Promise<JaegerServer> {
  const [http = 0, grpc = 0, query = 0, queryGrpc = 0] = await freePorts(4);
  const page = `http://127.0.0.1:${query}`;
  const config = fileURLToPath(new URL('jaeger.yaml', import.meta.url));
  const env = {
    JAEGER_OTLP_HTTP_PORT: `${http}`,
    JAEGER_OTLP_GRPC_PORT: `${grpc}`,
    JAEGER_QUERY_PORT: `${query}`,
    JAEGER_QUERY_GRPC_PORT: `${queryGrpc}`,
    // Jaeger traces itself, to localhost:4317, and waits for it at its end.
    OTEL_TRACES_SAMPLER: 'always_off',
  };
  await serve(check, { command: binary, args: ['--config', config], env }, () =>
    answers(`${page}/api/services`),
  );
  return {
    http: `http://127.0.0.1:${http}`,
    grpc: `http://127.0.0.1:${grpc}`,
    search: (service, tags = {}) => search(page, service, tags),
  };
}

async function search(
  page: string,
  service: string,
  tags: Readonly<Record<string, string>>,
): Promise<JaegerSpan[]> {
  const query = new URLSearchParams({
    service,
    tags: JSON.stringify(tags),
    lookback: '1h',
    limit: '1500',
  });
  const found = await getJson<{ data: { spans: JaegerSpan[] }[] | null }>(
    `${page}/api/traces?${query.toString()}`,
  );
  return (found.data ?? []).flatMap((trace) => trace.spans);
}

export function tag(span: JaegerSpan, key: string): unknown {
  return span.tags.find((each) => each.key === key)?.value;
}

export function parent(span: JaegerSpan): string | undefined {
  return span.references.find((reference) => reference.refType === 'CHILD_OF')?.spanID;
}

export function events(span: JaegerSpan): Record<string, unknown>[] {
  return span.logs.map((log) => Object.fromEntries(log.fields.map((f) => [f.key, f.value])));
}

/** Jaeger's page hides the events that lie outside of their span. */
export function showsEvents({ startTime, duration, logs }: JaegerSpan): boolean {
  return logs.every(({ timestamp: at }) => at >= startTime && at <= startTime + duration + 1);
}

export function isSession(span: JaegerSpan): boolean {
  return span.operationName.startsWith('gemini.live.session');
}
