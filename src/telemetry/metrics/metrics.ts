import type {
  Attributes,
  Counter,
  Histogram,
  Meter,
  MeterProvider,
  UpDownCounter,
} from '@opentelemetry/api';
import { name as scopeName, version } from '../../version.js';
import { attribute } from '../attributes.js';

/** One metric: its kind, unit, advice and attributes, as a table that a test can read. */
interface MetricRow {
  readonly kind: 'counter' | 'histogram' | 'updowncounter';
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
  readonly buckets?: readonly number[];
}

const powers = (first: number, factor: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => first * factor ** n);

const { providerName, requestModel, errorType, operationName } = attribute;

export const metricTable = {
  'gen_ai.client.operation.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Duration of model generations and tool calls.',
    attributes: [operationName, providerName, requestModel, errorType],
    buckets: powers(0.01, 2, 14),
  },
  'gen_ai.client.token.usage': {
    kind: 'histogram',
    unit: '{token}',
    description: 'Input and output tokens by modality.',
    attributes: [
      operationName,
      providerName,
      requestModel,
      attribute.tokenType,
      attribute.tokenModality,
    ],
    buckets: powers(1, 4, 14),
  },
  'gemini.live.time_to_first_audio': {
    kind: 'histogram',
    unit: 's',
    description: "From the end of the user's input to the first audio of the answer.",
    attributes: [providerName, requestModel, attribute.inputEndSource],
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10],
  },
  'gemini.live.setup.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'From the WebSocket constructor to setupComplete, or to the failure.',
    attributes: [providerName, requestModel, errorType],
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30],
  },
  'gemini.live.session.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'From the WebSocket constructor to the close.',
    attributes: [providerName, requestModel, attribute.closeCode],
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200],
  },
  'gemini.live.sessions.active': {
    kind: 'updowncounter',
    unit: '{session}',
    description: 'Sessions that are connecting or open.',
    attributes: [providerName],
  },
  'gemini.live.closes': {
    kind: 'counter',
    unit: '{close}',
    description: 'Closed sessions, by close code and cause.',
    attributes: [providerName, attribute.closeCode, attribute.closeCause],
  },
  'gemini.live.mismatches': {
    kind: 'counter',
    unit: '{close}',
    description: "Sessions closed because the model's name belongs to the other API.",
    attributes: [attribute.mismatchKind],
  },
  'gemini.live.interruptions': {
    kind: 'counter',
    unit: '{interruption}',
    description: 'Times the user interrupted the model.',
    attributes: [providerName, requestModel],
  },
  'gemini.live.go_aways': {
    kind: 'counter',
    unit: '{message}',
    description: 'goAway messages: the server is about to close.',
    attributes: [providerName, requestModel],
  },
  'gemini.live.audio.duration': {
    kind: 'counter',
    unit: 's',
    description: 'Seconds of audio sent and received.',
    attributes: [providerName, attribute.ioDirection],
  },
  'gemini.live.io': {
    kind: 'counter',
    unit: 'By',
    description: 'Bytes of messages sent and received.',
    attributes: [providerName, attribute.ioDirection],
  },
} as const satisfies Readonly<Record<string, MetricRow>>;

export type MetricName = keyof typeof metricTable;
type NameOf<K extends MetricRow['kind']> = {
  [N in MetricName]: (typeof metricTable)[N]['kind'] extends K ? N : never;
}[MetricName];

/** The instruments of one meter. */
type Instruments = Map<string, Counter | Histogram | UpDownCounter>;

const mismatchKinds = ['gemini_api_model_on_vertex_ai', 'vertex_ai_model_on_gemini_api'] as const;

/** Model names that stand in metrics although the catalogue does not know them. */
const mostAcceptedModels = 100;

/** When to ask again whether an SDK has registered, in milliseconds since {@link Metrics.start}. */
const retries = [0, 100, 1_000, 5_000, 15_000, 60_000];

/**
 * The metrics. The meter is asked for again at every use: the API's global meter provider is no
 * proxy, so a meter taken before the SDK registers stays a no-op for ever.
 */
export class Metrics {
  readonly #provider: () => MeterProvider;
  readonly #catalogued: (model: string) => string | undefined;
  readonly #accepted = new Set<string>();
  #current: MeterProvider | undefined;
  #instruments: Instruments = new Map();

  /**
   * @param catalogued - The catalogue's spelling of a model that it knows.
   */
  constructor(provider: () => MeterProvider, catalogued: (model: string) => string | undefined) {
    this.#provider = provider;
    this.#catalogued = catalogued;
  }

  add(name: NameOf<'counter' | 'updowncounter'>, value: number, attributes: Attributes): void {
    (this.#instrument(name) as Counter | undefined)?.add(value, attributes);
  }

  record(name: NameOf<'histogram'>, value: number, attributes: Attributes): void {
    (this.#instrument(name) as Histogram | undefined)?.record(value, attributes);
  }

  /** The server accepted this model, so its name is worth a time series. */
  accept(model: string): void {
    if (this.#accepted.size < mostAcceptedModels) this.#accepted.add(model);
  }

  /** The model as metrics name it: a name out of a bounded set. */
  modelLabel(model: string): string {
    return this.#catalogued(model) ?? (this.#accepted.has(model) ? model : '_OTHER');
  }

  /** Makes the instruments, so that counters are exported as 0, also of an SDK that comes later. */
  start(): void {
    this.refresh();
    for (const delay of retries) setTimeout(() => this.refresh(), delay).unref();
  }

  /** Makes the instruments of the provider that is there now, where that is another one. */
  refresh(): void {
    const provider = this.#provider();
    if (provider === this.#current) return;
    this.#current = provider;
    const meter = provider.getMeter(scopeName, version);
    this.#instruments = new Map(
      Object.entries(metricTable).map(([name, row]) => [name, createInstrument(meter, name, row)]),
    );
    // A counter that is born at 1 is invisible to PromQL's increase().
    for (const kind of mismatchKinds) {
      this.add('gemini.live.mismatches', 0, { [attribute.mismatchKind]: kind });
    }
  }

  #instrument(name: MetricName): Counter | Histogram | UpDownCounter | undefined {
    this.refresh();
    return this.#instruments.get(name);
  }
}

function createInstrument(
  meter: Meter,
  name: string,
  { kind, unit, description, buckets }: MetricRow,
): Counter | Histogram | UpDownCounter {
  if (kind === 'counter') return meter.createCounter(name, { unit, description });
  if (kind === 'updowncounter') return meter.createUpDownCounter(name, { unit, description });
  const advice = buckets && { advice: { explicitBucketBoundaries: [...buckets] } };
  return meter.createHistogram(name, { unit, description, ...advice });
}
