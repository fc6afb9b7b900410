import { environment, globalValue } from '../../platform/index.js';
import * as api from '@opentelemetry/api';
import type { Attributes, Context } from '@opentelemetry/api';
import type { SafeSpan } from '../spans/safe-span.js';
import { attribute, cut, eventName, longest } from '../attributes.js';

/** Where the one error of an abnormal close is told: as a span event, a log record, or both. */
export type ErrorEvent = 'span' | 'log' | 'both';

/** One log record, in the form that both lines of the logs API take. */
export interface LogRecord {
  readonly eventName: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body?: string;
  readonly attributes: Attributes;
  readonly context: Context;
}

/** A logger of either line of the logs API. */
export interface Logger {
  emit(record: LogRecord): void;
}

export interface ClosingError {
  readonly name: 'GeminiModelMismatchError' | 'GeminiLiveCloseError';
  /** The hint, else code and reason. Without credentials. */
  readonly message: string;
  readonly errorType: string;
  readonly closeCode: number | undefined;
  /** On the log record alone: the span has it already. */
  readonly conversationId: string | undefined;
}

/** WARN, the number that the logs data model gives it. */
const severityWarn = 13;

/** Tells the error of an abnormal close where the user wants it. */
export class ExceptionSink {
  readonly #where: ErrorEvent;
  readonly #logger: () => Logger;

  constructor(where: ErrorEvent, logger: () => Logger) {
    this.#where = where;
    this.#logger = logger;
  }

  /** @param time - When, in milliseconds since 1970. */
  tellSpan(span: SafeSpan, time: number, error: ClosingError): void {
    if (this.#where !== 'log') span.event(eventName.exception, describe(error), time);
  }

  /** @param context - The session's. */
  tellLog(context: Context, error: ClosingError): void {
    if (this.#where === 'span') return;
    this.#logger().emit({
      eventName: eventName.exceptionLog,
      severityNumber: severityWarn,
      severityText: 'WARN',
      body: cut(error.message, longest.hint),
      attributes: {
        ...describe(error),
        [attribute.errorType]: error.errorType,
        ...(error.closeCode !== undefined && { [attribute.closeCode]: error.closeCode }),
        ...(error.conversationId !== undefined && {
          [attribute.conversationId]: error.conversationId,
        }),
      },
      context,
    });
  }
}

function describe({ name, message }: ClosingError): Attributes {
  return {
    [attribute.exceptionType]: name,
    [attribute.exceptionMessage]: cut(message, longest.hint),
  };
}

/** A logger provider of either line of the logs API. */
export interface LoggerProvider {
  getLogger(name: string, version: string): Logger;
}

interface LogsApi {
  getLoggerProvider(): LoggerProvider;
}

/** The API's own logs signal, which exists from 1.10 on; see {@link apiLogsProvider} for the one before it. */
export function logsApi(): LogsApi | undefined {
  // Not `api.logs`: webpack and Turbopack hold a static member against what API 1.9 exports, and fail.
  return Reflect.get(api, 'logs') as LogsApi | undefined;
}

/** The global provider of `@opentelemetry/api-logs`, if an SDK has set one. */
export function apiLogsProvider(): LoggerProvider | undefined {
  const get = globalValue(Symbol.for('io.opentelemetry.js.api.logs'));
  // Called as api-logs does, with the one version of compatibility that it has.
  return typeof get === 'function'
    ? (get as (version: number) => LoggerProvider | undefined)(1)
    : undefined;
}

/**
 * The option, or what the conventions' environment variable asks for.
 * Source: https://opentelemetry.io/docs/specs/semconv/exceptions/ (OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN)
 */
export function readErrorEvent(option: ErrorEvent | undefined): ErrorEvent {
  if (option !== undefined) return option;
  const optIn = (environment('OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN') ?? '')
    .split(',')
    .map((value) => value.trim());
  if (optIn.includes('logs/dup')) return 'both';
  return optIn.includes('logs') ? 'log' : 'span';
}
