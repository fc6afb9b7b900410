/** A span as record.cjs writes it. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** How long it took, where the process was asked itself. */
  readonly milliseconds?: number;
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
  /** One for each point: a number, or what a histogram holds. */
  readonly values: readonly unknown[];
}

/** What a hook `onClose` was told, where the process writes it. */
export interface RecordedClose {
  readonly cause?: string;
  readonly hint?: string;
}

/** What a child process handed to its exporters. */
export interface Recorded {
  readonly spans: readonly RecordedSpan[];
  readonly metrics: readonly RecordedMetric[];
  readonly closes: readonly RecordedClose[];
  /** What the application says of what it sees, where it writes that here. */
  readonly said: readonly string[];
  /** Span ids in the order of their start, ended or not. */
  readonly started: readonly string[];
  /** All of it as text. */
  readonly text: string;
}

type Line =
  | { readonly kind: 'started'; readonly value: string }
  | { readonly kind: 'span'; readonly value: RecordedSpan }
  | { readonly kind: 'metric'; readonly value: RecordedMetric }
  | { readonly kind: 'said'; readonly value: string }
  | { readonly kind: 'closed'; readonly value: RecordedClose };

export function readRecord(text: string): Recorded {
  const spans: RecordedSpan[] = [];
  const metrics: RecordedMetric[] = [];
  const closes: RecordedClose[] = [];
  const said: string[] = [];
  const started: string[] = [];
  for (const written of text.split('\n').filter(Boolean)) {
    const line = JSON.parse(written) as Line;
    if (line.kind === 'span') spans.push(line.value);
    else if (line.kind === 'metric') metrics.push(line.value);
    else if (line.kind === 'closed') closes.push(line.value);
    else if (line.kind === 'said') said.push(line.value);
    else started.push(line.value);
  }
  return { spans, metrics, closes, said, started, text };
}

export function sessionsOf({ spans }: Pick<Recorded, 'spans'>): RecordedSpan[] {
  return spans.filter(({ name }) => name.startsWith('gemini.live.session'));
}
