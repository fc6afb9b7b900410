import { later } from '../../platform/index.js';
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
import { metricTable, type MetricName, type MetricRow, type NameOf } from './metric-table.js';

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
    for (const delay of retries) later(() => this.refresh(), delay);
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
