// `node --import ./openinference.mjs app.mjs`: for backends that tell generations from other spans by
// OpenInference's attribute or, without it, by the model's name, which all spans of a session carry.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { GeminiLiveInstrumentation } from 'opentelemetry-instrumentation-gemini-live';

const kinds = {
  'gemini.live.session': 'CHAIN',
  'gemini.live.connect': 'CHAIN',
  realtime_inference: 'LLM',
  execute_tool: 'TOOL',
};

/** Says of each span what it is, when it starts. */
const openInference = {
  onStart(span) {
    const kind = kinds[span.name.split(' ')[0]];
    if (kind !== undefined) span.setAttribute('openinference.span.kind', kind);
  },
  onEnd() {},
  forceFlush: async () => {},
  shutdown: async () => {},
};

const sdk = new NodeSDK({
  instrumentations: [new GeminiLiveInstrumentation()],
  spanProcessors: [openInference, new tracing.BatchSpanProcessor(new OTLPTraceExporter())],
  metricReaders: [],
  logRecordProcessors: [],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown());
