// What a user adds: `node --import ./telemetry.mjs app.mjs`. The span tree is the demo's own.
import { writeSync } from 'node:fs';
import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { GeminiLiveInstrumentation } from 'opentelemetry-instrumentation-gemini-live';
import spanTree from '../span-tree.cjs';

// Beside standard output, which is the user's program's; the demo indents it by 3.
const tree = new spanTree.SpanTree((text) => writeSync(3, `${text}\n`), 97);
const instrumentations = [new GeminiLiveInstrumentation({ warn: false })];

// Spans alone: a backend that takes no metrics, such as Jaeger, is no fault.
const notExported = ({ message, errors = [] }) => {
  console.error(`Spans were not exported: ${message || errors[0]?.message}`);
};

if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) {
  const sdk = new NodeSDK({ instrumentations });
  sdk.start();
  watch(trace.getTracerProvider());
  process.once('beforeExit', () => sdk.shutdown().catch(notExported));
} else {
  // All three are given, so that NodeSDK does not fall back on localhost:4318.
  const nowhere = { metricReaders: [], logRecordProcessors: [] };
  new NodeSDK({ instrumentations, spanProcessors: [tree], ...nowhere }).start();
}

/** NodeSDK takes its exporters from the environment only where it is given no span processor. */
function watch(proxy) {
  const provider = proxy.getDelegate();
  const getTracer = (...scope) => {
    const tracer = provider.getTracer(...scope);
    const startSpan = (...args) => {
      const span = tracer.startSpan(...args);
      if (span.isRecording()) tree.onStart(span);
      return span;
    };
    return { startSpan, startActiveSpan: tracer.startActiveSpan.bind(tracer) };
  };
  const forceFlush = () => provider.forceFlush().catch(notExported);
  proxy.setDelegate({ getTracer, forceFlush });
}
