export { createDiagnosis, diagnoseClose } from './close.js';
export type { Diagnosis, DiagnosisOptions } from './close.js';
export type {
  CloseCause,
  CloseDiagnosis,
  CloseFacts,
  LiveApi,
  Mismatch,
  SessionPhase,
} from './close-facts.js';
export { CLOSE_CAUSES } from './close-facts.js';
export { modelKey, modelName } from './model-name.js';
export type { ModelRow, Served } from './models.js';
export type { CloseReasonRow } from './reasons.js';
