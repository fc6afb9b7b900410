// Preloaded: `node --import ./telemetry.mjs app.mjs`.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { GeminiLiveInstrumentation } from 'opentelemetry-instrumentation-gemini-live';
import { SpanTree } from '../span-tree.cjs';

const sdk = new NodeSDK({
  instrumentations: [new GeminiLiveInstrumentation()],
  // Draws the spans in the terminal. Without this line NodeSDK exports them as OTEL_* says.
  spanProcessors: [new SpanTree()],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown().catch(console.error));
