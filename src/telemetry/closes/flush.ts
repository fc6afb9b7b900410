import { deadline, later, shared } from '../../platform/index.js';
import { context, metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { SessionPhase } from '../../words.js';
import { apiLogsProvider, logsApi } from './exceptions.js';
import { patience, ProviderFlush, type Flushable } from './provider-flush.js';

/** Who exports, as far as it is there and can be asked to. */
export interface Providers {
  /** Of spans and log records. */
  readonly records: readonly unknown[];
  readonly metrics: unknown;
}

/** How often spans and log records of sessions that had been set up are flushed, in milliseconds. */
const recordsInterval = 1_000;

/** How often metrics are: their export takes the application's own along, with all its callbacks. */
const metricsInterval = 10_000;

/** The flushes of this process: what it exports to is shared, whoever asks. */
class Flushes {
  readonly #ofProvider = new WeakMap<Flushable, ProviderFlush>();
  /** How many sessions have ended. */
  ends = 0;

  /** Those of the providers that can be asked, each once. */
  of(providers: readonly unknown[]): ProviderFlush[] {
    return [...new Set(providers)].filter(isFlushable).map((provider) => {
      let flush = this.#ofProvider.get(provider);
      if (flush === undefined) {
        flush = new ProviderFlush(provider, () => this.ends);
        this.#ofProvider.set(provider, flush);
      }
      return flush;
    });
  }
}

const flushes = shared('flushes/1', () => new Flushes());

/** To be told when all that a session has to tell is with the providers. */
export function sessionEnded(): void {
  flushes.ends += 1;
}

/** Asks providers to export when a session closed abnormally, as seldom as that may be. */
export class Flusher {
  readonly #providers: () => Providers;
  /** The flushes of the last close, and what settles with them all: sockets close together. */
  #last: { readonly each: readonly Promise<void>[]; readonly all: Promise<void> } | undefined;

  constructor(providers: () => Providers) {
    this.#providers = providers;
  }

  /**
   * @param phase - Where the session was. One that never was set up is exported at once: the
   * application may end with it.
   * @returns What settles when it is exported, or could not be, or 500 ms have gone by; `undefined` where that is no hurry, or
   * nobody exports.
   */
  closed(phase: SessionPhase): Promise<void> | undefined {
    const { records, metrics } = this.#providers();
    if (phase !== 'handshake' && phase !== 'setup') {
      for (const each of flushes.of(records)) each.flushSeldom(recordsInterval);
      return undefined;
    }
    const rested = flushes.of([metrics]).filter((each) => each.isRested(metricsInterval));
    const all = [...flushes.of(records), ...rested].map((each) => each.flush());
    if (all.length === 0) return undefined;
    // What waits keeps the context that it began to wait in, and in ours the session's span.
    return context.with(ROOT_CONTEXT, () => soonAtLatest(this.#together(all)));
  }

  #together(each: readonly Promise<void>[]): Promise<void> {
    const last = this.#last;
    if (last?.each.length === each.length && each.every((one, n) => one === last.each[n])) {
      return last.all;
    }
    const all = settled(each);
    this.#last = { each, all };
    return all;
  }
}

/**
 * Asks the API's global tracer, meter and logger providers to export what they hold: for the end of a
 * process, after `endOpenSessions()`. Settles within 2 s and never rejects; without an SDK it does
 * nothing.
 */
export function flushTelemetry(): Promise<void> {
  const all = flushes.of([...globalRecordProviders(), metrics.getMeterProvider()]);
  return inTime(settled(all.map((each) => each.flush())));
}

/**
 * Exports what no flush has covered, at the end of a process that has seen a session: spans and log
 * records as there are (the application's own may have ended after the last session), metrics where a
 * session has ended since.
 *
 * @returns What settles when that is done, or could not be: `undefined` where there is nothing to
 * export.
 */
export function flushRest(): Promise<void> | undefined {
  if (flushes.ends === 0) return undefined;
  const records = flushes.of(globalRecordProviders());
  const meters = flushes.of([metrics.getMeterProvider()]);
  // What could not be exported a moment ago would hold the process once more, in vain.
  if ([...records, ...meters].some((each) => each.isInVain())) return undefined;
  const rest = [
    ...records.map((each) => each.flush()),
    ...meters.flatMap((each) => each.flushRest() ?? []),
  ];
  return rest.length === 0 ? undefined : settled(rest);
}

/** Settles within 2 s, and keeps the process alive until then. */
export function inTime(done: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const callOff = deadline(resolve, patience);
    void done.then(() => {
      callOff();
      resolve();
    });
  });
}

function settled(promises: readonly Promise<void>[]): Promise<void> {
  return Promise.all(promises).then(() => undefined);
}

function globalRecordProviders(): unknown[] {
  return [unwrapProvider(trace.getTracerProvider()), ...globalLoggerProviders()];
}

/** The global logger provider of the API, and that of `@opentelemetry/api-logs`, which came before it. */
export function globalLoggerProviders(): unknown[] {
  return [unwrapProvider(logsApi()?.getLoggerProvider()), unwrapProvider(apiLogsProvider())];
}

/** The API's global tracer provider is a proxy, which hides what the SDK's can do. */
export function unwrapProvider(provider: unknown): unknown {
  if (typeof provider !== 'object' || provider === null) return undefined;
  if ('getDelegate' in provider && typeof provider.getDelegate === 'function') {
    return (provider.getDelegate as () => unknown).call(provider);
  }
  // api-logs names it with an underscore.
  if ('_getDelegate' in provider && typeof provider._getDelegate === 'function') {
    return (provider._getDelegate as () => unknown).call(provider);
  }
  return provider;
}

function isFlushable(provider: unknown): provider is Flushable {
  return (
    typeof provider === 'object' &&
    provider !== null &&
    'forceFlush' in provider &&
    typeof provider.forceFlush === 'function'
  );
}

/**
 * How long the end of a session that never was set up may wait for its export, in milliseconds.
 * With @google/genai 3 the `close` event rejects a promise, which ends a script at once.
 */
const longestDelivery = 500;

/** From a promise that takes its time hangs no more than an empty variable, after a moment. */
function soonAtLatest(delivered: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let waiting: (() => void) | undefined = resolve;
    const settle = (): void => {
      callOff();
      waiting?.();
      waiting = undefined;
    };
    const callOff = later(settle, longestDelivery);
    void delivered.then(settle);
  });
}
