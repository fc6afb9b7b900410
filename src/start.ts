/**
 * `node --import opentelemetry-instrumentation-gemini-live/start app.mjs` (or `--require`): a
 * NodeSDK configured by the `OTEL_*` environment, with this instrumentation; flushed at the end.
 */
import { endOpenSessions, flushTelemetry, GeminiLiveInstrumentation } from './index.js';

/** How long the end of the process may wait for the exporters, in milliseconds. */
const patience = 2_000;

function loadSdk(): typeof import('@opentelemetry/sdk-node') {
  try {
    return require('@opentelemetry/sdk-node') as typeof import('@opentelemetry/sdk-node');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Error(
      'opentelemetry-instrumentation-gemini-live/start needs the OpenTelemetry SDK: npm install @opentelemetry/sdk-node',
    );
  }
}

async function flush(): Promise<void> {
  await Promise.race([
    flushTelemetry(),
    new Promise((resolve) => setTimeout(resolve, patience).unref()),
  ]);
}

function flushAt(signal: NodeJS.Signals): void {
  const onSignal = async (): Promise<void> => {
    // With a listener of its own, the application decides when and how the process ends.
    if (process.listenerCount(signal) > 1) {
      await flush();
      return;
    }
    endOpenSessions();
    await flush();
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on(signal, onSignal);
}

const { NodeSDK } = loadSdk();
new NodeSDK({ instrumentations: [new GeminiLiveInstrumentation()] }).start();
flushAt('SIGTERM');
flushAt('SIGINT');
process.once('beforeExit', () => {
  endOpenSessions();
  void flush();
});
