import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from '../children/faults.js';
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
async function runBundle(script: string, more: BuildOptions = {}): Promise<Outcome> {
  const outfile = join(tree.path, `${script}.cjs`);
  await build({
    entryPoints: [fixture(script)],
    outfile,
    bundle: true,
    platform: 'node',
    external: ['@opentelemetry/*', 'opentelemetry-instrumentation-gemini-live'],
    logLevel: 'error',
    ...more,
  });
  const sdk = join(tree.path, 'test/loading/fixtures/sdk.cjs');
  return runHere(simulator, ['--require', sdk, outfile], { cwd: tree.path });
}

it('watches a bundled ws that was shown to it', async () => {
  expect(faults(await runBundle('bundled-watched.mjs'))).toEqual([]);
});

/** Others see the upgrade of a class that is not replaced. */
const exposed = {
  exposedUpgrades: 3,
  warnings: ['GEMINI_LIVE_EXPOSED', 'GEMINI_LIVE_MISMATCH', 'GEMINI_LIVE_MISMATCH'],
};

it('watches the sockets that an SDK in the same bundle makes', async () => {
  expect(faults(await runBundle('bundled-inside.mjs'), exposed)).toEqual([]);
});

it.each([
  ['as it is', {}],
  ['minified', { minify: true }],
  ['for an older Node', { target: 'es2015' }],
])('watches a bundled ws that was not shown to it: %s', async (_how, more) => {
  expect(faults(await runBundle('bundled.mjs', more), exposed)).toEqual([]);
});
