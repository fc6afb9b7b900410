import { context, diag, type Context, type Span } from '@opentelemetry/api';
import type { Endpoint } from '../protocol/endpoint.js';
import type { LiveApi } from '../words.js';
import { readConversationId } from './conversation-id.js';

/** A connection that is being made, as the `onConnect` hook is told of it. */
export interface LiveConnection {
  /** `undefined` where nothing tells. */
  readonly api: LiveApi | undefined;
  /** e.g. `v1beta`. */
  readonly version: string | undefined;
  /** e.g. `BidiGenerateContent`. */
  readonly method: string | undefined;
  /** On Vertex AI, where the host names it. */
  readonly location: string | undefined;
  /** Without credentials: as `url.full` has it. */
  readonly url: string;
}

/** What the `onConnect` hook may answer. */
export interface ConnectAnswer {
  /** The session's `gen_ai.conversation.id`. */
  readonly conversationId?: string | undefined;
}

/** The option `onConnect`. */
export type OnConnect = (span: Span, connection: LiveConnection) => ConnectAnswer | void;

/** Asks the application for a session's conversation id, in the session's context. */
export type AskConversation = (
  span: Span,
  endpoint: Endpoint,
  context: Context,
) => string | undefined;

/** The application's own code: it runs where its handlers do, and what it throws is its own. */
export function createConnectHook(onConnect: OnConnect): AskConversation {
  let told = false;
  const tell = (what: string): void => {
    if (told) return;
    told = true;
    diag.warn(
      `gemini-live: the option 'onConnect' returned ${what}; allowed: { conversationId: a string }, or nothing. It is ignored.`,
    );
  };
  return (span, { api, version, method, location, redactedUrl }, within) => {
    try {
      const connection: LiveConnection = { api, version, method, location, url: redactedUrl };
      const answer: unknown = context.with(within, onConnect, undefined, span, connection);
      if (answer === undefined || answer === null) return undefined;
      if (isThenable(answer)) {
        // Nobody else would hear of its rejection.
        answer.then(undefined, () => undefined);
        tell('a promise, which comes too late');
        return undefined;
      }
      const given: unknown = (answer as ConnectAnswer).conversationId;
      const id = readConversationId(given);
      if (id === undefined && (typeof answer !== 'object' || given !== undefined)) {
        tell(typeof answer === 'object' ? 'a conversationId that is none' : `a ${typeof answer}`);
      }
      return id;
    } catch (error) {
      diag.warn('gemini-live: the onConnect hook threw', error);
      return undefined;
    }
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown }).then === 'function';
}
