import {
  context,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import type { AuthKind, Endpoint } from '../protocol/endpoint.js';
import type { SetupFacts } from '../protocol/setup.js';
import type {
  Generation,
  Moment,
  SessionEnd,
  SessionStory,
  ToolCall,
  ToolOutcome,
  Traffic,
} from '../session/story.js';
import type { Tokens } from '../session/usage.js';
import { attribute, cut, eventName, spanName } from './attributes.js';
import { parentContext, sessionContext } from './session-context.js';
import { SessionMetrics } from './session-metrics.js';
import type { Signals } from './signals.js';
import {
  defined,
  endAttributes,
  endpointAttributes,
  generationAttributes,
  requestAttributes,
  sessionStartAttributes,
  toolAttributes,
} from './span-attributes.js';
import { tellClose } from './close-signals.js';

/** An open tool call: its span, where one is made, and the context that its handler runs in. */
export interface OpenTool {
  readonly span: Span | undefined;
  readonly context: Context;
  readonly start: Moment;
}

/** Makes the spans, metrics and events of one session out of its story. */
export class SessionTelemetry implements SessionStory<OpenTool> {
  /** The context in which the session's events reach the application. */
  readonly context: Context;
  readonly #endpoint: Endpoint;
  readonly #signals: Signals;
  readonly #metrics: SessionMetrics;
  readonly #start: Moment = performance.now();
  /**
   * What turns a moment into wall-clock time. One for all spans of the session: each span that is
   * given a monotonic time corrects it by an offset of its own, of up to a millisecond, and the
   * order of siblings would be lost.
   */
  readonly #epoch = Date.now() - this.#start;
  readonly #session: Span;
  #connect: Span | undefined;
  // Not imported: loading it takes longer than all the rest of this package.
  #sessionId: string = process.getBuiltinModule('node:crypto').randomUUID();
  #model: string | undefined;
  #setupModel: string | undefined;
  #request: Attributes = {};

  constructor(endpoint: Endpoint, auth: AuthKind, signals: Signals) {
    this.#endpoint = endpoint;
    this.#signals = signals;
    const { parent, redialed } = parentContext();
    const link = redialed && { links: [{ context: redialed.spanContext() }] };
    this.#session = signals.tracer().startSpan(
      spanName.session,
      {
        kind: SpanKind.CLIENT,
        attributes: sessionStartAttributes(endpoint, auth),
        startTime: this.#time(this.#start),
        ...link,
      },
      parent,
    );
    this.context = sessionContext(parent, this.#session);
    this.#connect = signals.tracer().startSpan(
      spanName.connect,
      {
        kind: SpanKind.CLIENT,
        attributes: endpointAttributes(endpoint),
        startTime: this.#time(this.#start),
      },
      this.context,
    );
    this.#metrics = new SessionMetrics(signals.metrics, endpoint.api);
    this.#metrics.started();
  }

  authenticated(kind: AuthKind): void {
    this.#session.setAttribute(attribute.auth, kind);
  }

  setUp(setup: SetupFacts, model: string | undefined, location: string | undefined): void {
    this.#request = requestAttributes(setup);
    this.#session.setAttributes(this.#request);
    if (location !== undefined) this.#session.setAttribute(attribute.location, cut(location));
    if (setup.model === undefined || model === undefined) return;
    this.#model = cut(model);
    this.#setupModel = cut(setup.model);
    this.#metrics.named(this.#model);
    this.#session.updateName(`${spanName.session} ${this.#model}`);
    this.#session.setAttribute(attribute.setupModel, this.#setupModel);
    this.#session.setAttribute(attribute.requestModel, this.#model);
    this.#connect?.updateName(`${spanName.connect} ${this.#model}`);
    this.#connect?.setAttribute(attribute.requestModel, this.#model);
  }

  mark(): unknown {
    return this.#session.spanContext();
  }

  resumed(earlier: unknown): void {
    this.#session.addLink({ context: earlier as ReturnType<Span['spanContext']> });
    this.#session.setAttribute(attribute.resumed, true);
  }

  setupComplete(sessionId: string | undefined): void {
    if (sessionId !== undefined) this.#sessionId = cut(sessionId);
    const now = performance.now();
    this.#metrics.setUp(now - this.#start, undefined, true);
    this.#session.setAttribute(attribute.sessionId, this.#sessionId);
    this.#endConnect(undefined, undefined, now);
  }

  goingAway(timeLeft: number | undefined): void {
    this.#metrics.goneAway();
    this.#session.addEvent(
      eventName.goAway,
      timeLeft === undefined ? {} : { [attribute.timeLeft]: timeLeft },
      this.#time(performance.now()),
    );
  }

  resumable(): void {
    this.#session.addEvent(eventName.sessionResumption, {}, this.#time(performance.now()));
  }

  interrupted(): void {
    this.#metrics.interrupted();
  }

  toolCalled(call: ToolCall, at: Moment): OpenTool {
    if (!this.#signals.generations) return { span: undefined, context: this.context, start: at };
    const span = this.#signals.tracer().startSpan(
      call.name === undefined ? spanName.tool : `${spanName.tool} ${cut(call.name)}`,
      {
        kind: SpanKind.INTERNAL,
        attributes: { ...this.#common('execute_tool'), ...toolAttributes(call) },
        startTime: this.#time(at),
      },
      this.context,
    );
    return { span, context: trace.setSpan(this.context, span), start: at };
  }

  toolEnded(tool: OpenTool, outcome: ToolOutcome, at: Moment): void {
    const errorType =
      outcome === 'cancelled'
        ? 'cancelled'
        : outcome === 'answered'
          ? undefined
          : outcome.errorType;
    if (tool.span === undefined) return;
    this.#metrics.operation('execute_tool', at - tool.start, errorType);
    if (errorType !== undefined) fail(tool.span, errorType);
    tool.span.end(this.#time(at));
  }

  generated(generation: Generation): void {
    if (!this.#signals.generations) return;
    const { start, end, errorType } = generation;
    this.#metrics.generated(generation);
    const name = spanName.generation;
    const span = this.#signals.tracer().startSpan(
      this.#model === undefined ? name : `${name} ${this.#model}`,
      {
        kind: SpanKind.CLIENT,
        attributes: {
          ...this.#common('realtime_inference'),
          ...this.#request,
          ...generationAttributes(generation),
        },
        startTime: this.#time(start),
      },
      this.context,
    );
    if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: errorType });
    span.end(this.#time(end));
  }

  tokens(tokens: Tokens): void {
    this.#metrics.tokens(tokens);
  }

  traffic(since: Traffic): void {
    this.#metrics.traffic(since);
  }

  ended(end: SessionEnd): void {
    const now = performance.now();
    this.#session.setAttributes({
      ...endAttributes(end),
      [attribute.sessionId]: this.#sessionId,
    });
    if (this.#connect) {
      this.#metrics.setUp(now - this.#start, end.connectError, false);
      this.#endConnect(end.connectError, end.httpStatus, now);
    }
    this.#metrics.ended(now - this.#start, end);
    tellClose(end, this.#signals, {
      span: this.#session,
      context: this.context,
      time: this.#time(now),
      endpoint: this.#endpoint,
      setupModel: this.#setupModel,
      model: this.#model,
    });
    this.#session.end(this.#time(now));
    if (end.diagnosis) void this.#signals.flusher?.flush();
  }

  run<A extends readonly unknown[], R>(
    tool: OpenTool | undefined,
    fn: (...args: A) => R,
    self: unknown,
    args: A,
  ): R {
    const within = tool === undefined ? this.context : tool.context;
    // The API's types want the arguments to be an array type of their own.
    const call = fn as unknown as (...args: unknown[]) => R;
    // Spelt out, as spreading costs as much as all the rest: a DOM event, a message of ws.
    if (args.length === 1) return context.with(within, call, self as object, args[0]);
    if (args.length === 3) {
      return context.with(within, call, self as object, args[0], args[1], args[2]);
    }
    return context.with(within, call, self as object, ...args);
  }

  #time(moment: Moment): number {
    return this.#epoch + moment;
  }

  #common(operation: string): Attributes {
    return defined({
      [attribute.operationName]: operation,
      ...this.#identity(),
    });
  }

  #identity(): Attributes {
    return {
      [attribute.providerName]: this.#metrics.provider,
      [attribute.requestModel]: this.#model,
      [attribute.sessionId]: this.#sessionId,
    };
  }

  #endConnect(error: string | undefined, httpStatus: number | undefined, now: Moment): void {
    const connect = this.#connect;
    if (connect === undefined) return;
    this.#connect = undefined;
    connect.setAttributes(
      defined({ [attribute.sessionId]: this.#sessionId, [attribute.httpStatus]: httpStatus }),
    );
    if (error !== undefined) fail(connect, error);
    connect.end(this.#time(now));
  }
}

function fail(span: Span, errorType: string): void {
  span.setAttribute(attribute.errorType, errorType);
  span.setStatus({ code: SpanStatusCode.ERROR, message: errorType });
}
