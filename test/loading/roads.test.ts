import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../children/faults.js';
import { Tree } from '../children/tree.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const register = 'opentelemetry-instrumentation-gemini-live/register';

describe('the usual roads', () => {
  const roads: Readonly<Record<string, readonly string[]>> = {
    'CommonJS, the SDK in a file given to --require': [
      ...['--require', fixture('sdk.cjs')],
      fixture('app.cjs'),
    ],
    'ES modules, the SDK in a file given to --import, no loader hook': [
      ...['--import', fixture('sdk.mjs')],
      fixture('app.mjs'),
    ],
    'ES modules, the SDK in a CommonJS file given to --require': [
      ...['--require', fixture('sdk.cjs')],
      fixture('app.mjs'),
    ],
    'ES modules, --import register before the SDK': [
      ...['--import', register, '--import', fixture('own-sdk.cjs')],
      fixture('app.mjs'),
    ],
    'a subclass, CommonJS': ['--require', fixture('sdk.cjs'), fixture('subclass.cjs')],
    'a subclass, ES modules': ['--import', fixture('sdk.mjs'), fixture('subclass.mjs')],
    'both builds of this package in one process': [fixture('two-copies.mjs')],
    'registered three times': [fixture('twice.cjs')],
  };

  it.each(Object.entries(roads))('%s', async (_name, args) => {
    expect(faults(await runHere(simulator, args))).toEqual([]);
  });

  it('ES modules with a loader hook for every module, as auto-instrumentations has', async () => {
    const args = ['--import', fixture('hook-and-sdk.mjs'), fixture('app.mjs')];
    const outcome = await runHere(simulator, args);
    // Node 26 deprecates module.register, which is the fixture's to call.
    const stderr = outcome.stderr.replace(/^.*\[DEP0205\].*\n/m, '');
    expect(faults({ ...outcome, stderr })).toEqual([]);
  });
});

describe('two versions of ws in one tree', () => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await Tree.make();
    await tree.copy('ws');
    await tree.copy('ws', 'test/loading/fixtures/other');
    await tree.link('@opentelemetry');
    await tree.install();
    await tree.add('test/loading/fixtures', 'test/children');
  });
  afterAll(() => tree.remove());

  it.each([['cjs'], ['mjs']])('are both watched, with the SDK in a .%s file', async (kind) => {
    const outcome = await runHere(
      simulator,
      ['--import', `./test/loading/fixtures/sdk.${kind}`, 'test/loading/fixtures/two-versions.mjs'],
      { cwd: tree.path },
    );
    expect(faults(outcome)).toEqual([]);
  });
});

describe('a class that the application had before', () => {
  it.each([['captured.cjs'], ['captured.mjs']])('%s', async (script) => {
    const outcome = await runHere(simulator, [fixture(script)]);
    const warnings = ['GEMINI_LIVE_EXPOSED', 'GEMINI_LIVE_MISMATCH', 'GEMINI_LIVE_MISMATCH'];
    // instrumentation-http traces what was requested outside of our context, and says the key.
    expect(faults(outcome, { exposedUpgrades: 3, warnings })).toEqual([]);
    expect(outcome.stderr).toContain("redactedQueryParams: ['key', 'access_token']");
  });

  it('needs no warning where nobody traces HTTP', async () => {
    const env = { TRACE_HTTP: 'no' };
    const outcome = await runHere(simulator, [fixture('captured.cjs')], { env });
    expect(faults(outcome)).toEqual([]);
  });
});
