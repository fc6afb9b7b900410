export { GeminiLiveInstrumentation } from './instrumentation.js';
export type { EndpointMatch, GeminiLiveInstrumentationConfig } from './config.js';
export { endOpenSessions, watchWebSocket } from './clients/doors.js';
export { createDiagnosis, diagnoseClose } from './diagnosis/close.js';
export type { Diagnosis, DiagnosisOptions } from './diagnosis/close.js';
export type {
  CloseCause,
  CloseDiagnosis,
  CloseFacts,
  LiveApi,
  Mismatch,
  SessionPhase,
} from './diagnosis/close-facts.js';
export type { ModelRow } from './diagnosis/models.js';
export type { CloseReasonRow } from './diagnosis/reasons.js';
export type { ClosedSession } from './session/closed-session.js';
export type { CloseInitiator } from './session/story.js';
export type { ErrorEvent } from './telemetry/exceptions.js';
export { flushTelemetry } from './telemetry/flush.js';
