import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Recorded, RecordedSpan } from './recorded.js';

/** An OTLP collector for traces in JSON, for the tests of what is really delivered. */
export interface Collector {
  /** What an application sets to export here. */
  readonly env: Readonly<Record<string, string>>;
  readonly spans: readonly RecordedSpan[];
  /** All of it, as if it were recorded in the process. */
  recorded(): Recorded;
  /** What the exports went to, in their order. */
  readonly paths: readonly string[];
  /** How many exports came. */
  readonly exports: number;
  close(): Promise<void>;
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

interface OtlpSpan {
  readonly name: string;
  readonly kind?: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status?: { readonly code?: number };
  readonly attributes?: readonly OtlpAttribute[];
  readonly events?: readonly {
    readonly name: string;
    readonly attributes?: readonly OtlpAttribute[];
  }[];
  readonly links?: readonly { readonly spanId: string }[];
}

interface OtlpTraces {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly {
      readonly scope?: { readonly name?: string };
      readonly spans?: readonly OtlpSpan[];
    }[];
  }[];
}

/** What an application sets to export to a collector at this port, and only there. */
export function exportTo(port: number): Record<string, string> {
  return {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  };
}

/** @param mode - `mute`: takes what is sent and never answers. */
export async function startCollector(mode: 'answering' | 'mute' = 'answering'): Promise<Collector> {
  const spans: RecordedSpan[] = [];
  let text = '';
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    paths.push(request.url ?? '');
    if (mode === 'mute') return;
    const body = await readBody(request);
    text += body;
    const traces = JSON.parse(body) as OtlpTraces;
    for (const { scopeSpans = [] } of traces.resourceSpans ?? []) {
      for (const { scope, spans: sent = [] } of scopeSpans) {
        spans.push(...sent.map((span) => read(span, scope?.name ?? '')));
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: exportTo((server.address() as AddressInfo).port),
    spans,
    paths,
    recorded: () => ({
      spans,
      text,
      metrics: [],
      closes: [],
      said: [],
      started: spans.map(({ spanId }) => spanId),
    }),
    get exports() {
      return paths.length;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

function read(span: OtlpSpan, scope: string): RecordedSpan {
  const { name, kind = 1, traceId, spanId, parentSpanId, status, events = [], links = [] } = span;
  return {
    name,
    // OTLP has 0 for unspecified, the API for internal.
    kind: kind - 1,
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    status: { code: status?.code ?? 0 },
    attributes: readAttributes(span.attributes),
    events: events.map(({ name, attributes }) => ({
      name,
      attributes: readAttributes(attributes),
    })),
    links: links.map((link) => link.spanId),
    scope,
  };
}

function readAttributes(attributes: readonly OtlpAttribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, readValue(value)]));
}

function readValue({ stringValue, intValue, doubleValue, boolValue }: OtlpValue): unknown {
  return stringValue ?? doubleValue ?? boolValue ?? (intValue === undefined ? '' : +intValue);
}
