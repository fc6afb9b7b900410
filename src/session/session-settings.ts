import type { CloseDiagnosis, CloseFacts } from '../diagnosis/close-facts.js';
import type { LiveApi } from '../words.js';
import type { Guard } from './guard.js';
import type { FrameReaders } from './frame-readers.js';
import type { ProcessMemory } from './process-memory.js';

/** What the sessions of one instrumentation share. */
export interface SessionSettings {
  readonly memory: ProcessMemory;
  readonly diagnose: (close: CloseFacts) => CloseDiagnosis;
  readonly readersFor: (api: LiveApi | undefined) => FrameReaders;
  readonly captureContent: boolean;
  readonly measureSpeech: boolean;
  /** Each step of an end runs in it. */
  readonly guard: Guard;
}
