import { now, randomId, wallClock } from '../platform/index.js';
import {
  context,
  SpanKind,
  type Attributes,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import type { Endpoint } from '../protocol/endpoint.js';
import type { AuthKind } from '../words.js';
import type { SetupContent } from '../protocol/client/setup-content.js';
import type { SetupFacts } from '../protocol/client/setup.js';
import type {
  Generation,
  Moment,
  SessionEnd,
  SessionStory,
  Stall,
  ToolCall,
  ToolOutcome,
  Traffic,
} from '../session/story.js';
import type { StallKind } from '../session/silence/stall-kinds.js';
import type { Tokens } from '../session/turns/tokens.js';
import { attribute, cut, eventName, spanName, told } from './attributes.js';
import { tellClose } from './closes/close-signals.js';
import { sessionEnded } from './closes/flush.js';
import { OperationSpans, type OpenTool } from './spans/operation-spans.js';
import { ConnectSpan } from './spans/connect-span.js';
import { SafeSpan } from './spans/safe-span.js';
import {
  activeConversation,
  isActive,
  parentContext,
  sessionContext,
  type CarriedSession,
} from './spans/session-context.js';
import { SessionMetrics } from './metrics/session-metrics.js';
import type { Signals } from './signals.js';
import {
  conversationAttribute,
  defined,
  endAttributes,
  serverAttributes,
  setupAttributes,
  sessionStartAttributes,
  toMicroseconds,
} from './spans/span-attributes.js';

/** What a session that resumes this one is to know of it. */
interface ResumableSession {
  readonly link: SpanContext;
  readonly conversationId: string | undefined;
}

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
  readonly #carried: CarriedSession;
  #connect: ConnectSpan | undefined;
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
    const startTime = this.#time(this.#start);
    const { parent, redialed } = parentContext();
    const said = activeConversation();
    this.#redialed = redialed?.spanContext();
    this.#session = new SafeSpan(
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
    this.#carried = { span: this.#session.span, parent, conversationId: said && told(said) };
    this.context = sessionContext(this.#carried);
    const answer = signals.guard(() =>
      signals.askConversation?.(this.#session.span, endpoint, this.context),
    );
    this.#connect = new ConnectSpan(signals, endpoint, said, this.context, startTime);
    this.#metrics = new SessionMetrics(signals.metrics, endpoint.api);
    this.#operations = new OperationSpans(signals, this.#metrics, this.context, (moment) =>
      this.#time(moment),
    );
    if (answer !== undefined) this.#belongTo(answer);
    this.#metrics.started();
  }

  authenticated(kind: AuthKind): void {
    this.#session.set({ [attribute.auth]: kind });
  }

  setUp(setup: SetupFacts, model: string | undefined, location: string | undefined): void {
    this.#operations.setUp(setup);
    const place = location === undefined ? {} : { [attribute.location]: cut(location) };
    this.#session.set({ ...setupAttributes(setup), ...place });
    this.#connect?.set(place);
    if (setup.model === undefined || model === undefined) return;
    this.#model = cut(model);
    this.#setupModel = cut(setup.model);
    this.#metrics.named(this.#model);
    this.#identify();
    this.#session.rename(`${spanName.session} ${this.#model}`);
    this.#session.set({
      [attribute.setupModel]: this.#setupModel,
      [attribute.requestModel]: this.#model,
    });
    this.#connect?.setUp(this.#setupModel, this.#model);
  }

  instructed(content: SetupContent): void {
    this.#signals.guard(() => this.#session.set(this.#operations.contentOf(content)));
  }

  mark(): ResumableSession {
    const { conversationId } = this.#carried;
    return { link: this.#session.span.spanContext(), conversationId };
  }

  resumed(earlier: unknown, sequence: number): void {
    const { link, conversationId } = earlier as ResumableSession;
    if (link.spanId !== this.#redialed?.spanId || link.traceId !== this.#redialed.traceId) {
      this.#session.link(link);
    }
    this.#session.set({ [attribute.resumed]: true, [attribute.sequence]: sequence });
    if (this.#carried.conversationId !== undefined || conversationId === undefined) return;
    this.#belongTo(conversationId);
  }

  resumedAfter(gap: number): void {
    this.#session.set(defined({ [attribute.resumptionGap]: toMicroseconds(gap) }));
  }

  setupComplete(sessionId: string | undefined): void {
    if (sessionId !== undefined) this.#sessionId = cut(sessionId);
    const at = now();
    this.#identify();
    this.#metrics.setUp(at - this.#start, undefined, true);
    this.#endConnect(undefined, undefined, at);
    const { guard, sessionEvents } = this.#signals;
    guard(() => sessionEvents?.started(this.context, this.#recordAttributes()));
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

  toolEnded(tool: OpenTool, outcome: ToolOutcome, at: Moment, result?: string): void {
    this.#operations.toolEnded(tool, outcome, at, result);
  }

  generated(generation: Generation): void {
    this.#operations.generated(generation);
  }

  stalled(kind: StallKind): void {
    this.#metrics.stalled(kind);
  }

  stallEnded(stall: Stall): void {
    this.#operations.stallEnded(stall);
  }

  userSpoke(start: Moment, end: Moment): void {
    this.#operations.userSpoke(start, end);
  }

  tokens(tokens: Tokens): void {
    this.#metrics.tokens(tokens);
  }

  traffic(since: Traffic): void {
    this.#metrics.traffic(since);
  }

  ended(end: SessionEnd): Promise<void> | undefined {
    const at = now();
    const { guard, flusher, sessionEvents } = this.#signals;
    const established = this.#connect === undefined;
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
      conversationId: this.#carried.conversationId,
    });
    this.#session.end(this.#time(at));
    guard(() => {
      if (!established) return;
      sessionEvents?.ended(this.context, this.#recordAttributes(), end.diagnosis?.errorType);
    });
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

  /** The conversation that the session belongs to is known only now. */
  #belongTo(conversationId: string): void {
    this.#carried.conversationId = told(conversationId);
    const attributes = conversationAttribute(this.#carried.conversationId);
    this.#session.set(attributes);
    this.#connect?.set(attributes);
    this.#identify();
  }

  #identify(): void {
    this.#operations.identify(this.#sessionId, this.#model, this.#carried.conversationId);
  }

  #recordAttributes(): Attributes {
    return { ...this.#operations.identity, ...serverAttributes(this.#endpoint) };
  }

  /** The setup was never complete. */
  #failConnect(end: SessionEnd, at: Moment): void {
    if (this.#connect === undefined) return;
    this.#metrics.setUp(at - this.#start, end.connectError, false);
    this.#endConnect(end.connectError, end.httpStatus, at);
  }

  #endConnect(error: string | undefined, httpStatus: number | undefined, at: Moment): void {
    this.#connect?.end(this.#sessionId, error, httpStatus, this.#time(at));
    this.#connect = undefined;
  }

  #time(moment: Moment): number {
    return this.#epoch + moment;
  }
}

function call<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
  return Reflect.apply(fn, self, args);
}
