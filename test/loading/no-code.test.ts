import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from '../children/collector.js';
import { applicationFaults, faults } from '../children/faults.js';
import { Tree } from '../children/tree.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const name = 'opentelemetry-instrumentation-gemini-live';

describe("register beside the user's own SDK", () => {
  const sdk = fixture('own-sdk.cjs');
  const orders: Readonly<Record<string, readonly string[]>> = {
    '--import, before it': ['--import', `${name}/register`, '--import', sdk, fixture('app.mjs')],
    '--import, after it': ['--import', sdk, '--import', `${name}/register`, fixture('app.mjs')],
    '--require, before it': ['-r', `${name}/register`, '-r', sdk, fixture('app.cjs')],
    '--require, after it': ['-r', sdk, '-r', `${name}/register`, fixture('app.cjs')],
  };

  it.each(Object.entries(orders))('%s, metrics included', async (_order, args) => {
    const outcome = await runHere(simulator, args);
    expect(faults(outcome)).toEqual([]);
    const ours = outcome.recorded.metrics.filter(({ scope }) => scope === name);
    expect(ours.map((metric) => metric.name)).toEqual(
      expect.arrayContaining([
        'gemini.live.closes',
        'gemini.live.mismatches',
        'gemini.live.session.duration',
        'gemini.live.setup.duration',
        'gen_ai.client.inference.usage.input_tokens',
      ]),
    );
    expect(ours.filter(({ points }) => points === 0)).toEqual([]);
  });
});

describe('start', () => {
  it.each([
    ['--import', 'app.mjs'],
    ['--import', 'app.cjs'],
    ['--require', 'app.cjs'],
  ])('starts an SDK from the environment: %s %s', async (option, app) => {
    const collector = await startCollector();
    try {
      const args = [option, `${name}/start`, fixture(app)];
      const outcome = await runHere(simulator, args, { env: collector.env });
      expect(applicationFaults(outcome)).toEqual([]);
      const sessions = collector.spans.filter((span) =>
        span.name.startsWith('gemini.live.session'),
      );
      expect(sessions.map(({ attributes }) => attributes['websocket.close.code'])).toEqual([
        1000, 1008, 1008,
      ]);
    } finally {
      await collector.close();
    }
  });

  it.each([['--import'], ['--require']])('says what to install (%s)', async (option) => {
    const tree = await Tree.make();
    try {
      await tree.install();
      await tree.link('@opentelemetry/api');
      const args = [option, `${name}/start`, '--eval', 'console.log("ran")'];
      const { code, stdout, stderr } = await runHere(simulator, args, { cwd: tree.path });
      expect(stdout).toBe('');
      expect(code).toBe(1);
      expect(stderr).toContain(`${name}/start needs the OpenTelemetry SDK: npm install`);
      expect(stderr).not.toContain('Cannot find module');
    } finally {
      await tree.remove();
    }
  });
});
