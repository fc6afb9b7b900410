import {
  metrics,
  trace,
  type MeterProvider,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import { openDoors, patchLoadingWs, patchUndici, patchWs } from './sockets/doors.js';
import { registry } from './sockets/registry.js';
import {
  enabledByEnvironment,
  readCaptureContent,
  validateConfig,
  type GeminiLiveInstrumentationConfig,
} from './config.js';
import { createDiagnosis } from './diagnosis/diagnose-close.js';
import { LiveObserver } from './observer.js';
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
  readonly #memory = new ProcessMemory();
  /** Providers that were set, where they are not the API's global ones. */
  #tracerProvider: TracerProvider | undefined;
  #meterProvider: MeterProvider | undefined;
  #loggerProvider: unknown;
  #observer: LiveObserver;
  #metrics: Metrics;
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
    [this.#observer, this.#metrics] = this.#build();
    if (enabled) this.enable();
  }

  /** Takes new options; sessions that are open keep the old ones. */
  override setConfig(config: GeminiLiveInstrumentationConfig = {}): void {
    if (!(#observer in this)) {
      super.setConfig(config);
      return;
    }
    validateConfig(config);
    super.setConfig(config);
    const enabled = this.isEnabled();
    if (enabled) this.#stop();
    [this.#observer, this.#metrics] = this.#build();
    if (enabled) this.#begin();
  }

  override enable(): void {
    if (!(#observer in this) || this.isEnabled() || !enabledByEnvironment(environmentName)) return;
    super.enable();
    this.#begin();
  }

  /** Watches no new sockets. The sessions that are open are followed to their end. */
  override disable(): void {
    if (!this.isEnabled()) return;
    super.disable();
    this.#stop();
  }

  override setTracerProvider(provider: TracerProvider): void {
    super.setTracerProvider(provider);
    this.#tracerProvider = provider === trace.getTracerProvider() ? undefined : provider;
  }

  override setMeterProvider(provider: MeterProvider): void {
    super.setMeterProvider(provider);
    this.#meterProvider = provider === metrics.getMeterProvider() ? undefined : provider;
    if (this.isEnabled()) this.#metrics.refresh();
  }

  override setLoggerProvider(
    provider: Parameters<InstrumentationBase['setLoggerProvider']>[0],
  ): void {
    super.setLoggerProvider(provider);
    this.#loggerProvider = provider === logsApi()?.getLoggerProvider() ? undefined : provider;
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    const anyVersion = ['*'];
    const diag = this._diag;
    const file = (
      path: string,
      patch: (exports: unknown, version?: string) => unknown,
    ): InstrumentationNodeModuleFile =>
      // A class stays replaced when this is disabled: it passes everything through then.
      new InstrumentationNodeModuleFile(path, anyVersion, patch, () => undefined);
    const told = new Set<string>();
    // A package is seen file by file.
    const unsupported = (why: string): void => {
      if (!told.has(why)) diag.warn(why);
      told.add(why);
    };
    const ws = (exports: unknown, version?: string): unknown =>
      patchWs(exports, version, unsupported);
    const undici = (exports: unknown, version?: string): unknown =>
      patchUndici(exports, version, unsupported);
    return [
      new InstrumentationNodeModuleDefinition('ws', anyVersion, ws, () => undefined, [
        file('ws/lib/websocket.js', ws),
        // The first file that ws/lib/websocket.js alone requires.
        file('ws/lib/receiver.js', (exports, version) => {
          patchLoadingWs(version, unsupported);
          return exports;
        }),
      ]),
      new InstrumentationNodeModuleDefinition('undici', anyVersion, undici, () => undefined, [
        file('undici/lib/web/websocket/websocket.js', undici),
      ]),
    ];
  }

  #begin(): void {
    registry.observers.add(this.#observer);
    this.#metrics.start();
    this.#closeDoors = openDoors({
      globalWebSocket: this.getConfig().globalWebSocket ?? true,
      reportUnsupported: (why) => this._diag.warn(why),
    });
  }

  #stop(): void {
    registry.observers.delete(this.#observer);
    this.#closeDoors?.();
    this.#closeDoors = undefined;
  }

  #build(): [LiveObserver, Metrics] {
    const config = this.getConfig();
    const { models, closeReasons } = config;
    const captureContent = readCaptureContent(config.captureMessageContent);
    const diagnosis = createDiagnosis({ models, closeReasons });
    const meters = new Metrics(
      () => this.#meterProvider ?? metrics.getMeterProvider(),
      (model) => diagnosis.catalogued(model),
    );
    const signals: Signals = {
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
        matchEndpoint: config.matchEndpoint,
        suppressHandshakeSpans: config.suppressHandshakeSpans ?? true,
      },
      {
        memory: this.#memory,
        diagnose: diagnosis,
        readersFor: createReaders(captureContent),
        captureContent,
      },
      signals,
    );
    return [observer, meters];
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
