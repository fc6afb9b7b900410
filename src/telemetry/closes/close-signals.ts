import { context, diag, type Context } from '@opentelemetry/api';
import type { Endpoint } from '../../protocol/endpoint.js';
import type { SessionEnd } from '../../session/story.js';
import type { CloseDiagnosis } from '../../diagnosis/close-facts.js';
import type { ClosedSession } from '../../session/ends/closed-session.js';
import { cut } from '../attributes.js';
import type { ClosingError } from './exceptions.js';
import type { Signals } from '../signals.js';
import type { SafeSpan } from '../spans/safe-span.js';

/** The session that closed, as its telemetry knows it. */
interface Closing {
  readonly span: SafeSpan;
  readonly context: Context;
  /** When the session ended, in milliseconds since 1970. */
  readonly time: number;
  readonly endpoint: Endpoint;
  readonly setupModel: string | undefined;
  readonly model: string | undefined;
  readonly conversationId: string | undefined;
}

/** Tells the end of a session everywhere but in its attributes: status, error, warning, hook. */
export function tellClose(end: SessionEnd, signals: Signals, closing: Closing): void {
  if (end.diagnosis) tellError(end, end.diagnosis, signals, closing);
  const { onClose } = signals;
  if (onClose === undefined) return;
  signals.guard(() => callHook(onClose, end, closing));
}

function tellError(
  end: SessionEnd,
  { mismatch, hint, errorType }: CloseDiagnosis,
  { guard, exceptions, warnings }: Signals,
  { span, context, time, endpoint, model, conversationId }: Closing,
): void {
  const message = describe(end);
  span.error(message);
  const error: ClosingError = {
    name: mismatch ? 'GeminiModelMismatchError' : 'GeminiLiveCloseError',
    message: mismatch?.hint ?? hint ?? message,
    errorType: errorType ?? 'unknown',
    closeCode: end.code,
    conversationId,
  };
  guard(() => exceptions.tellSpan(span, time, error));
  guard(() => exceptions.tellLog(context, error));
  if (mismatch === undefined) return;
  guard(() => warnings.warn(`${endpoint.host}:${endpoint.port}`, model ?? '', mismatch.hint));
}

/** The application's own code: it runs where its handlers do, and what it throws is its own. */
function callHook(
  onClose: NonNullable<Signals['onClose']>,
  { diagnosis, code, reason, initiator, phase, httpStatus }: SessionEnd,
  closing: Closing,
): void {
  const close: ClosedSession = {
    cause: diagnosis?.cause,
    hint: diagnosis?.hint,
    mismatch: diagnosis?.mismatch,
    ...(diagnosis?.suggestedModel !== undefined && { suggestedModel: diagnosis.suggestedModel }),
    ...(diagnosis?.field !== undefined && { field: diagnosis.field }),
    ...(diagnosis?.confidence !== undefined && { confidence: diagnosis.confidence }),
    errorType: diagnosis?.errorType,
    code,
    reason,
    initiator,
    phase,
    httpStatus,
    model: closing.setupModel,
  };
  const threw = (error: unknown): void => diag.warn('gemini-live: the onClose hook threw', error);
  try {
    const answer: unknown = context.with(
      closing.context,
      onClose,
      undefined,
      closing.span.span,
      close,
    );
    // An async function is one that returns nothing, to TypeScript.
    if (answer instanceof Promise) answer.catch(threw);
  } catch (error) {
    threw(error);
  }
}

/** One short line: what the socket said. */
function describe({ code, reason, httpStatus, errorMessage }: SessionEnd): string {
  if (httpStatus !== undefined) return `HTTP ${httpStatus}`;
  const said = reason === '' ? errorMessage : reason;
  return cut([code, said].filter((part) => part !== undefined && part !== '').join(': '));
}
