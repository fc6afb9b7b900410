export { GeminiLiveInstrumentation } from './instrumentation.js';
export type { EndpointMatch, GeminiLiveInstrumentationConfig } from './config.js';
export { endOpenSessions, watchWebSocket } from './sockets/doors.js';
export { createDiagnosis, diagnoseClose } from './diagnosis/diagnose-close.js';
export type { Diagnosis, DiagnosisOptions } from './diagnosis/diagnose-close.js';
export type {
  CloseCause,
  CloseDiagnosis,
  CloseFacts,
  LiveApi,
  Mismatch,
  SessionPhase,
} from './diagnosis/close-facts.js';
export type { ModelRow } from './facts/models.js';
export type { CloseReasonRow } from './facts/reasons.js';
export type { ClosedSession } from './session/closed-session.js';
export type { CloseInitiator } from './session/story.js';
export type { ErrorEvent } from './telemetry/closes/exceptions.js';
export { flushTelemetry } from './telemetry/closes/flush.js';
