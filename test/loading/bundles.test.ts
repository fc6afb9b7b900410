import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applicationFaults, faults, warningFaults } from '../children/faults.js';
import { sessionsOf } from '../children/recorded.js';
import type { Outcome } from '../children/run.js';
import { Tree } from '../children/tree.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
let tree: Tree;
beforeAll(async () => {
  simulator = await startSimulator();
  tree = await Tree.make();
  await tree.link('@opentelemetry');
  await tree.install();
  await tree.add('test/loading/fixtures', 'test/children');
});
afterAll(async () => {
  await simulator.close();
  await tree.remove();
});

/** Bundles an application with ws into one file, OpenTelemetry left outside as ever, and runs it. */
async function runBundle(script: string, options: readonly string[] = []): Promise<Outcome> {
  const outfile = join(tree.path, `${script}.cjs`);
  await build({
    entryPoints: [fixture(script)],
    outfile,
    bundle: true,
    platform: 'node',
    external: ['@opentelemetry/*', 'opentelemetry-instrumentation-gemini-live'],
    logLevel: 'error',
  });
  const sdk = join(tree.path, 'test/loading/fixtures/sdk.cjs');
  return runHere(simulator, [...options, '--require', sdk, outfile], { cwd: tree.path });
}

it('watches a bundled ws that was shown to it', async () => {
  expect(faults(await runBundle('bundled-watched.mjs'))).toEqual([]);
});

it('watches the sockets that an SDK in the same bundle makes', async () => {
  const warnings = ['GEMINI_LIVE_EXPOSED', 'GEMINI_LIVE_MISMATCH', 'GEMINI_LIVE_MISMATCH'];
  const outcome = await runBundle('bundled-inside.mjs');
  expect(faults(outcome, { exposedUpgrades: 3, warnings })).toEqual([]);
});

it('says once what to set for a bundled ws that was not shown to it', async () => {
  const outcome = await runBundle('bundled.mjs');
  expect(applicationFaults(outcome)).toEqual([]);
  expect(warningFaults(outcome.stderr, ['GEMINI_LIVE_MISSED'])).toEqual([]);
  expect(sessionsOf(outcome.recorded)).toEqual([]);
});
