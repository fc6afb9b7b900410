import type { Attributes, Context } from '@opentelemetry/api';
import { attribute, eventName } from './attributes.js';
import type { Logger } from './closes/exceptions.js';

/** INFO, the number that the logs data model gives it. */
const severityInfo = 9;

/**
 * Tells that a session is established and that it is over, as log records.
 * Source: https://github.com/open-telemetry/semantic-conventions-genai/pull/394
 */
export class SessionEvents {
  readonly #logger: () => Logger;

  constructor(logger: () => Logger) {
    this.#logger = logger;
  }

  started(context: Context, attributes: Attributes): void {
    this.#emit(eventName.sessionStarted, context, attributes);
  }

  /** @param errorType - `undefined` on a normal end. */
  ended(context: Context, attributes: Attributes, errorType: string | undefined): void {
    const error = errorType === undefined ? {} : { [attribute.errorType]: errorType };
    this.#emit(eventName.sessionEnded, context, { ...attributes, ...error });
  }

  #emit(eventName: string, context: Context, attributes: Attributes): void {
    this.#logger().emit({
      eventName,
      severityNumber: severityInfo,
      severityText: 'INFO',
      attributes,
      context,
    });
  }
}
