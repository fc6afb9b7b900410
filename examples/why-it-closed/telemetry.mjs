// Keeps the session spans, to be looked at.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { GeminiLiveInstrumentation } from 'opentelemetry-instrumentation-gemini-live';

export const sessions = [];

new NodeSDK({
  // The table says the hint already.
  instrumentations: [new GeminiLiveInstrumentation({ warn: false })],
  spanProcessors: [
    {
      onStart: () => {},
      onEnd: (span) => span.name.startsWith('gemini.live.session') && sessions.push(span),
      forceFlush: async () => {},
      shutdown: async () => {},
    },
  ],
}).start();
