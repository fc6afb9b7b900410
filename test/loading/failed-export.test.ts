import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

/** What `…/start` says of its exports, in an application. */
async function said(env: Readonly<Record<string, string>>, app = [fixture('app.mjs')]) {
  const outcome = await runHere(
    simulator,
    ['--import', 'opentelemetry-instrumentation-gemini-live/start', ...app],
    { env: { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_TIMEOUT: '1500', ...env } },
  );
  expect(outcome.code).toBe(0);
  return outcome.stderr.split('\n').filter((line) => line.includes('GEMINI_LIVE_EXPORT'));
}

it.each([
  ['where nobody listens', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
  [
    'for one signal',
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:9/v1/traces' },
    'It sends to http://127.0.0.1:9/v1/traces.',
  ],
  [
    'without the credentials in it',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:password@127.0.0.1:9/?key=secret' },
    'It sends to http://127.0.0.1:9.',
  ],
])('says once where an export was to go, %s', async (_where, env, text) => {
  const lines = await said(env);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(text);
  expect(lines[0]).not.toMatch(/password|secret/);
});

it('says so over gRPC, which lets a process end meanwhile', async () => {
  const stays = `require(${JSON.stringify(fixture('app.cjs'))}); setTimeout(() => {}, 5_000);`;
  const lines = await said({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, ['--eval', stays]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('It sends to http://localhost:4317.');
});

it('says with which status a backend refuses', async () => {
  const backend = createServer((_request, response) => response.writeHead(401).end());
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const { port } = backend.address() as AddressInfo;
  try {
    const lines = await said({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    expect(lines.join()).toMatch(/could not export: Unauthorized \(401\)\. It sends to http:/);
  } finally {
    backend.close();
  }
});

it('is silent where nothing is exported', async () => {
  expect(await said({ OTEL_TRACES_EXPORTER: 'none' })).toEqual([]);
});
