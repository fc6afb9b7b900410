import {
  diag,
  metrics,
  trace,
  type MeterProvider,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import {
  InstrumentationBase,
  type InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { openDoors } from './sockets/doors.js';
import { registry } from './sockets/registry.js';
import {
  enabledByEnvironment,
  isConfigured,
  readCaptureContent,
  validateConfig,
  type GeminiLiveInstrumentationConfig,
} from './config.js';
import { createDiagnosis } from './diagnosis/diagnose-close.js';
import { createEndpointMatch } from './endpoint-match.js';
import { moduleHooks } from './module-hooks.js';
import { LiveObserver } from './observer.js';
import { shared } from './platform/index.js';
import { createGuard } from './session/guard.js';
import { createReaders } from './session/frame-readers.js';
import { ProcessMemory } from './session/process-memory.js';
import {
  ExceptionSink,
  logsApi,
  readErrorEvent,
  type Logger,
} from './telemetry/closes/exceptions.js';
import {
  Flusher,
  globalLoggerProviders,
  unwrapProvider,
  type Providers,
} from './telemetry/closes/flush.js';
import { Metrics } from './telemetry/metrics/metrics.js';
import type { Signals } from './telemetry/signals.js';
import { MismatchWarnings } from './telemetry/closes/mismatch-warnings.js';
import { name as packageName, version } from './version.js';

/** The name in `OTEL_NODE_DISABLED_INSTRUMENTATIONS`. */
const environmentName = 'gemini-live';

/** What is made of one set of options. */
interface Parts {
  readonly observer: LiveObserver;
  readonly meters: Metrics;
}

/**
 * Watches WebSocket connections to Google's Gemini Live API, whatever SDK makes them, and tells how
 * each went and why it closed.
 *
 * @example
 * ```ts
 * new NodeSDK({ instrumentations: [new GeminiLiveInstrumentation()] }).start();
 * ```
 */
export class GeminiLiveInstrumentation extends InstrumentationBase<GeminiLiveInstrumentationConfig> {
  /** Of the process: a handle may have been issued under an instance that was replaced since. */
  readonly #memory = shared('memory/1', () => new ProcessMemory());
  /** Providers that were set, where they are not the API's global ones. */
  #tracerProvider: TracerProvider | undefined;
  #meterProvider: MeterProvider | undefined;
  #loggerProvider: unknown;
  readonly #guard = createGuard((fault) => this.#report(fault));
  readonly #leftAlone = new Set<string>();
  #faulted = false;
  #parts: Parts;
  #closeDoors: (() => void) | undefined;

  /**
   * @throws TypeError for a wrong option; it names the option, its value and what is allowed.
   */
  constructor(config: GeminiLiveInstrumentationConfig = {}) {
    // The base class enables before this class has its fields, so that is done below.
    super(packageName, version, { ...config, enabled: false });
    validateConfig(config);
    const enabled = config.enabled !== false && enabledByEnvironment(environmentName);
    super.setConfig({ ...config, enabled });
    this.#parts = this.#build(config);
    if (enabled) this.enable();
  }

  /**
   * Takes new options; sessions that are open keep the old ones.
   *
   * @throws TypeError for a wrong option, as the constructor does; the old ones stay in force then.
   */
  override setConfig(config: GeminiLiveInstrumentationConfig = {}): void {
    if (!(#parts in this)) {
      super.setConfig(config);
      return;
    }
    validateConfig(config);
    const parts = this.#build(config);
    super.setConfig(config);
    const enabled = this.isEnabled();
    if (enabled) this.#stop();
    this.#parts = parts;
    if (enabled) this.#begin();
  }

  override enable(): void {
    if (!(#parts in this) || this.isEnabled() || !enabledByEnvironment(environmentName)) return;
    this.#guard(() => super.enable());
    this.#begin();
  }

  /** Watches no new sockets. The sessions that are open are followed to their end. */
  override disable(): void {
    if (!this.isEnabled()) return;
    this.#guard(() => super.disable());
    this.#stop();
  }

  override setTracerProvider(provider: TracerProvider): void {
    this.#guard(() => super.setTracerProvider(provider));
    this.#tracerProvider = provider === trace.getTracerProvider() ? undefined : provider;
  }

  override setMeterProvider(provider: MeterProvider): void {
    this.#guard(() => super.setMeterProvider(provider));
    this.#meterProvider = provider === metrics.getMeterProvider() ? undefined : provider;
    if (this.isEnabled()) this.#guard(() => this.#parts.meters.refresh());
  }

  override setLoggerProvider(
    provider: Parameters<InstrumentationBase['setLoggerProvider']>[0],
  ): void {
    this.#guard(() => super.setLoggerProvider(provider));
    this.#loggerProvider = provider === logsApi()?.getLoggerProvider() ? undefined : provider;
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    // Called by the base class's constructor, before this class has its fields.
    return moduleHooks(
      (step) => this.#guard(step),
      (why) => this.#leaveAlone(why),
    );
  }

  #begin(): void {
    const { observer, meters } = this.#parts;
    registry.observers.add(observer);
    this.#guard(() => meters.start());
    this.#closeDoors = this.#guard(() =>
      openDoors({ reportUnsupported: (why) => this.#leaveAlone(why) }),
    );
  }

  #stop(): void {
    const { observer, meters } = this.#parts;
    registry.observers.delete(observer);
    meters.stop();
    this.#guard(() => this.#closeDoors?.());
    this.#closeDoors = undefined;
  }

  /** A package is seen file by file, and its class may be left alone more than once. */
  #leaveAlone(why: string): void {
    if (this.#leftAlone.has(why)) return;
    this.#leftAlone.add(why);
    this._diag.warn(why);
  }

  #report(fault: unknown): void {
    if (this.#faulted) return;
    this.#faulted = true;
    try {
      diag.error('gemini-live: a fault in the instrumentation (reported once)', fault);
    } catch {
      // The logger of the application's is broken too.
    }
  }

  /** @throws TypeError where a row of the tables is wrong. */
  #build(config: GeminiLiveInstrumentationConfig): Parts {
    const { models, closeReasons } = config;
    const captureContent = readCaptureContent(config.captureMessageContent);
    const diagnosis = createDiagnosis({ models, closeReasons });
    const meters = new Metrics(
      () => this.#meterProvider ?? metrics.getMeterProvider(),
      (model) => diagnosis.catalogued(model),
      this.#guard,
    );
    const signals: Signals = {
      guard: this.#guard,
      // Asked for again each time: one from before the SDK's start stays silent for ever where the
      // SDK came with a copy of the API of its own.
      tracer: (): Tracer => (this.#tracerProvider ?? trace).getTracer(packageName, version),
      metrics: meters,
      exceptions: new ExceptionSink(readErrorEvent(config.errorEvent), () => this.#logger()),
      warnings: new MismatchWarnings(config.warn ?? true),
      flusher:
        (config.flushOnAbnormalClose ?? true) ? new Flusher(() => this.#providers()) : undefined,
      generations: config.generations ?? true,
      onClose: config.onClose,
    };
    const observer = new LiveObserver(
      {
        configured: isConfigured(config),
        globalWebSocket: config.globalWebSocket ?? true,
        match: createEndpointMatch(config.matchEndpoint),
        report: (fault) => this.#report(fault),
        leftAlone: this.#leftAlone,
        suppressHandshakeSpans: config.suppressHandshakeSpans ?? true,
      },
      {
        memory: this.#memory,
        diagnose: diagnosis,
        readersFor: createReaders(captureContent),
        captureContent,
        measureSpeech: config.measureSpeech ?? true,
        guard: this.#guard,
      },
      signals,
    );
    return { observer, meters };
  }

  #logger(): Logger {
    const logs = logsApi();
    if (logs === undefined || this.#loggerProvider !== undefined) return this.logger as Logger;
    return logs.getLogger(packageName, version);
  }

  #providers(): Providers {
    return {
      records: [
        unwrapProvider(this.#tracerProvider ?? trace.getTracerProvider()),
        ...(this.#loggerProvider === undefined
          ? globalLoggerProviders()
          : [unwrapProvider(this.#loggerProvider)]),
      ],
      metrics: this.#meterProvider ?? metrics.getMeterProvider(),
    };
  }
}
