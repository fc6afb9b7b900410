import { now, randomId, wallClock } from '../platform/index.js';
import { context, SpanKind, type Context, type SpanContext } from '@opentelemetry/api';
import type { Endpoint } from '../protocol/endpoint.js';
import type { AuthKind } from '../words.js';
import type { SetupFacts } from '../protocol/client/setup.js';
import type {
  Generation,
  Moment,
  SessionEnd,
  SessionStory,
  ToolCall,
  ToolOutcome,
  Traffic,
} from '../session/story.js';
import type { Tokens } from '../session/turns/tokens.js';
import { attribute, cut, eventName, spanName } from './attributes.js';
import { tellClose } from './closes/close-signals.js';
import { sessionEnded } from './closes/flush.js';
import { OperationSpans, type OpenTool } from './spans/operation-spans.js';
import { SafeSpan } from './spans/safe-span.js';
import { isActive, parentContext, sessionContext } from './spans/session-context.js';
import { SessionMetrics } from './metrics/session-metrics.js';
import type { Signals } from './signals.js';
import {
  defined,
  endAttributes,
  endpointAttributes,
  requestAttributes,
  sessionStartAttributes,
} from './spans/span-attributes.js';

/** Makes the spans, metrics and events of one session out of its story. */
export class SessionTelemetry implements SessionStory<OpenTool> {
  /** The context in which the session's events reach the application. */
  readonly context: Context;
  readonly #endpoint: Endpoint;
  readonly #signals: Signals;
  readonly #metrics: SessionMetrics;
  readonly #operations: OperationSpans;
  readonly #start: Moment;
  /**
   * What turns a moment into wall-clock time. One for all spans of the session: each span that is
   * given a monotonic time corrects it by an offset of its own, of up to a millisecond, and the
   * order of siblings would be lost.
   */
  readonly #epoch: number;
  readonly #session: SafeSpan;
  #connect: SafeSpan | undefined;
  /** The session that this one redials, which a resumption would link to once more. */
  readonly #redialed: SpanContext | undefined;
  #sessionId: string = randomId();
  #model: string | undefined;
  #setupModel: string | undefined;

