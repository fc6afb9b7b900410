import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationFaults, faults, mismatchWarnings, warningFaults } from '../children/faults.js';
import { sessionsOf } from '../children/recorded.js';
import type { Outcome } from '../children/run.js';
import { Tree } from '../children/tree.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

/** The hint goes to the console whoever samples or records. */
const mismatch = 'GEMINI_LIVE_MISMATCH';

/** The lines of the instrumentation's diag, with OTEL_LOG_LEVEL=warn. */
function diagLines({ stdout, stderr }: Outcome): string[] {
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.includes('left alone') && !line.includes('GEMINI_LIVE_'));
}

function withoutDiag(outcome: Outcome): Outcome {
  const lines = outcome.stdout.split('\n').filter((line) => !line.includes('left alone'));
  return { ...outcome, stdout: lines.join('\n') };
}

it('does nothing and throws nothing where no SDK is registered', async () => {
  const outcome = await runHere(simulator, [fixture('no-sdk.cjs')]);
  expect(applicationFaults(outcome)).toEqual([]);
  expect(warningFaults(outcome.stderr, [mismatch, mismatch])).toEqual([]);
});

it.each([['OTEL_NODE_DISABLED_INSTRUMENTATIONS'], ['OTEL_SDK_DISABLED']])(
  'is off by %s',
  async (name) => {
    const env = { [name]: name === 'OTEL_SDK_DISABLED' ? 'true' : 'gemini-live,http' };
    const args = ['--require', fixture('sdk.cjs'), fixture('app.cjs')];
    const outcome = await runHere(simulator, args, { env });
    expect(applicationFaults(outcome)).toEqual([]);
    expect(sessionsOf(outcome.recorded)).toEqual([]);
    if (name !== 'OTEL_SDK_DISABLED') expect(outcome.stderr).toBe('');
  },
);

it('works where the working directory is gone', async () => {
  const outcome = await runHere(simulator, [fixture('no-folder.cjs')]);
  expect(applicationFaults(outcome)).toEqual([]);
  expect(sessionsOf(outcome.recorded)).toHaveLength(3);
});

describe('a class that cannot be replaced', () => {
  const env = { OTEL_LOG_LEVEL: 'warn' };

  const warnings = ['GEMINI_LIVE_EXPOSED', ...mismatchWarnings];

  it('has its sockets watched where it is frozen', async () => {
    const outcome = await runHere(simulator, [fixture('frozen.cjs')], { env });
    expect(faults(outcome, { exposedUpgrades: 3, warnings })).toEqual([]);
  });

  it('has its sockets watched where a Proxy is in its place', async () => {
    const outcome = await runHere(simulator, [fixture('proxied.cjs')], { env });
    expect(faults(outcome, { exposedUpgrades: 3, warnings })).toEqual([]);
  });
});

describe('a version of ws that nobody knows yet', () => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await Tree.make();
    const manifest = join(await tree.copy('ws'), 'package.json');
    const json = await readFile(manifest, 'utf8');
    await writeFile(manifest, json.replace(/"version": "[^"]+"/, '"version": "9.0.0"'));
    await tree.link('@opentelemetry');
    await tree.install();
    await tree.add('test/loading/fixtures', 'test/children');
  });
  afterAll(() => tree.remove());

  it.each([['cjs'], ['mjs']])('is left alone, with one diag line (.%s)', async (kind) => {
    const fixtures = './test/loading/fixtures';
    const outcome = await runHere(
      simulator,
      ['--import', `${fixtures}/sdk.${kind}`, `${fixtures}/app.${kind}`],
      { cwd: tree.path, env: { OTEL_LOG_LEVEL: 'warn' } },
    );
    expect(applicationFaults(withoutDiag(outcome))).toEqual([]);
    expect(diagLines(outcome)).toHaveLength(1);
    expect(diagLines(outcome)[0]).toContain('ws 9.0.0');
    expect(sessionsOf(outcome.recorded)).toEqual([]);
    expect(outcome.stderr).toContain('cannot be watched: ws 9.0.0 is not known');
  });
});
