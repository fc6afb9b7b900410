import {
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type SpanOptions,
} from '@opentelemetry/api';
import type { SetupFacts } from '../../protocol/client/setup.js';
import type { Generation, Moment, Stall, ToolCall, ToolOutcome } from '../../session/story.js';
import { attribute, spanName, told } from '../attributes.js';
import type { SessionMetrics } from '../metrics/session-metrics.js';
import type { Signals } from '../signals.js';
import { SafeSpan } from './safe-span.js';
import {
  defined,
  generationAttributes,
  requestAttributes,
  stallAttributes,
  toolAttributes,
} from './span-attributes.js';

/** An open tool call: its span, where one is made, and the context that its handler runs in. */
export interface OpenTool {
  readonly span: SafeSpan | undefined;
  readonly context: Context;
  readonly start: Moment;
}

/** Makes the spans of a session's generations, tools and silences, below the session's own. */
export class OperationSpans {
  readonly #signals: Signals;
  readonly #metrics: SessionMetrics;
  readonly #context: Context;
  readonly #time: (moment: Moment) => number;
  #identity: Attributes;
  #request: Attributes = {};
  #model = '';

  /**
   * @param parent - The session's context.
   * @param time - Turns a moment into milliseconds since 1970.
   */
  constructor(
    signals: Signals,
    metrics: SessionMetrics,
    parent: Context,
    time: (moment: Moment) => number,
  ) {
    this.#signals = signals;
    this.#metrics = metrics;
    this.#context = parent;
    this.#time = time;
    this.#identity = { [attribute.providerName]: metrics.provider };
  }

  /** What is known of the session by now goes on each span from here on. */
  identify(sessionId: string, model: string | undefined): void {
    this.#model = model === undefined ? '' : ` ${model}`;
    this.#identity = defined({
      [attribute.providerName]: this.#metrics.provider,
      [attribute.requestModel]: model,
      [attribute.sessionId]: sessionId,
    });
  }

  setUp(setup: SetupFacts): void {
    this.#request = requestAttributes(setup);
  }

  toolCalled(call: ToolCall, at: Moment): OpenTool {
    const context = this.#context;
    if (!this.#signals.generations) return { span: undefined, context, start: at };
    const span = this.#start(
      call.name === undefined ? spanName.tool : `${spanName.tool} ${told(call.name)}`,
      {
        kind: SpanKind.INTERNAL,
        attributes: {
          [attribute.operationName]: spanName.tool,
          ...this.#identity,
          ...toolAttributes(call),
        },
        startTime: this.#time(at),
      },
    );
    return { span, context: trace.setSpan(context, span.span), start: at };
  }

  toolEnded(tool: OpenTool, outcome: ToolOutcome, at: Moment): void {
    if (tool.span === undefined) return;
    const errorType = errorOf(outcome);
    this.#metrics.operation(spanName.tool, at - tool.start, errorType);
    if (errorType !== undefined) tool.span.fail(errorType);
    tool.span.end(this.#time(at));
  }

  /** A generation is over: its span is made in one go, with the times of its own. */
  generated(generation: Generation): void {
    if (!this.#signals.generations) return;
    this.#metrics.generated(generation);
    const span = this.#start(spanName.generation + this.#model, {
      kind: SpanKind.CLIENT,
      attributes: {
        [attribute.operationName]: spanName.generation,
        ...this.#identity,
        ...this.#request,
        ...generationAttributes(generation),
      },
      startTime: this.#time(generation.start),
    });
    if (generation.errorType !== undefined) span.fail(generation.errorType);
    span.end(this.#time(generation.end));
  }

  /** A stall is over: its span stands where the silence stood. */
  stallEnded(stall: Stall): void {
    if (!this.#signals.generations) return;
    const span = this.#start(`${spanName.stall} ${stall.kind}`, {
      kind: SpanKind.INTERNAL,
      attributes: { ...this.#identity, ...stallAttributes(stall) },
      startTime: this.#time(stall.start),
    });
    span.error('stall');
    span.end(this.#time(stall.end));
  }

  userSpoke(start: Moment, end: Moment): void {
    if (!this.#signals.generations) return;
    const span = this.#start(spanName.userSpeech, {
      kind: SpanKind.INTERNAL,
      attributes: { [attribute.operationName]: spanName.userSpeech, ...this.#identity },
      startTime: this.#time(start),
    });
    span.end(this.#time(end));
  }

  #start(name: string, options: SpanOptions): SafeSpan {
    const { guard, tracer } = this.#signals;
    return new SafeSpan(guard, tracer, name, options, this.#context);
  }
}

function errorOf(outcome: ToolOutcome): string | undefined {
  if (outcome === 'answered') return undefined;
  return outcome === 'cancelled' ? 'cancelled' : outcome.errorType;
}
