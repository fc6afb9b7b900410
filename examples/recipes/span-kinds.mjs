/**
 * For backends that take every span with a model for a generation (Phoenix, Langfuse): says what
 * kind of span each is, in OpenInference's words, which both read first. Beside the exporter's
 * processor: `new NodeSDK({ spanProcessors: [spanKinds, new BatchSpanProcessor(exporter)] })`.
 */
const kinds = { realtime_inference: 'LLM', execute_tool: 'TOOL' };

export const spanKinds = {
  onStart(span) {
    if (span.instrumentationScope.name !== 'opentelemetry-instrumentation-gemini-live') return;
    const operation = span.attributes['gen_ai.operation.name'];
    span.setAttribute('openinference.span.kind', kinds[operation] ?? 'CHAIN');
  },
  onEnd() {},
  async forceFlush() {},
  async shutdown() {},
};
