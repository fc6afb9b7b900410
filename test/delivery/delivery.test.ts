import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closedPort, exportTo, startCollector, type Collector } from '../children/collector.js';
import type { RecordedSpan } from '../children/recorded.js';
import { run, type Outcome } from '../children/run.js';
import { repository } from '../children/tree.js';
import { closeWith, startSimulator, type Simulator } from '../simulator/index.js';

let simulator: Simulator;
let collector: Collector;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

function fixture(name: string): string {
  return join(repository, 'test/delivery/fixtures', name);
}

function execute(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return run({
    args,
    env: {
      SIMULATOR: simulator.url,
      SIMULATOR_HTTP: simulator.httpUrl,
      // Warnings have a test of their own; here everything must be as without us.
      NODE_NO_WARNINGS: '1',
      ...env,
    },
  });
}

/** With telemetry, to the collector unless told otherwise. */
function watch(script: string, env = collector.env): Promise<Outcome> {
  return execute(['--require', fixture('sdk.cjs'), fixture(script)], env);
}

function sessions(): RecordedSpan[] {
  return collector.spans.filter(({ name }) => name.startsWith('gemini.live.session'));
}

const hint = /^Model 'gemini-live-2\.5-flash-native-audio' is a Vertex AI model/;

// With @google/genai 2, `connect` never settles: Node ends such a module with 13.
describe.each([
  ['mistake.cjs', 0],
  ['mistake.mjs', 13],
  ['rejects.mjs', 1],
] as const)('a process that ends at the mistake: %s', (script, code) => {
  it('delivers the hint, and ends as it would have', async () => {
    const alone = await execute([fixture(script)]);
    const watched = await watch(script);
    expect(watched).toMatchObject({ code, stdout: alone.stdout, stderr: alone.stderr });
    expect(alone.code).toBe(code);
    expect(sessions()).toMatchObject([
      {
        status: { code: 2 },
        attributes: { 'gemini.mismatch_hint': expect.stringMatching(hint) as string },
      },
    ]);
    expect(collector.spans.map(({ name }) => name.split(' ')[0]).sort()).toEqual([
      'gemini.live.connect',
      'gemini.live.session',
    ]);
  });

  it('ends as it would have where the collector cannot be reached', async () => {
    // The exporter tries again until then; the README says that it holds the process for so long.
    const env = { ...exportTo(await closedPort()), OTEL_EXPORTER_OTLP_TIMEOUT: '1000' };
    const watched = await watch(script, env);
    expect(watched).toMatchObject({ code, signal: null, stdout: '' });
  });
});

describe.each([['a refused upgrade'], ['a refused connection']])('%s', (kind) => {
  it.each([
    ['error', 3],
    ['close', 4],
    ['a throw', 1],
    ['nothing', 1],
  ])('is delivered by a script that ends on: %s', async (ENDS_ON, code) => {
    const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
    const port = await closedPort();
    const env = {
      ENDS_ON,
      LIVE_URL:
        kind === 'a refused upgrade' ? `${simulator.url}${path}` : `ws://127.0.0.1:${port}${path}`,
    };
    const refuse = (): void => {
      if (kind === 'a refused upgrade') simulator.next({ steps: [{ refuse: 403 }] });
    };
    refuse();
    const alone = await execute([fixture('refused.cjs')], env);
    refuse();
    const watched = await watch('refused.cjs', { ...collector.env, ...env });
    expect(watched).toMatchObject({ code, signal: alone.signal, stdout: alone.stdout });
    expect(alone.code).toBe(code);
    const thrown = /^.*Error: .*$/m;
    expect(thrown.exec(watched.stderr)?.[0]).toBe(thrown.exec(alone.stderr)?.[0]);
    expect(sessions()).toMatchObject([
      { status: { code: 2 }, attributes: { 'websocket.close.code': 1006 } },
    ]);
  });
});

it('delivers 500 sessions that close together', async () => {
  expect(await watch('crowd.cjs')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(new Set(sessions().map(({ spanId }) => spanId)).size).toBe(500);
  expect(sessions().filter(({ attributes }) => !('gemini.mismatch_hint' in attributes))).toEqual(
    [],
  );
});

it('delivers sessions that are closed one after the other, in few exports', async () => {
  for (let n = 0; n < 5; n++)
    simulator.next(closeWith(1011, 'Internal error encountered.', 'turn'));
  // An SDK of the application's own: nothing but the closes flushes it.
  const outcome = await watch('crowd-in-session.cjs', {
    ...collector.env,
    OTEL_METRICS_EXPORTER: 'otlp',
  });
  expect(outcome).toMatchObject({ code: 0, stdout: '0\n', stderr: '' });
  expect(sessions()).toHaveLength(5);
  expect(collector.paths).toEqual(['/v1/traces', '/v1/traces']);
});

it('delivers the log record of a close, also of an SDK that knows nothing of us', async () => {
  const register = ['--require', 'opentelemetry-instrumentation-gemini-live/register'];
  const env = {
    ...collector.env,
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN: 'logs',
  };
  const script = [fixture('only-sdk.cjs'), fixture('mistake.cjs')];
  const outcome = await execute([...register, '--require', ...script], env);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect([...collector.paths].sort()).toEqual(['/v1/logs', '/v1/traces']);
  expect(collector.recorded().text).toContain('GeminiModelMismatchError');
});
