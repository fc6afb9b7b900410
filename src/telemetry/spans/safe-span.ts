import {
  INVALID_SPAN_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import type { Guard } from '../../session/guard.js';
import { attribute } from '../attributes.js';

/**
 * A span that nothing can leave which the SDK, a sampler or a processor throws: each call costs
 * itself only. Where the span could not be started there is none, and the rest goes on without it.
 */
export class SafeSpan {
  /** The SDK's own, for contexts and hooks. */
  readonly span: Span;
  readonly #guard: Guard;

  constructor(
    guard: Guard,
    tracer: () => Tracer,
    name: string,
    options: SpanOptions,
    parent: Context,
  ) {
    this.#guard = guard;
    this.span =
      guard(() => tracer().startSpan(name, options, parent)) ??
      trace.wrapSpanContext(trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT);
  }

  set(attributes: Attributes): void {
    this.#guard(() => this.span.setAttributes(attributes));
  }

  rename(name: string): void {
    this.#guard(() => this.span.updateName(name));
  }

  link(to: SpanContext): void {
    this.#guard(() => this.span.addLink({ context: to }));
  }

  /** @param time - Milliseconds since 1970. */
  event(name: string, attributes: Attributes, time: number): void {
    this.#guard(() => this.span.addEvent(name, attributes, time));
  }

  /** @param message - For a person. */
  error(message: string): void {
    this.#guard(() => this.span.setStatus({ code: SpanStatusCode.ERROR, message }));
  }

  /** An error that has a type and no more to tell. */
  fail(errorType: string): void {
    this.set({ [attribute.errorType]: errorType });
    this.error(errorType);
  }

  /** @param time - Milliseconds since 1970. */
  end(time: number): void {
    this.#guard(() => this.span.end(time));
  }
}
