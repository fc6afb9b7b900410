import { diag, SpanStatusCode, type Context, type Span } from '@opentelemetry/api';
import type { Endpoint } from '../../protocol/endpoint.js';
import type { SessionEnd } from '../../session/story.js';
import { cut } from '../attributes.js';
import type { Signals } from '../signals.js';

/** The session that closed, as its telemetry knows it. */
interface Closing {
  readonly span: Span;
  readonly context: Context;
  /** When the session ended, in milliseconds since 1970. */
  readonly time: number;
  readonly endpoint: Endpoint;
  readonly setupModel: string | undefined;
  readonly model: string | undefined;
}

/** Tells the end of a session everywhere but in its attributes: status, error, warning, hook. */
export function tellClose(end: SessionEnd, signals: Signals, closing: Closing): void {
  const { diagnosis, code, reason, initiator, phase, httpStatus } = end;
  if (diagnosis) {
    const mismatch = diagnosis.mismatch;
    const message = describe(end);
    closing.span.setStatus({ code: SpanStatusCode.ERROR, message });
    signals.exceptions.tell(closing.span, closing.context, closing.time, {
      name: mismatch ? 'GeminiModelMismatchError' : 'GeminiLiveCloseError',
      message: mismatch?.hint ?? diagnosis.hint ?? message,
      errorType: diagnosis.errorType ?? 'unknown',
      closeCode: code,
    });
    if (mismatch) {
      const { host, port } = closing.endpoint;
      signals.warnings.warn(`${host}:${port}`, closing.model ?? '', mismatch.hint);
    }
  }
  if (signals.onClose === undefined) return;
  try {
    signals.onClose(closing.span, {
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
    });
  } catch (error) {
    diag.warn('gemini-live: the onClose hook threw', error);
  }
}

/** One short line: what the socket said. */
function describe({ code, reason, httpStatus, errorMessage }: SessionEnd): string {
  if (httpStatus !== undefined) return `HTTP ${httpStatus}`;
  const said = reason === '' ? errorMessage : reason;
  return cut([code, said].filter((part) => part !== undefined && part !== '').join(': '));
}
