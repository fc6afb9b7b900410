import type { CloseDiagnosis, CloseFacts } from '../diagnosis/close-facts.js';
import type { LiveApi } from '../words.js';
import type { Guard } from './guard.js';
import type { PriceBook } from './cost/price-book.js';
import type { FrameReaders } from './frame-readers.js';
import type { ProcessMemory } from './process-memory.js';
import type { StallLimits } from './silence/stall-kinds.js';

/** What the sessions of one instrumentation share. */
export interface SessionSettings {
  readonly memory: ProcessMemory;
  readonly diagnose: (close: CloseFacts) => CloseDiagnosis;
  readonly readersFor: (api: LiveApi | undefined) => FrameReaders;
  readonly prices: PriceBook;
  readonly captureContent: boolean;
  readonly measureSpeech: boolean;
  /** How long a silence may last; `undefined` where none is looked for. */
  readonly stalls: StallLimits | undefined;
  /** Whether it is told when the user speaks. */
  readonly userSpeech: boolean;
  /** Each step of an end runs in it. */
  readonly guard: Guard;
}
