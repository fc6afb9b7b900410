import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import type { Check } from './check.js';
import { freePorts, scratch, serve } from './children.js';
import { root } from './demo.js';
import { answers, getJson } from './until.js';

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

export interface PrometheusServer {
  query(expression: string): Promise<Sample[]>;
  alerts(): Promise<readonly Alert[]>;
}

export const folder = join(root, 'examples', 'prometheus');

/**
 * A real Prometheus on loopback with the shipped configuration and rules; only the targets are put
 * in, and seconds take the place of the intervals.
 */
export async function startPrometheus(
  check: Check,
  binary: string,
  targets: { readonly application: number; readonly collector: number },
): Promise<PrometheusServer> {
  const home = await scratch(check);
  const config = await readFile(join(folder, 'prometheus.yaml'), 'utf8');
  const faster = config
    .replace('localhost:9464', `127.0.0.1:${targets.application}`)
    .replace('collector:9464', `127.0.0.1:${targets.collector}`)
    .replaceAll('interval: 15s', 'interval: 1s');
  await writeFile(join(home, 'prometheus.yaml'), faster);
  const rules = await readFile(join(folder, 'alerts.yaml'), 'utf8');
  await writeFile(join(home, 'alerts.yaml'), rules.replace('interval: 30s', 'interval: 1s'));

  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const args = [
    `--config.file=${join(home, 'prometheus.yaml')}`,
    `--storage.tsdb.path=${join(home, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  await serve(check, { command: binary, args }, () => answers(`${url}/-/ready`));
  return {
    query: (expression) => query(url, expression),
    alerts: async () => {
      const { data } = await getJson<{ data: { alerts: Alert[] } }>(`${url}/api/v1/alerts`);
      return data.alerts.filter((alert) => alert.state === 'firing');
    },
  };
}

async function query(url: string, expression: string): Promise<Sample[]> {
  const parameters = new URLSearchParams({ query: expression });
  const { data } = await getJson<{
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  }>(`${url}/api/v1/query?${parameters.toString()}`);
  return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}
