// An application's own SDK with the processor of examples/recipes, as its text says.
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { GeminiLiveInstrumentation } from 'opentelemetry-instrumentation-gemini-live';
import { spanKinds } from '../../../examples/recipes/span-kinds.mjs';

const sdk = new NodeSDK({
  spanProcessors: [spanKinds, new tracing.BatchSpanProcessor(new OTLPTraceExporter())],
  instrumentations: [new GeminiLiveInstrumentation()],
});
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());
