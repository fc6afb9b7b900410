import { later, shared } from '../../platform/index.js';
import type { Guard } from '../../session/guard.js';
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
import { createLabels, type Labels } from './labels.js';
import {
  metricTable,
  type GenAiMetrics,
  type MetricName,
  type MetricRow,
  type NameOf,
} from './metric-table.js';
import { ToolNames } from './tool-names.js';

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
  /** Of the process: its time series outlive an instance that is replaced. */
  readonly toolNames = shared('tool-names/1', () => new ToolNames());
  readonly #names: GenAiMetrics;
  readonly #provider: () => MeterProvider;
  readonly #catalogued: (model: string) => string | undefined;
  readonly #guard: Guard;
  readonly #accepted = new Set<string>();
  readonly #labels = new Map<string, Labels>();
  /** Open sessions by their provider's name, for `gemini.live.sessions.active`. */
  readonly #active = new Map<string, number>();
  #current: MeterProvider | undefined;
  #instruments: Instruments = new Map();
  #retries: (() => void)[] = [];

  /**
   * @param catalogued - The catalogue's spelling of a model that it knows.
   * @param guard - Each measurement runs in it: one that throws costs itself only.
   * @param names - Which names the `gen_ai.*` metrics have.
   */
  constructor(
    provider: () => MeterProvider,
    catalogued: (model: string) => string | undefined,
    guard: Guard,
    names: GenAiMetrics = 'current',
  ) {
    this.#names = names;
    this.#provider = provider;
    this.#catalogued = catalogued;
    this.#guard = guard;
  }

  /** Whether metrics of these names are emitted. */
  tells(names: '1.41' | 'current'): boolean {
    return this.#names === names || this.#names === 'both';
  }

  add(name: NameOf<'counter'>, value: number, attributes: Attributes): void {
    if (!isFigure(value)) return;
    this.#guard(() => (this.#instrument(name) as Counter | undefined)?.add(value, attributes));
  }

  record(name: NameOf<'histogram'>, value: number, attributes: Attributes): void {
    if (!isFigure(value)) return;
    this.#guard(() => (this.#instrument(name) as Histogram | undefined)?.record(value, attributes));
  }

  /** A session began (1) or ended (-1). */
  active(provider: string, change: 1 | -1): void {
    this.#guard(() => this.refresh());
    this.#active.set(provider, (this.#active.get(provider) ?? 0) + change);
    this.#addActive(provider, change);
  }

  /** The server accepted this model, so its name is worth a time series. */
  accept(model: string): void {
    if (this.#accepted.size < mostAcceptedModels) this.#accepted.add(model);
  }

  /** What a session's measurements have in common; `model` where its setup has named one. */
  labels(provider: string, model?: string): Labels {
    const label = model === undefined ? undefined : this.modelLabel(model);
    const key = `${provider} ${label}`;
    const present = this.#labels.get(key);
    if (present !== undefined) return present;
    const labels = createLabels(provider, label);
    this.#labels.set(key, labels);
    return labels;
  }

  /** The model as metrics name it: a name out of a bounded set. */
  modelLabel(model: string): string {
    return this.#catalogued(model) ?? (this.#accepted.has(model) ? model : '_OTHER');
  }

  /** Makes the instruments, so that counters are exported as 0, also of an SDK that comes later. */
  start(): void {
    this.stop();
    const refresh = (): void => void this.#guard(() => this.refresh());
    refresh();
    this.#retries = retries.map((delay) => later(refresh, delay));
  }

  /** Looks for no SDK any more, until something is measured. */
  stop(): void {
    for (const callOff of this.#retries.splice(0)) callOff();
  }

  /**
   * Makes the instruments of the provider that is there now, where that is another one. The sessions
   * that are open move over to it: what was added is taken from where it was added.
   */
  refresh(): void {
    const provider = this.#provider();
    if (provider === this.#current) return;
    for (const [name, count] of this.#active) this.#addActive(name, -count);
    this.#current = provider;
    const meter = provider.getMeter(scopeName, version);
    this.#instruments = new Map();
    for (const [name, row] of Object.entries<MetricRow>(metricTable)) {
      if (row.names !== undefined && !this.tells(row.names)) continue;
      const instrument = this.#guard(() => createInstrument(meter, name, row));
      if (instrument !== undefined) this.#instruments.set(name, instrument);
    }
    // A counter that is born at 1 is invisible to PromQL's increase().
    for (const kind of mismatchKinds) {
      this.add('gemini.live.mismatches', 0, { [attribute.mismatchKind]: kind });
    }
    for (const [name, count] of this.#active) this.#addActive(name, count);
  }

  #addActive(provider: string, change: number): void {
    if (change === 0) return;
    const active = this.#instruments.get('gemini.live.sessions.active') as
      UpDownCounter | undefined;
    this.#guard(() => active?.add(change, { [attribute.providerName]: provider }));
  }

  #instrument(name: MetricName): Counter | Histogram | UpDownCounter | undefined {
    this.refresh();
    return this.#instruments.get(name);
  }
}

/** Whatever went wrong before it: a figure that is none poisons a sum for the rest of the process. */
function isFigure(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
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
