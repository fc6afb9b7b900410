// Preloaded: `node --import ./telemetry.mjs app.mjs`.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { GeminiLiveInstrumentation } from 'opentelemetry-instrumentation-gemini-live';
import { SpanTree } from '../span-tree.cjs';

const sdk = new NodeSDK({
  instrumentations: [
    new GeminiLiveInstrumentation({
      // A span for each time that the user speaks, as activityStart and activityEnd say.
      userSpeech: true,
      // How long the caller may hear nothing, in seconds: shorter than usual, to show one.
      stalls: { asked_no_reply: 1 },
    }),
  ],
  // Draws the spans in the terminal. Without this line NodeSDK exports them as OTEL_* says.
  spanProcessors: [new SpanTree()],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown().catch(console.error));
