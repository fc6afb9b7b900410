import type { CloseDiagnosis } from '../../diagnosis/close-facts.js';
import type { SessionPhase } from '../../words.js';
import type { CloseInitiator } from '../story.js';

/** What the `onClose` hook is told: how the session ended, and why. */
export interface ClosedSession extends CloseDiagnosis {
  /** The close code that the socket reported; `undefined` where it reported none. */
  readonly code: number | undefined;
  /** The reason, without credentials. */
  readonly reason: string;
  readonly initiator: CloseInitiator | undefined;
  /** Where the session was. */
  readonly phase: SessionPhase;
  /** HTTP status of a refused upgrade. */
  readonly httpStatus: number | undefined;
  /** As `setup.model` spelled it. */
  readonly model: string | undefined;
}
