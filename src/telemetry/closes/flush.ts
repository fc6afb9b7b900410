import { diag, metrics, trace } from '@opentelemetry/api';
import { logsApi } from './exceptions.js';

/** A provider of an SDK that can be asked to export what it holds. */
interface Flushable {
  forceFlush(): Promise<void>;
}

/**
 * Asks providers to export, at most once at a time with at most one more waiting: the OTLP
 * exporters refuse more than 30 exports at once, and sockets close together.
 */
export class Flusher {
  readonly #providers: () => readonly unknown[];
  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;

  constructor(providers: () => readonly unknown[]) {
    this.#providers = providers;
  }

  /** Never rejects. Resolves when what was there at the call is exported, or could not be. */
  flush(): Promise<void> {
    if (this.#running === undefined) return (this.#running = this.#start());
    this.#waiting ??= this.#running.then(() => {
      this.#waiting = undefined;
      return (this.#running = this.#start());
    });
    return this.#waiting;
  }

  async #start(): Promise<void> {
    try {
      await Promise.all(this.#providers().filter(isFlushable).map(flushOne));
    } catch (error) {
      diag.debug('gemini-live: flush failed', error);
    } finally {
      if (this.#waiting === undefined) this.#running = undefined;
    }
  }
}

async function flushOne(provider: Flushable): Promise<void> {
  try {
    await provider.forceFlush();
  } catch (error) {
    diag.debug('gemini-live: flush failed', error);
  }
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
 * Asks the API's global tracer, meter and logger providers to export what they hold: for the end of a
 * process, after `endOpenSessions()`. Never rejects; without an SDK it does nothing.
 */
export function flushTelemetry(): Promise<void> {
  return new Flusher(() => [
    unwrapProvider(trace.getTracerProvider()),
    metrics.getMeterProvider(),
    unwrapProvider(logsApi()?.getLoggerProvider()),
  ]).flush();
}
