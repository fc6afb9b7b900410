export default {
  // Both stay out of the bundle: Node loads them, and the instrumentation sees `ws`.
  serverExternalPackages: ['ws', 'opentelemetry-instrumentation-gemini-live'],
};
