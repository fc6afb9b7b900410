import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults, mismatchWarnings, warningFaults } from '../children/faults.js';
import { sessionsOf } from '../children/recorded.js';
import { repository, Tree } from '../children/tree.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe('ws by another name is watched as ws', () => {
  let tree: Tree;
  beforeAll(async () => {
    tree = await Tree.make();
    await tree.link('@opentelemetry');
    await tree.install();
    await tree.add('test/loading/fixtures', 'test/children');
  });
  afterAll(() => tree.remove());

  /** Puts ws at another path of the application, under another name in its manifest, or with none. */
  async function copyWs(path: string, name: string | undefined): Promise<void> {
    const copy = join(tree.path, path);
    await cp(join(repository, 'node_modules/ws'), copy, { recursive: true });
    const manifest = join(copy, 'package.json');
    if (name === undefined) await rm(manifest);
    else if (name !== 'ws') {
      const exports = { import: './wrapper.mjs', require: './index.js' };
      await writeFile(manifest, JSON.stringify({ name, version: '1.0.3', exports }));
    }
  }

  it.each([
    ['an npm alias', 'websocket-lib', 'node_modules/websocket-lib', 'ws'],
    ['a scoped fork', '@acme/ws', 'node_modules/@acme/ws', '@acme/ws'],
  ])('%s', async (_kind, name, path, manifest) => {
    await copyWs(path, manifest);
    for (const format of ['cjs', 'mjs']) {
      const script = `test/loading/fixtures/named.${format}`;
      const sdk = `./test/loading/fixtures/sdk.${format}`;
      const options = { cwd: tree.path, env: { NAME: name } };
      const outcome = await runHere(simulator, ['--import', sdk, script], options);
      expect(faults(outcome)).toEqual([]);
    }
  });

  it("a copy in the application's own source", async () => {
    await copyWs('test/loading/fixtures/vendored', undefined);
    const script = 'test/loading/fixtures/named.cjs';
    const sdk = './test/loading/fixtures/sdk.cjs';
    const options = { cwd: tree.path, env: { NAME: './vendored' } };
    const outcome = await runHere(simulator, ['--require', sdk, script], options);
    expect(faults(outcome)).toEqual([]);
  });
});

describe('ws that another module system loads is watched', () => {
  it('a module registry, as of a test runner', async () => {
    const args = ['--require', fixture('sdk.cjs'), fixture('module-registry.cjs')];
    // The class is not replaced: others see the upgrade.
    const warnings = ['GEMINI_LIVE_EXPOSED', ...mismatchWarnings];
    expect(faults(await runHere(simulator, args), { exposedUpgrades: 3, warnings })).toEqual([]);
  });

  it.each(['register', 'registerHooks'])('a load hook that gives the source: %s', async (hooks) => {
    const hook = ['--import', fixture('source-hook.mjs')];
    const args = [...hook, '--import', fixture('sdk.mjs'), fixture('app.mjs')];
    const outcome = await runHere(simulator, args, { env: { HOOKS: hooks } });
    // Node 26 deprecates module.register, which is the fixture's to call.
    const stderr = outcome.stderr.replace(/^.*\[DEP0205\].*\n/m, '');
    expect(faults({ ...outcome, stderr })).toEqual([]);
  });

  it('tsx, which transpiles CommonJS', async () => {
    const args = ['--require', fixture('sdk.cjs'), '--import', 'tsx', fixture('typescript.cts')];
    expect(faults(await runHere(simulator, args))).toEqual([]);
  });
});

it('says of another library on the http client what it is, and what helps', async () => {
  const args = ['--require', fixture('sdk.cjs'), fixture('other-library.cjs')];
  const outcome = await runHere(simulator, args);
  expect(outcome).toMatchObject({ code: 0, stdout: '101\n' });
  expect(sessionsOf(outcome.recorded)).toEqual([]);
  expect(warningFaults(outcome.stderr, ['GEMINI_LIVE_MISSED'])).toEqual([]);
  expect(outcome.stderr).toContain('not by `ws` 7 or 8');
});
