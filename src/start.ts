/**
 * `node --import opentelemetry-instrumentation-gemini-live/start app.mjs` (or `--require`): a
 * NodeSDK configured by the `OTEL_*` environment, with this instrumentation; flushed at the end.
 */
import { trace } from '@opentelemetry/api';
import { endOpenSessions, GeminiLiveInstrumentation } from './index.js';
import { hearExporters, tellFailedExport } from './start/failed-export.js';
import { holdSignal } from './start/held-signals.js';
import { printingProvider, wantsPrint, type PrintSettings } from './start/printed-sessions.js';
import { flushRest, inTime } from './telemetry/closes/flush.js';
import { failedFlushes } from './telemetry/closes/provider-flush.js';

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

/** Ends what is open and exports what is left: nothing, where no session was seen. */
function deliver(): Promise<void> | undefined {
  try {
    endOpenSessions();
    return flushRest();
  } catch {
    // The process ends as it would have.
    return undefined;
  }
}

const { env, stderr } = process;
const printing: PrintSettings = {
  env,
  isTTY: stderr.isTTY === true,
  columns: stderr.columns,
  write: (text) => void stderr.write(text),
};
const prints = wantsPrint(printing);

/** With no exporter at all the SDK makes no spans that could be printed. */
const nowhere = {
  onStart: () => {},
  onEnd: () => {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const { NodeSDK } = loadSdk();
hearExporters(require.resolve('@opentelemetry/sdk-node'), tellFailedExport);
failedFlushes.add(tellFailedExport);
const instrumentation = new GeminiLiveInstrumentation();
new NodeSDK({
  instrumentations: [instrumentation],
  ...(prints && env['OTEL_TRACES_EXPORTER']?.trim() === 'none' && { spanProcessors: [nowhere] }),
}).start();
if (prints) {
  instrumentation.setTracerProvider(printingProvider(trace.getTracerProvider(), printing));
}
// Waited for by nobody: the exporter's request keeps the process alive, as long as there is one.
process.on('beforeExit', () => void deliver());
if (process.getBuiltinModule('node:worker_threads').isMainThread) {
  const deliverInTime = (): Promise<void> | undefined => {
    const delivered = deliver();
    return delivered && inTime(delivered);
  };
  holdSignal('SIGTERM', deliverInTime);
  holdSignal('SIGINT', deliverInTime);
}
