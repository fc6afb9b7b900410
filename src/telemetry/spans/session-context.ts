import {
  context,
  createContextKey,
  INVALID_TRACEID,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
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

  get isOver(): boolean {
    return this.#connection === undefined;
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
  return new UpgradeContext(session, session, upgrade);
}

class UpgradeContext implements Context {
  readonly #during: Context;
  readonly #after: Context;
  readonly #upgrade: Upgrade;

  /**
   * @param during - What it says, besides what the upgrade answers.
   * @param after - What it says when the upgrade is over.
   */
  constructor(during: Context, after: Context, upgrade: Upgrade) {
    this.#during = during;
    this.#after = after;
    this.#upgrade = upgrade;
  }

  /** Whether it says what the session's own says. */
  isOver(session: Context): boolean {
    return this.#after === session && this.#upgrade.isOver;
  }

  getValue(key: symbol): unknown {
    if (this.#upgrade.isOver) return this.#after.getValue(key);
    return this.#upgrade.answer(key) ?? this.#during.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    if (this.#upgrade.isOver) return this.#after.setValue(key, value);
    const during = this.#during.setValue(key, value);
    // The socket of a request that the http instrumentation sees inherits the span that it has
    // got while there are none to be made.
    const after = isSetToNone(during, this.#during)
      ? this.#after
      : this.#after.setValue(key, value);
    return new UpgradeContext(during, after, this.#upgrade);
  }

  deleteValue(key: symbol): Context {
    if (this.#upgrade.isOver) return this.#after.deleteValue(key);
    return new UpgradeContext(
      this.#during.deleteValue(key),
      this.#after.deleteValue(key),
      this.#upgrade,
    );
  }
}

/** Whether the span of a context is none, as a tracer gives it that is suppressed. */
function isSetToNone(context: Context, before: Context): boolean {
  const span = trace.getSpan(context);
  if (span === undefined || span === trace.getSpan(before)) return false;
  return span.spanContext().traceId === INVALID_TRACEID;
}

/**
 * Whether what runs now runs in this session's context already, as a socket's events do on Node: they
 * inherit that of the upgrade, which is the session's when the upgrade is over. To enter a context
 * that is active takes up to 0.3 µs (Node 24 and 26), each message anew.
 */
export function isActive(session: Context): boolean {
  const active = context.active();
  return active === session || (active instanceof UpgradeContext && active.isOver(session));
}

/** The connection whose upgrade request is under way in the active context. */
export function upgradingConnection(): unknown {
  return context.active().getValue(upgradeKey);
}
