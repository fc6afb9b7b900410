import { context, createContextKey, trace, type Context, type Span } from '@opentelemetry/api';

// createContextKey gives the same key for the same description, in every copy of this package.
const sessionKey = createContextKey('opentelemetry-instrumentation-gemini-live session');
const upgradeKey = createContextKey('opentelemetry-instrumentation-gemini-live upgrade');
/** The key by which @opentelemetry/core 2 and 3 suppress tracing. */
const suppressKey = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** What the context of one of our sessions carries. */
interface CarriedSession {
  readonly span: Span;
  readonly parent: Context;
}

/**
 * The context to make a session's span in. A socket that is made in a handler of another session
 * (a redial) takes that session's parent, so that redials are siblings and not a chain.
 */
export function parentContext(): { readonly parent: Context; readonly redialed: Span | undefined } {
  const active = context.active();
  const carried = active.getValue(sessionKey) as CarriedSession | undefined;
  return carried === undefined
    ? { parent: active, redialed: undefined }
    : { parent: carried.parent, redialed: carried.span };
}

/** The context in which a session's events reach the application. */
export function sessionContext(parent: Context, span: Span): Context {
  const carried: CarriedSession = { span, parent };
  return trace.setSpan(parent, span).setValue(sessionKey, carried);
}

/** The context for the upgrade request of a session. */
export function upgradeContext(session: Context, connection: object, suppress: boolean): Context {
  const upgrade = session.setValue(upgradeKey, connection);
  return suppress ? upgrade.setValue(suppressKey, true) : upgrade;
}

/** The connection whose upgrade request is under way in the active context. */
export function upgradingConnection(): unknown {
  return context.active().getValue(upgradeKey);
}
