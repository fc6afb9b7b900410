import type { Attributes, Context } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';

/** A log record as an instrumentation emits it. */
export interface EmittedRecord {
  readonly eventName?: string;
  readonly severityNumber?: number;
  readonly body?: unknown;
  readonly attributes?: Attributes;
  readonly context?: Context;
}

/** Registers a global logger provider that keeps what it is given. */
export function recordLogs(): { readonly records: EmittedRecord[]; stop(): void } {
  const records: EmittedRecord[] = [];
  const logger = { emit: (record: EmittedRecord) => void records.push(record) };
  logs.setGlobalLoggerProvider({ getLogger: () => logger as never });
  return { records, stop: () => logs.disable() };
}
