import { createRequire } from 'node:module';
import { environment, warn } from '../platform/index.js';

/** What of @opentelemetry/core is used: every exporter's failure passes its global handler. */
interface Core {
  loggingErrorHandler(): (error: unknown) => void;
  setGlobalErrorHandler(handler: (error: unknown) => void): void;
}

/** The signals, as the variables of the environment name them. */
const signals = ['TRACES', 'METRICS', 'LOGS'];

let told = false;

/** Says once, at the first export that fails, where it was to go. */
export function tellFailedExport(failure: unknown): void {
  // A provider gives the errors of all its processors.
  const error = [failure].flat().find(isFailedExport);
  if (told || error === undefined) return;
  told = true;
  warn(failedExport(error), 'GEMINI_LIVE_EXPORT');
}

/**
 * Hears of the exports that the SDK begins itself, which without a logger for diagnostics fail in
 * silence.
 *
 * @param sdk - The file of the SDK, beside which its own packages are found.
 */
export function hearExporters(sdk: string, heard: (error: unknown) => void): void {
  let core: Core;
  try {
    core = createRequire(sdk)('@opentelemetry/core') as Core;
  } catch {
    return;
  }
  const handOn = core.loggingErrorHandler();
  core.setGlobalErrorHandler((error) => {
    heard(error);
    handOn(error);
  });
}

interface ExportError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
}

function isFailedExport(error: unknown): error is ExportError {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  return (
    // A system error's, an HTTP status or a status of gRPC.
    typeof code === 'string' ||
    typeof code === 'number' ||
    /\bexport (?:failed|timed out)\b/i.test(error.message)
  );
}

function failedExport({ message, code }: ExportError): string {
  const status = code !== undefined && !message.includes(String(code)) ? ` (${code})` : '';
  const why = message.replace(/\.?\s*(?:Resolution note:)?\s*$/, '');
  return (
    `OpenTelemetry could not export: ${why}${status}. It sends to ${endpoints().join(', ')}. ` +
    'Set OTEL_EXPORTER_OTLP_ENDPOINT to your backend, or OTEL_TRACES_EXPORTER=console to see spans here.'
  );
}

/** Where the environment has the signals sent, once each. */
function endpoints(): string[] {
  const found = signals
    .filter((signal) => environment(`OTEL_${signal}_EXPORTER`) !== 'none')
    .map(
      (signal) =>
        environment(`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`) ||
        environment('OTEL_EXPORTER_OTLP_ENDPOINT') ||
        `http://localhost:${isGrpc(signal) ? 4317 : 4318}`,
    );
  return [...new Set(found.map(withoutSecrets))];
}

function isGrpc(signal: string): boolean {
  const protocol =
    environment(`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`) ||
    environment('OTEL_EXPORTER_OTLP_PROTOCOL');
  return protocol === 'grpc';
}

function withoutSecrets(endpoint: string): string {
  try {
    const url = new URL(endpoint);
    return `${url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin}${url.pathname.replace(/\/$/, '')}`;
  } catch {
    return 'an endpoint that is no URL';
  }
}
