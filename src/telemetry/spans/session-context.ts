import { context, createContextKey, trace, type Context, type Span } from '@opentelemetry/api';
import { conversationIn } from '../conversation-id.js';

// createContextKey gives the same key for the same description, in every copy of this package.
const sessionKey = createContextKey('opentelemetry-instrumentation-gemini-live session');
const upgradeKey = createContextKey('opentelemetry-instrumentation-gemini-live upgrade');
/** The key by which @opentelemetry/core 2 and 3 suppress tracing. */
const suppressKey = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** What the context of one of our sessions carries. */
export interface CarriedSession {
  readonly span: Span;
  readonly parent: Context;
  /** What the application said, or the session that this one resumes. */
  conversationId: string | undefined;
}

/**
 * The context to make a session's span in. A socket that is made where the span of another session
 * is current (a redial) takes that session's parent, so that redials are siblings and not a chain.
 * Where any other span is current, a tool's or one of the application's, that is the parent.
 */
export function parentContext(): { readonly parent: Context; readonly redialed: Span | undefined } {
  const active = context.active();
  const carried = active.getValue(sessionKey) as CarriedSession | undefined;
  return carried === undefined || trace.getSpan(active) !== carried.span
    ? { parent: active, redialed: undefined }
    : { parent: carried.parent, redialed: carried.span };
}

/**
 * The conversation that a session belongs to which is made now: what the application put into the
 * context, or else that of the session in whose context it is made.
 */
export function activeConversation(): string | undefined {
  const active = context.active();
  const carried = active.getValue(sessionKey) as CarriedSession | undefined;
  return conversationIn(active) ?? carried?.conversationId;
}

/** The context in which a session's events reach the application. */
export function sessionContext(session: CarriedSession): Context {
  return trace.setSpan(session.parent, session.span).setValue(sessionKey, session);
}

/** What is under way between a socket's constructor and its `open` or failure. */
export class Upgrade {
  #connection: object | undefined;
  readonly #suppress: boolean;

  /** @param suppress - Whether nobody is to make spans meanwhile. */
  constructor(connection: object, suppress: boolean) {
    this.#connection = connection;
    this.#suppress = suppress;
  }

  /** What runs in its context from now on, or follows from it, runs in the session's alone. */
  end(): void {
    this.#connection = undefined;
  }

  /** The connection, and whether tracing is suppressed; `undefined` for any other key. */
  answer(key: symbol): unknown {
    if (this.#connection === undefined) return undefined;
    if (key === upgradeKey) return this.#connection;
    return key === suppressKey && this.#suppress ? true : undefined;
  }
}

/**
 * The context for the upgrade request of a session. All that follows from the request inherits it,
 * for ever: bodies of refused upgrades, retries, their timers. So it must say less in time.
 */
export function upgradeContext(session: Context, upgrade: Upgrade): Context {
  return new UpgradeContext(session, upgrade);
}

class UpgradeContext implements Context {
  readonly #context: Context;
  readonly #upgrade: Upgrade;

  constructor(context: Context, upgrade: Upgrade) {
    this.#context = context;
    this.#upgrade = upgrade;
  }

  getValue(key: symbol): unknown {
    return this.#upgrade.answer(key) ?? this.#context.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new UpgradeContext(this.#context.setValue(key, value), this.#upgrade);
  }

  deleteValue(key: symbol): Context {
    return new UpgradeContext(this.#context.deleteValue(key), this.#upgrade);
  }
}

/** The connection whose upgrade request is under way in the active context. */
export function upgradingConnection(): unknown {
  return context.active().getValue(upgradeKey);
}