  /** @param start - When the socket was made, where that was earlier than now. */
  constructor(endpoint: Endpoint, auth: AuthKind, signals: Signals, start: Moment = now()) {
    this.#start = start;
    this.#epoch = wallClock() - now();
    this.#endpoint = endpoint;
    this.#signals = signals;
    const kind = SpanKind.CLIENT;
    const startTime = this.#time(this.#start);
    const { parent, redialed } = parentContext();
    this.#redialed = redialed?.spanContext();
    this.#session = new SafeSpan(
      signals.guard,
      signals.tracer,
      spanName.session,
      {
        kind,
        attributes: sessionStartAttributes(endpoint, auth),
        startTime,
        ...(this.#redialed && { links: [{ context: this.#redialed }] }),
      },
      parent,
    );
    this.context = sessionContext(parent, this.#session.span);
    this.#connect = new SafeSpan(
      signals.guard,
      signals.tracer,
      spanName.connect,
      { kind, attributes: endpointAttributes(endpoint), startTime },
      this.context,
    );
    this.#metrics = new SessionMetrics(signals.metrics, endpoint.api);
    this.#operations = new OperationSpans(signals, this.#metrics, this.context, (moment) =>
      this.#time(moment),
    );
    this.#metrics.started();
  }

  authenticated(kind: AuthKind): void {
    this.#session.set({ [attribute.auth]: kind });
  }

  setUp(setup: SetupFacts, model: string | undefined, location: string | undefined): void {
    this.#operations.setUp(setup);
    this.#session.set({
      ...requestAttributes(setup),
      ...(location !== undefined && { [attribute.location]: cut(location) }),
    });
    if (setup.model === undefined || model === undefined) return;
    this.#model = cut(model);
    this.#setupModel = cut(setup.model);
    this.#metrics.named(this.#model);
    this.#operations.identify(this.#sessionId, this.#model);
    this.#session.rename(`${spanName.session} ${this.#model}`);
    this.#session.set({
      [attribute.setupModel]: this.#setupModel,
      [attribute.requestModel]: this.#model,
    });
    this.#connect?.rename(`${spanName.connect} ${this.#model}`);
    this.#connect?.set({ [attribute.requestModel]: this.#model });
  }

  mark(): unknown {
    return this.#session.span.spanContext();
  }

  resumed(earlier: unknown): void {
    const { traceId, spanId } = earlier as SpanContext;
    if (spanId !== this.#redialed?.spanId || traceId !== this.#redialed.traceId) {
      this.#session.link(earlier as SpanContext);
    }
    this.#session.set({ [attribute.resumed]: true });
  }

  setupComplete(sessionId: string | undefined): void {
    if (sessionId !== undefined) this.#sessionId = cut(sessionId);
    const at = now();
    this.#operations.identify(this.#sessionId, this.#model);
    this.#metrics.setUp(at - this.#start, undefined, true);
    this.#endConnect(undefined, undefined, at);
  }

  goingAway(timeLeft: number | undefined): void {
    this.#metrics.goneAway();
    this.#session.event(
      eventName.goAway,
      defined({ [attribute.timeLeft]: timeLeft }),
      this.#time(now()),
    );
  }

  resumable(): void {
    this.#session.event(eventName.sessionResumption, {}, this.#time(now()));
  }

  interrupted(): void {
    this.#metrics.interrupted();
  }

  toolCalled(call: ToolCall, at: Moment): OpenTool {
    return this.#operations.toolCalled(call, at);
  }

  toolEnded(tool: OpenTool, outcome: ToolOutcome, at: Moment): void {
    this.#operations.toolEnded(tool, outcome, at);
  }

  generated(generation: Generation): void {
    this.#operations.generated(generation);
  }

  tokens(tokens: Tokens): void {
    this.#metrics.tokens(tokens);
  }

  traffic(since: Traffic): void {
    this.#metrics.traffic(since);
  }

  ended(end: SessionEnd): Promise<void> | undefined {
    const at = now();
    const { guard, flusher } = this.#signals;
    this.#session.set({ ...endAttributes(end), [attribute.sessionId]: this.#sessionId });
    guard(() => this.#failConnect(end, at));
    guard(() => this.#metrics.ended(at - this.#start, end));
    tellClose(end, this.#signals, {
      span: this.#session,
      context: this.context,
      time: this.#time(at),
      endpoint: this.#endpoint,
      setupModel: this.#setupModel,
      model: this.#model,
    });
    this.#session.end(this.#time(at));
    sessionEnded();
    return end.diagnosis && guard(() => flusher?.closed(end.phase));
  }

  run<A extends readonly unknown[], R>(
    tool: OpenTool | undefined,
    fn: (...args: A) => R,
    self: unknown,
    args: A,
  ): R {
    const within = tool === undefined ? this.context : tool.context;
    if (isActive(within)) return Reflect.apply(fn, self, args);
    // Not as the function's `this`: the context manager would make a bound function of it.
    return context.with(within, call<A, R>, undefined, fn, self, args);
  }

  /** The setup was never complete. */
  #failConnect(end: SessionEnd, at: Moment): void {
    if (this.#connect === undefined) return;
    this.#metrics.setUp(at - this.#start, end.connectError, false);
    this.#endConnect(end.connectError, end.httpStatus, at);
  }

  #endConnect(error: string | undefined, httpStatus: number | undefined, at: Moment): void {
    const connect = this.#connect;
    if (connect === undefined) return;
    this.#connect = undefined;
    connect.set(
      defined({ [attribute.sessionId]: this.#sessionId, [attribute.httpStatus]: httpStatus }),
    );
    if (error !== undefined) connect.fail(error);
    connect.end(this.#time(at));
  }

  #time(moment: Moment): number {
    return this.#epoch + moment;
  }
}

function call<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
  return Reflect.apply(fn, self, args);
}
