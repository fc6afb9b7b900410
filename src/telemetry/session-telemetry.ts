import { now, randomId, wallClock } from '../platform/index.js';
import { context, type Attributes, type Context } from '@opentelemetry/api';
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
import { attribute, cut, eventName, spanName } from './attributes.js';
import { tellClose } from './closes/close-signals.js';
import { sessionEnded } from './closes/flush.js';
import { OperationSpans, type OpenTool } from './spans/operation-spans.js';
import { ConnectSpan } from './spans/connect-span.js';
import type { SafeSpan } from './spans/safe-span.js';
import { isActive } from './spans/session-context.js';
import { SessionSpan, type ResumableSession } from './spans/session-span.js';
import { SessionMetrics } from './metrics/session-metrics.js';
import type { Signals } from './signals.js';
import {
  defined,
  endAttributes,
  serverAttributes,
  setupAttributes,
  toMicroseconds,
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
  readonly #own: SessionSpan;
  readonly #session: SafeSpan;
  #connect: ConnectSpan | undefined;
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
    this.#own = new SessionSpan(endpoint, auth, signals, startTime);
    this.#session = this.#own.span;
    this.context = this.#own.context;
    const answer = signals.guard(() =>
      signals.askConversation?.(this.#session.span, endpoint, this.context),
    );
    const { conversationId } = this.#own;
    this.#connect = new ConnectSpan(signals, endpoint, conversationId, this.context, startTime);
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
    return this.#own.mark();
  }

  resumed(earlier: unknown, sequence: number): void {
    const resumed = earlier as ResumableSession;
    this.#own.resumes(resumed, sequence);
    if (this.#own.conversationId !== undefined || resumed.conversationId === undefined) return;
    this.#belongTo(resumed.conversationId);
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
      conversationId: this.#own.conversationId,
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

  #belongTo(conversationId: string): void {
    this.#connect?.set(this.#own.belongsTo(conversationId));
    this.#identify();
  }

  #identify(): void {
    this.#operations.identify(this.#sessionId, this.#model, this.#own.conversationId);
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
