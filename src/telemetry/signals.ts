import type { Guard } from '../session/guard.js';
import type { Tracer } from '@opentelemetry/api';
import type { ClosedSession } from '../session/ends/closed-session.js';
import type { ExceptionSink } from './closes/exceptions.js';
import type { ContentDoor } from './content/content-door.js';
import type { AskConversation } from './connect-hook.js';
import type { Flusher } from './closes/flush.js';
import type { Metrics } from './metrics/metrics.js';
import type { SessionEvents } from './session-events.js';
import type { MismatchWarnings } from './closes/mismatch-warnings.js';
import type { Span } from '@opentelemetry/api';

/** What the sessions of one instrumentation share for telling their signals. */
export interface Signals {
  /** Each step of what is told runs in it. */
  readonly guard: Guard;
  readonly tracer: () => Tracer;
  readonly metrics: Metrics;
  readonly exceptions: ExceptionSink;
  /** `undefined` where the beginning and the end of sessions are not to be told. */
  readonly sessionEvents: SessionEvents | undefined;
  readonly warnings: MismatchWarnings;
  /** `undefined` where an abnormal close is not to be flushed. */
  readonly flusher: Flusher | undefined;
  readonly content: ContentDoor;
  /** `false`: session and connect spans only. */
  readonly generations: boolean;
  readonly askConversation: AskConversation | undefined;
  readonly onClose: ((span: Span, close: ClosedSession) => void) | undefined;
}
