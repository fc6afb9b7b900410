'use strict';
// What an SDK makes of the spans, written to a file as it happens: whatever ends this process, the
// test sees what was there. Needs nothing of OpenTelemetry, so that every SDK line can load it.
const { appendFileSync } = require('node:fs');

function write(kind, value) {
  appendFileSync(process.env.RECORD, `${JSON.stringify({ kind, value })}\n`);
}

exports.write = write;

/** For NodeSDK's `spanProcessors`. */
exports.spanProcessor = {
  onStart(span) {
    write('started', span.spanContext().spanId);
  },
  onEnd(span) {
    const { traceId, spanId } = span.spanContext();
    write('span', {
      name: span.name,
      kind: span.kind,
      traceId,
      spanId,
      parentSpanId: span.parentSpanContext?.spanId,
      milliseconds: span.duration[0] * 1e3 + span.duration[1] / 1e6,
      status: span.status,
      attributes: span.attributes,
      events: span.events.map(({ name, attributes }) => ({ name, attributes })),
      links: span.links.map(({ context }) => context.spanId),
      scope: span.instrumentationScope.name,
    });
  },
  forceFlush: async () => {},
  shutdown: async () => {},
};

/** For a PeriodicExportingMetricReader. */
exports.metricExporter = {
  export({ scopeMetrics }, done) {
    for (const { scope, metrics } of scopeMetrics) {
      for (const { descriptor, dataPoints } of metrics) {
        const values = dataPoints.map(({ value }) => value);
        write('metric', {
          scope: scope.name,
          name: descriptor.name,
          points: values.length,
          values,
        });
      }
    }
    done({ code: 0 });
  },
  forceFlush: async () => {},
  shutdown: async () => {},
};
