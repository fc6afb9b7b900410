import {
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type SpanOptions,
} from '@opentelemetry/api';
import type { SetupFacts } from '../../protocol/client/setup.js';
import type { Generation, Moment, Stall, ToolCall, ToolOutcome } from '../../session/story.js';
import type { SetupContent } from '../../protocol/client/setup-content.js';
import {
  messageAttributes,
  setupContentAttributes,
  toolJson,
  type Pass,
} from '../content/content-attributes.js';
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
  readonly name: string | undefined;
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

  /** What is known of the session, as attributes. */
  get identity(): Attributes {
    return this.#identity;
  }

  /** What is known of the session by now goes on each span from here on. */
  identify(sessionId: string, model: string | undefined, conversationId: string | undefined): void {
    this.#model = model === undefined ? '' : ` ${model}`;
    this.#identity = defined({
      [attribute.providerName]: this.#metrics.provider,
      [attribute.requestModel]: model,
      [attribute.sessionId]: sessionId,
      [attribute.conversationId]: conversationId,
    });
  }

  setUp(setup: SetupFacts): void {
    this.#request = requestAttributes(setup);
    this.#metrics.declared(setup.toolNames);
  }

  toolCalled(call: ToolCall, at: Moment): OpenTool {
    const context = this.#context;
    if (!this.#signals.generations) return { span: undefined, context, start: at, name: call.name };
    const span = this.#start(
      call.name === undefined ? spanName.tool : `${spanName.tool} ${told(call.name)}`,
      {
        kind: SpanKind.INTERNAL,
        attributes: {
          [attribute.operationName]: spanName.tool,
          ...this.#identity,
          ...toolAttributes(call),
          ...this.#toolContent(attribute.toolArguments, call.args, call.name),
        },
        startTime: this.#time(at),
      },
    );
    return { span, context: trace.setSpan(context, span.span), start: at, name: call.name };
  }

  toolEnded(tool: OpenTool, outcome: ToolOutcome, at: Moment, result?: string): void {
    if (tool.span === undefined) return;
    if (result !== undefined) {
      tool.span.set(this.#toolContent(attribute.toolResult, result, tool.name));
    }
    const errorType = errorOf(outcome);
    this.#metrics.toolEnded(tool.name, at - tool.start, errorType);
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
        ...messageAttributes(generation, (piece) => this.#pass(piece)),
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

  /** What the setup tells the model; for the session's span. */
  contentOf(content: SetupContent): Attributes {
    return setupContentAttributes(content, (piece) => this.#pass(piece));
  }

  #toolContent(
    name: typeof attribute.toolArguments | typeof attribute.toolResult,
    json: string | undefined,
    tool: string | undefined,
  ): Attributes {
    const kind = name === attribute.toolArguments ? 'tool_call_arguments' : 'tool_call_result';
    const text = toolJson(kind, json, tool, (piece) => this.#pass(piece));
    return text === undefined ? {} : { [name]: text };
  }

  #pass(piece: Parameters<Pass>[0]): string | undefined {
    const model = this.#identity[attribute.requestModel] as string | undefined;
    const conversationId = this.#identity[attribute.conversationId] as string | undefined;
    const { guard, content } = this.#signals;
    return guard(() => content.pass({ ...piece, model, conversationId }, this.#context));
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
