export { createDiagnosis, diagnoseClose } from './diagnose-close.js';
export type { Diagnosis, DiagnosisOptions } from './diagnose-close.js';
export type {
  CloseCause,
  CloseDiagnosis,
  CloseFacts,
  LiveApi,
  Mismatch,
  SessionPhase,
} from './close-facts.js';
export { CLOSE_CAUSES } from './close-facts.js';
export { modelKey, modelName } from './models/model-name.js';
export type { ModelRow, Served } from '../facts/models.js';
export type { CloseReasonRow } from '../facts/reasons.js';
