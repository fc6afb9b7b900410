/** A span as record.cjs writes it. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
  readonly links: readonly string[];
  readonly scope: string;
}

export interface RecordedMetric {
  readonly scope: string;
  readonly name: string;
  readonly points: number;
}

/** What a child process handed to its exporters. */
export interface Recorded {
  readonly spans: readonly RecordedSpan[];
  readonly metrics: readonly RecordedMetric[];
  /** Span ids in the order of their start, ended or not. */
  readonly started: readonly string[];
  /** All of it as text. */
  readonly text: string;
}

type Line =
  | { readonly kind: 'started'; readonly value: string }
  | { readonly kind: 'span'; readonly value: RecordedSpan }
  | { readonly kind: 'metric'; readonly value: RecordedMetric };

export function readRecord(text: string): Recorded {
  const spans: RecordedSpan[] = [];
  const metrics: RecordedMetric[] = [];
  const started: string[] = [];
  for (const written of text.split('\n').filter(Boolean)) {
    const line = JSON.parse(written) as Line;
    if (line.kind === 'span') spans.push(line.value);
    else if (line.kind === 'metric') metrics.push(line.value);
    else started.push(line.value);
  }
  return { spans, metrics, started, text };
}

export function sessionsOf({ spans }: Pick<Recorded, 'spans'>): RecordedSpan[] {
  return spans.filter(({ name }) => name.startsWith('gemini.live.session'));
}
