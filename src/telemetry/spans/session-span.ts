import { SpanKind, type Attributes, type Context, type SpanContext } from '@opentelemetry/api';
import type { Endpoint } from '../../protocol/endpoint.js';
import type { AuthKind } from '../../words.js';
import { attribute, spanName, told } from '../attributes.js';
import type { Signals } from '../signals.js';
import { SafeSpan } from './safe-span.js';
import {
  activeConversation,
  parentContext,
  sessionContext,
  type CarriedSession,
} from './session-context.js';
import { conversationAttribute, sessionStartAttributes } from './span-attributes.js';

/** What a session that resumes this one is to know of it. */
export interface ResumableSession {
  readonly link: SpanContext;
  readonly conversationId: string | undefined;
}

/** The span of a session, and where it stands: below whom, beside which, in which conversation. */
export class SessionSpan {
  readonly span: SafeSpan;
  /** The context in which the session's events reach the application. */
  readonly context: Context;
  readonly #carried: CarriedSession;
  /** The session that this one redials, which a resumption would link to once more. */
  readonly #redialed: SpanContext | undefined;

  constructor(endpoint: Endpoint, auth: AuthKind, signals: Signals, startTime: number) {
    const { parent, redialed } = parentContext();
    const said = activeConversation();
    this.#redialed = redialed?.spanContext();
    this.span = new SafeSpan(
      signals.guard,
      signals.tracer,
      spanName.session,
      {
        kind: SpanKind.CLIENT,
        attributes: { ...sessionStartAttributes(endpoint, auth), ...conversationAttribute(said) },
        startTime,
        ...(this.#redialed && { links: [{ context: this.#redialed }] }),
      },
      parent,
    );
    this.#carried = { span: this.span.span, parent, conversationId: said && told(said) };
    this.context = sessionContext(this.#carried);
  }

  get conversationId(): string | undefined {
    return this.#carried.conversationId;
  }

  mark(): ResumableSession {
    return { link: this.span.span.spanContext(), conversationId: this.conversationId };
  }

  resumes({ link }: ResumableSession, sequence: number): void {
    if (link.spanId !== this.#redialed?.spanId || link.traceId !== this.#redialed.traceId) {
      this.span.link(link);
    }
    this.span.set({ [attribute.resumed]: true, [attribute.sequence]: sequence });
  }

  /**
   * The conversation that the session belongs to is known only now.
   *
   * @returns What says so, for the session's other spans.
   */
  belongsTo(conversationId: string): Attributes {
    this.#carried.conversationId = told(conversationId);
    const attributes = conversationAttribute(this.#carried.conversationId);
    this.span.set(attributes);
    return attributes;
  }
}
