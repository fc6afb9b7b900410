import { join } from 'node:path';
import type { Check } from './check.js';
import { freePorts, serve } from './children.js';
import { root } from './demo.js';
import { answers } from './until.js';

export const collectorConfig = join(root, 'examples', 'collector', 'collector.yaml');

export interface CollectorServer {
  /** Where to send OTLP over HTTP. */
  readonly http: string;
  /** The port of the page for Prometheus. */
  readonly page: number;
  readonly output: () => string;
}

/** A real Collector on loopback with the shipped configuration; what is shortened is said here. */
export async function startCollector(
  check: Check,
  binary: string,
  exports: { readonly jaeger: string; readonly honeycomb: string; readonly key: string },
): Promise<CollectorServer> {
  const [http = 0, grpc = 0, page = 0] = await freePorts(3);
  const sooner = [
    'processors::tail_sampling::decision_wait: 2s',
    'connectors::span_metrics::metrics_flush_interval: 1s',
    // Its own metrics have a fixed port.
    'service::telemetry::metrics::level: none',
  ];
  const args = ['--config', collectorConfig, ...sooner.flatMap((s) => ['--config', `yaml:${s}`])];
  const env = {
    OTLP_HTTP_ENDPOINT: `127.0.0.1:${http}`,
    OTLP_GRPC_ENDPOINT: `127.0.0.1:${grpc}`,
    PROMETHEUS_ENDPOINT: `127.0.0.1:${page}`,
    JAEGER_ENDPOINT: exports.jaeger.replace('http://', ''),
    HONEYCOMB_API_ENDPOINT: exports.honeycomb,
    HONEYCOMB_API_KEY: exports.key,
  };
  const { output } = await serve(check, { command: binary, args, env }, () =>
    answers(`http://127.0.0.1:${page}/metrics`),
  );
  return { http: `http://127.0.0.1:${http}`, page, output };
}
