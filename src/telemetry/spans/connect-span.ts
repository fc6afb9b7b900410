import { SpanKind, type Attributes, type Context } from '@opentelemetry/api';
import type { Endpoint } from '../../protocol/endpoint.js';
import { attribute, spanName } from '../attributes.js';
import type { Signals } from '../signals.js';
import { SafeSpan } from './safe-span.js';
import { connectAttributes, conversationAttribute, defined } from './span-attributes.js';

/**
 * The span of a connection's setup. It ends early, so it carries what a crash of the process would
 * lose of the session's.
 */
export class ConnectSpan {
  readonly #span: SafeSpan;

  /**
   * @param session - The session's context.
   * @param startTime - Milliseconds since 1970.
   */
  constructor(
    { guard, tracer }: Signals,
    endpoint: Endpoint,
    conversationId: string | undefined,
    session: Context,
    startTime: number,
  ) {
    const attributes = { ...connectAttributes(endpoint), ...conversationAttribute(conversationId) };
    const options = { kind: SpanKind.CLIENT, attributes, startTime };
    this.#span = new SafeSpan(guard, tracer, spanName.connect, options, session);
  }

  setUp(setupModel: string, model: string): void {
    this.#span.rename(`${spanName.connect} ${model}`);
    this.set({ [attribute.requestModel]: model, [attribute.setupModel]: setupModel });
  }

  set(attributes: Attributes): void {
    this.#span.set(attributes);
  }

  /** @param error - What failed it. */
  end(
    sessionId: string,
    error: string | undefined,
    httpStatus: number | undefined,
    time: number,
  ): void {
    this.set(defined({ [attribute.sessionId]: sessionId, [attribute.httpStatus]: httpStatus }));
    if (error !== undefined) this.#span.fail(error);
    this.#span.end(time);
  }
}
