import { createContextKey, type Context } from '@opentelemetry/api';

// createContextKey gives the same key for the same description, in every copy of this package.
const conversationKey = createContextKey(
  'opentelemetry-instrumentation-gemini-live conversation id',
);

/**
 * A context in which every Live session that is made belongs to this conversation: the id stands as
 * `gen_ai.conversation.id` on all its spans and log records, and on those of the sessions that resume
 * it. It is never on a metric.
 *
 * @param id - Your own id of the conversation, e.g. of the call; 256 characters at most are told. An
 * empty one is none.
 *
 * @example
 * ```ts
 * context.with(withConversationId(context.active(), call.id), () => ai.live.connect({ … }));
 * ```
 */
export function withConversationId(context: Context, id: string): Context {
  return context.setValue(conversationKey, id);
}

/** The conversation of a context, where it has one. */
export function conversationIn(context: Context): string | undefined {
  return readConversationId(context.getValue(conversationKey));
}

/** An id of the application's, where it is one. */
export function readConversationId(id: unknown): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}
