/** The instrumentation scope. */
export const name = 'opentelemetry-instrumentation-gemini-live';
export const version = '0.1.0';
