import {
  metrics,
  trace,
  type MeterProvider,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { name, version } from '../version.js';
import { apiLogsProvider, logsApi, type Logger, type LoggerProvider } from './closes/exceptions.js';
import { globalLoggerProviders, unwrapProvider, type Providers } from './closes/flush.js';

/** For what is logged where no logger provider is. */
const noLogger: Logger = { emit: () => undefined };

/**
 * Who is told: the providers that were set, else the API's global ones. They are asked for again
 * each time: one from before the SDK's start stays silent for ever where the SDK came with a copy of
 * the API of its own.
 */
export class ChosenProviders {
  /** Those that were set, where they are not the API's global ones. */
  #tracers: TracerProvider | undefined;
  #meters: MeterProvider | undefined;
  #loggers: LoggerProvider | undefined;

  setTracers(provider: TracerProvider): void {
    this.#tracers = provider === trace.getTracerProvider() ? undefined : provider;
  }

  setMeters(provider: MeterProvider): void {
    this.#meters = provider === metrics.getMeterProvider() ? undefined : provider;
  }

  setLoggers(provider: LoggerProvider): void {
    this.#loggers = provider === logsApi()?.getLoggerProvider() ? undefined : provider;
  }

  tracer(): Tracer {
    return (this.#tracers ?? trace).getTracer(name, version);
  }

  meters(): MeterProvider {
    return this.#meters ?? metrics.getMeterProvider();
  }

  logger(): Logger {
    const provider = this.#loggers ?? logsApi()?.getLoggerProvider() ?? apiLogsProvider();
    return provider?.getLogger(name, version) ?? noLogger;
  }

  /** Those that can be asked to export what they hold. */
  exporting(): Providers {
    return {
      records: [
        unwrapProvider(this.#tracers ?? trace.getTracerProvider()),
        ...(this.#loggers === undefined
          ? globalLoggerProviders()
          : [unwrapProvider(this.#loggers)]),
      ],
      metrics: this.meters(),
    };
  }
}
