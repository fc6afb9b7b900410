import type { Span } from '@opentelemetry/api';
import type { CloseReasonRow } from '../facts/reasons.js';
import type { ModelRow } from '../facts/models.js';
import type { PriceRow } from '../facts/prices.js';
import type { LiveApi } from '../words.js';
import type { ClosedSession } from '../session/ends/closed-session.js';
import type { StallOptions } from '../session/silence/stall-kinds.js';
import type { ErrorEvent } from '../telemetry/closes/exceptions.js';
import type { OnConnect } from '../telemetry/connect-hook.js';
import type { Redact } from '../telemetry/content/content-door.js';
import type { GenAiMetrics } from '../telemetry/metrics/metric-table.js';

/** What `matchEndpoint` may answer for a URL. */
export type EndpointMatch =
  | LiveApi
  | { readonly api: LiveApi; readonly location?: string; readonly version?: string }
  | boolean
  | undefined;

/** Options of {@link GeminiLiveInstrumentation}. All are optional. */
export interface GeminiLiveInstrumentationConfig {
  /**
   * Watch from the constructor on. Default `true`, unless `OTEL_NODE_DISABLED_INSTRUMENTATIONS` names
   * `gemini-live`.
   */
  enabled?: boolean;
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
   * Rows added to the table of list prices, in USD; they go before it. For a contract of your own,
   * or a model without a price.
   */
  prices?: readonly PriceRow[] | undefined;
  /**
   * Record content, never audio: transcripts and text on generation spans (`gen_ai.input.messages`,
   * `gen_ai.output.messages`), `gen_ai.system_instructions` and `gen_ai.tool.definitions` on the
   * session's, `gen_ai.tool.call.arguments` and `gen_ai.tool.call.result` on the tool's; 8 192
   * characters each.
   *
   * Default: what `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` says, in any case: `true`,
   * `SPAN_ONLY` and `SPAN_AND_EVENT` switch it on, `false`, `NO_CONTENT` and `EVENT_ONLY` off; any other
   * value does too, with a warning. Else `false`.
   */
  captureMessageContent?: boolean | undefined;
  /**
   * Sees each piece of content before it leaves, where content is recorded, and gives its text as it
   * may leave. What it returns `undefined` for, or throws on, is left out. It must answer at once: a
   * promise is none.
   */
  redact?: Redact | undefined;
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
   * Which names the `gen_ai.*` metrics have: `'current'` (the conventions' since September 2026),
   * `'1.41'` (`gen_ai.client.operation.duration` and `gen_ai.client.token.usage` instead), or `'both'`.
   *
   * Default: `'current'`.
   */
  genAiMetrics?: GenAiMetrics | undefined;
  /**
   * Tell the beginning and the end of a session as log records too:
   * `gen_ai.client.realtime_session.started` and `.ended`. They go where a logger provider is.
   * Default `true`.
   */
  sessionEvents?: boolean | undefined;
  /**
   * Ask the providers to export at once on an abnormal close, so that the hint arrives although the
   * process ends. An unreachable collector then holds an ending process for the exporter's timeout.
   * Default `true`.
   */
  flushOnAbnormalClose?: boolean | undefined;
  /** Say a mismatch by `process.emitWarning` too, once per endpoint and model. Default `true`. */
  warn?: boolean | undefined;
  /**
   * How long a session may be silent where something is due, in seconds, by kind of silence; `false`
   * switches a kind off, or all. `empty_turn` and `wedged` are told at once: `true` or `false`. The
   * defaults are judgement, not measured. See {@link StallOptions}.
   */
  stalls?: StallOptions | false | undefined;
  /**
   * Record a span for each time that the user speaks, where messages tell: from `activityStart` to
   * `activityEnd`, or by the server's `voiceActivity`. Default `false`.
   */
  userSpeech?: boolean | undefined;
  /**
   * Called when a connection is made, in the session's context, with its span. It may return
   * `{ conversationId }`: the session's `gen_ai.conversation.id`, before the context's
   * ({@link withConversationId}) and before that of a session that it resumes. A promise comes too late
   * and is ignored; what it throws is swallowed.
   */
  onConnect?: OnConnect | undefined;
  /** Called at the end of each session, before its span ends. What it throws is swallowed. */
  onClose?: ((span: Span, close: ClosedSession) => void) | undefined;
}
