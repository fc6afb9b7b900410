import type { Span } from '@opentelemetry/api';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';
import type { CloseReasonRow } from './facts/reasons.js';
import type { ModelRow } from './facts/models.js';
import { environment } from './platform/index.js';
import type { LiveApi } from './words.js';
import type { ClosedSession } from './session/ends/closed-session.js';
import type { ErrorEvent } from './telemetry/closes/exceptions.js';

/** What `matchEndpoint` may answer for a URL. */
export type EndpointMatch =
  | LiveApi
  | { readonly api: LiveApi; readonly location?: string; readonly version?: string }
  | boolean
  | undefined;

/** Options of {@link GeminiLiveInstrumentation}. All are optional. */
export interface GeminiLiveInstrumentationConfig extends InstrumentationConfig {
  /**
   * For proxies whose URL hides the API. Called with the URL of every WebSocket that is made:
   * `'gemini'` or `'vertex'` (or an object with more) says that it is a Live endpoint of that API;
   * `true`, that it is Live, API unknown (no mismatch can be told then); `false`, that it is not to
   * be watched; `undefined` leaves it to the URL. If it throws, the URL decides.
   *
   * Default: the URL decides, by the service in its path.
   */
  matchEndpoint?: ((url: string) => EndpointMatch) | undefined;
  /** Rows added to the catalogue of models; a row with a known name takes that row's place. */
  models?: readonly ModelRow[] | undefined;
  /** Rows added to the table of close reasons; they are asked first. */
  closeReasons?: readonly CloseReasonRow[] | undefined;
  /**
   * Record transcripts and text, never audio, on generation spans: `gen_ai.input.messages` and
   * `gen_ai.output.messages`, 8 192 characters each.
   *
   * Default: what `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says (`true` or `SPAN_ONLY`),
   * else `false`.
   */
  captureMessageContent?: boolean | undefined;
  /**
   * Measure in the audio that the client sends when the user stops speaking, by its level, for
   * `gemini.live.time_to_first_audio`: 16-bit PCM in one channel, with automatic activity detection.
   * Nothing of the audio is kept. Default `true`.
   */
  measureSpeech?: boolean | undefined;
  /**
   * `false` leaves the session and connect spans only, for frameworks that trace turns and tools
   * themselves. Default `true`.
   */
  generations?: boolean | undefined;
  /**
   * Keep the http and undici instrumentations from recording the upgrade request, whose URL holds
   * the API key. Default `true`.
   */
  suppressHandshakeSpans?: boolean | undefined;
  /** Watch the global `WebSocket` (Node 22 and later). Default `true`. */
  globalWebSocket?: boolean | undefined;
  /**
   * Where the one error of an abnormal close is told: as a span event, a log record, or both.
   *
   * Default: what `OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN` says (`logs` or `logs/dup`), else `'span'`.
   */
  errorEvent?: ErrorEvent | undefined;
  /**
   * Ask the providers to export at once on an abnormal close, so that the hint arrives although the
   * process ends. An unreachable collector then holds an ending process for the exporter's timeout.
   * Default `true`.
   */
  flushOnAbnormalClose?: boolean | undefined;
  /** Say a mismatch by `process.emitWarning` too, once per endpoint and model. Default `true`. */
  warn?: boolean | undefined;
  /** Called at the end of each session, before its span ends. What it throws is swallowed. */
  onClose?: ((span: Span, close: ClosedSession) => void) | undefined;
}

/** What an option has to be: a test, and the words for it in the error. */
interface Rule {
  readonly allows: (value: unknown) => boolean;
  readonly words: string;
}

const aBoolean: Rule = { allows: (value) => typeof value === 'boolean', words: 'true or false' };
const aFunction: Rule = { allows: (value) => typeof value === 'function', words: 'a function' };
const anArray: Rule = { allows: Array.isArray, words: 'an array of rows' };

const rules: Readonly<Record<keyof GeminiLiveInstrumentationConfig, Rule>> = {
  enabled: aBoolean,
  matchEndpoint: {
    ...aFunction,
    words:
      "a function that takes a URL and returns 'gemini', 'vertex', { api }, true, false or undefined",
  },
  models: anArray,
  closeReasons: anArray,
  captureMessageContent: aBoolean,
  measureSpeech: aBoolean,
  generations: aBoolean,
  suppressHandshakeSpans: aBoolean,
  globalWebSocket: aBoolean,
  errorEvent: {
    allows: (value) => value === 'span' || value === 'log' || value === 'both',
    words: "'span', 'log' or 'both'",
  },
  flushOnAbnormalClose: aBoolean,
  warn: aBoolean,
  onClose: { ...aFunction, words: 'a function that takes a span and the close' },
};

/**
 * Holds the options against what they allow. The rows of `models` and `closeReasons` are held
 * against theirs where the tables are built.
 *
 * @throws TypeError that names the option, its value and what is allowed.
 */
export function validateConfig(config: unknown): void {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new TypeError(
      `GeminiLiveInstrumentation: the options are ${show(config)}; allowed: an object`,
    );
  }
  for (const [option, value] of Object.entries(config)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, option)
      ? rules[option as keyof GeminiLiveInstrumentationConfig]
      : undefined;
    if (rule === undefined) {
      throw new TypeError(
        `GeminiLiveInstrumentation: unknown option '${option}'; allowed: ${Object.keys(rules).join(', ')}`,
      );
    }
    if (!rule.allows(value)) {
      throw new TypeError(
        `GeminiLiveInstrumentation: option '${option}' is ${show(value)}; allowed: ${rule.words}`,
      );
    }
  }
}

/** Whether an instance was given options of its own, and so goes before one that was not. */
export function isConfigured(config: GeminiLiveInstrumentationConfig): boolean {
  return Object.entries(config).some(
    ([option, value]) => option !== 'enabled' && value !== undefined,
  );
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  try {
    const text = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
  } catch {
    return String(value);
  }
}

/** The option, or what the conventions' environment variable says. */
export function readCaptureContent(option: boolean | undefined): boolean {
  if (option !== undefined) return option;
  const value = environment('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT');
  return value !== undefined && /^(?:true|span_only)$/i.test(value.trim());
}

/** Source: OpenTelemetry JS, OTEL_NODE_DISABLED_INSTRUMENTATIONS and …_ENABLED_…. */
export function enabledByEnvironment(name: string): boolean {
  const listed = (variable: string): string[] | undefined =>
    environment(variable)
      ?.split(',')
      .map((entry) => entry.trim());
  if (listed('OTEL_NODE_DISABLED_INSTRUMENTATIONS')?.includes(name)) return false;
  return true;
}
