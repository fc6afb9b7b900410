export { GeminiLiveInstrumentation } from './instrumentation.js';
export type { EndpointMatch, GeminiLiveInstrumentationConfig } from './config/options.js';
export { endOpenSessions, watchWebSocket } from './sockets/doors.js';
export { createDiagnosis, diagnoseClose } from './diagnosis/diagnose-close.js';
export { checkSetup } from './diagnosis/check-setup.js';
export type { SetupProblem, SetupToCheck } from './diagnosis/check-setup.js';
export type { LiveMessage } from './diagnosis/frames/raw-messages.js';
export type { DiagnosisOptions } from './diagnosis/checked-rows.js';
export type { Diagnosis } from './diagnosis/diagnose-close.js';
export type { CloseDiagnosis, CloseFacts, Mismatch } from './diagnosis/close-facts.js';
export type {
  CloseCause,
  Confidence,
  LiveApi,
  SeenFrames,
  SentMessage,
  SessionPhase,
  SetupShape,
} from './words.js';
export type { ModelRow, Served } from './facts/models.js';
export type { PriceRow, Rates } from './facts/prices.js';
export type { CloseReasonRow } from './facts/reasons.js';
export type { ClosedSession } from './session/ends/closed-session.js';
export type { CloseInitiator } from './session/story.js';
export type { InstantStallKind, StallKind, StallOptions } from './session/silence/stall-kinds.js';
export { withConversationId } from './telemetry/conversation-id.js';
export type { ConnectAnswer, LiveConnection, OnConnect } from './telemetry/connect-hook.js';
export type { ContentKind, ContentPiece, Redact } from './telemetry/content/content-door.js';
export type { GenAiMetrics } from './telemetry/metrics/metric-table.js';
export type { ErrorEvent } from './telemetry/closes/exceptions.js';
export { flushTelemetry } from './telemetry/closes/flush.js';
