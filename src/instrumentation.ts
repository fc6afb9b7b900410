import { diag, type MeterProvider, type TracerProvider } from '@opentelemetry/api';
import { openDoors } from './sockets/doors.js';
import { undoLater } from './sockets/left-behind.js';
import { registry } from './sockets/registry.js';
import { enabledByEnvironment, readCaptureContent } from './config/environment-options.js';
import type { GeminiLiveInstrumentationConfig } from './config/options.js';
import { isConfigured, validateConfig } from './config/validate-config.js';
import { createDiagnosis } from './diagnosis/diagnose-close.js';
import { createEndpointMatch } from './endpoint-match.js';
import { LiveObserver } from './observer.js';
import { shared, soon } from './platform/index.js';
import { createGuard } from './session/guard.js';
import { createReaders } from './session/frame-readers.js';
import { PriceBook } from './session/cost/price-book.js';
import { ProcessMemory } from './session/process-memory.js';
import { stallLimits } from './session/silence/stall-kinds.js';
import { ChosenProviders } from './telemetry/chosen-providers.js';
import {
  ExceptionSink,
  readErrorEvent,
  type Logger,
  type LoggerProvider,
} from './telemetry/closes/exceptions.js';
import { Flusher } from './telemetry/closes/flush.js';
import { ContentDoor } from './telemetry/content/content-door.js';
import { createConnectHook } from './telemetry/connect-hook.js';
import { Metrics } from './telemetry/metrics/metrics.js';
import { SessionEvents } from './telemetry/session-events.js';
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
 * It is an `Instrumentation` as `registerInstrumentations` and NodeSDK take it, on both lines of the
 * SDK, but no InstrumentationBase: the constructor of that installs a require hook for all modules,
 * which then takes them from instrumentations that are registered later.
 *
 * @example
 * ```ts
 * new NodeSDK({ instrumentations: [new GeminiLiveInstrumentation()] }).start();
 * ```
 */
export class GeminiLiveInstrumentation {
  readonly instrumentationName: string = packageName;
  readonly instrumentationVersion: string = version;
  readonly #diag = diag.createComponentLogger({ namespace: packageName });
  /** Of the process: a handle may have been issued under an instance that was replaced since. */
  readonly #memory = shared('memory/1', () => new ProcessMemory());
  readonly #providers = new ChosenProviders();
  readonly #guard = createGuard((fault) => this.#report(fault));
  readonly #leftAlone = new Set<string>();
  readonly #warned = new Set<string>();
  #faulted = false;
  #config: GeminiLiveInstrumentationConfig;
  #parts: Parts;
  #enabled = false;
  #closeDoors: (() => void) | undefined;
  #stay: (() => void) | undefined;

  /**
   * @throws TypeError for a wrong option; it names the option, its value and what is allowed.
   */
  constructor(config: GeminiLiveInstrumentationConfig = {}) {
    validateConfig(config);
    const enabled = config.enabled !== false && enabledByEnvironment(environmentName);
    this.#config = { ...config, enabled };
    this.#parts = this.#build(config);
    if (enabled) this.enable();
  }

  /** The options as they were given; `enabled`: whether it is to be enabled when it is made. */
  getConfig(): GeminiLiveInstrumentationConfig {
    return this.#config;
  }

  /**
   * Takes new options; sessions that are open keep the old ones.
   *
   * @throws TypeError for a wrong option, as the constructor does; the old ones stay in force then.
   */
  setConfig(config: GeminiLiveInstrumentationConfig = {}): void {
    validateConfig(config);
    const parts = this.#build(config);
    this.#config = { enabled: true, ...config };
    const enabled = this.#enabled;
    if (enabled) this.#stop();
    this.#parts = parts;
    if (enabled) this.#begin();
  }

  isEnabled(): boolean {
    return this.#enabled;
  }

  enable(): void {
    if (this.#enabled || !enabledByEnvironment(environmentName)) return;
    this.#enabled = true;
    this.#begin();
  }

  /** Watches no new sockets. The sessions that are open are followed to their end. */
  disable(): void {
    if (!this.#enabled) return;
    this.#enabled = false;
    this.#stop();
  }

  setTracerProvider(provider: TracerProvider): void {
    this.#providers.setTracers(provider);
  }

  setMeterProvider(provider: MeterProvider): void {
    this.#providers.setMeters(provider);
    if (this.#enabled) this.#guard(() => this.#parts.meters.refresh());
  }

  /** @param provider - A logger provider of `@opentelemetry/api` 1.10, or of `@opentelemetry/api-logs`. */
  setLoggerProvider(provider: { getLogger(name: string, version?: string): unknown }): void {
    this.#providers.setLoggers(provider as LoggerProvider);
  }

  #begin(): void {
    const { observer, meters } = this.#parts;
    registry.observers.add(observer);
    this.#guard(() => meters.start());
    this.#closeDoors = this.#guard(() =>
      openDoors({ reportUnsupported: (why) => this.#leaveAlone(why) }),
    );
    this.#stay = undoLater(() => this.disable());
  }

  #stop(): void {
    const { observer, meters } = this.#parts;
    registry.observers.delete(observer);
    meters.stop();
    this.#guard(() => this.#closeDoors?.());
    this.#closeDoors = undefined;
    this.#stay?.();
  }

  /** Told later, as an SDK sets its diag logger only after it was given its instrumentations. */
  #leaveAlone(why: string): void {
    if (this.#leftAlone.has(why)) return;
    this.#leftAlone.add(why);
    soon(() => this.#guard(() => this.#diag.warn(why)));
  }

  #warnOnce(why: string): void {
    if (this.#warned.has(why)) return;
    this.#warned.add(why);
    this.#guard(() => diag.warn(why));
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
    const captureContent = readCaptureContent(config.captureMessageContent, (why) =>
      this.#warnOnce(why),
    );
    const diagnosis = createDiagnosis({ models, closeReasons });
    const prices = new PriceBook(config.prices, (old) => this.#warnOnce(old));
    const meters = new Metrics(
      () => this.#providers.meters(),
      (model) => diagnosis.catalogued(model),
      this.#guard,
      config.genAiMetrics,
    );
    const logger = (): Logger => this.#providers.logger();
    const signals: Signals = {
      guard: this.#guard,
      tracer: () => this.#providers.tracer(),
      metrics: meters,
      exceptions: new ExceptionSink(readErrorEvent(config.errorEvent), logger),
      sessionEvents: (config.sessionEvents ?? true) ? new SessionEvents(logger) : undefined,
      warnings: new MismatchWarnings(config.warn ?? true),
      flusher:
        (config.flushOnAbnormalClose ?? true)
          ? new Flusher(() => this.#providers.exporting())
          : undefined,
      content: new ContentDoor(config.redact),
      generations: config.generations ?? true,
      askConversation: config.onConnect && createConnectHook(config.onConnect),
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
        prices,
        readersFor: createReaders(captureContent),
        captureContent,
        measureSpeech: config.measureSpeech ?? true,
        stalls: stallLimits(config.stalls),
        userSpeech: config.userSpeech ?? false,
        guard: this.#guard,
      },
      signals,
    );
    return { observer, meters };
  }
}
