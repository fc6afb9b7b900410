import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from '../children/collector.js';
import { ownHttpFaults } from '../children/own-http.js';
import type { Outcome } from '../children/run.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const ours = 'opentelemetry-instrumentation-gemini-live';
const sdk = fixture('own-sdk.cjs');
const http = fixture('http-only.cjs');
const app = fixture('http-app.cjs');

describe.each(['--require', '--import'])('with %s', (option) => {
  const preloaded = (files: readonly string[]): string[] => [
    ...files.flatMap((file) => [option, file]),
    app,
  ];

  let alone: Outcome;
  beforeAll(async () => {
    alone = await runHere(simulator, preloaded([sdk]));
  });

  it.each([
    ['before', [`${ours}/register`, sdk]],
    ['after', [sdk, `${ours}/register`]],
  ])("register %s the user's own SDK takes nothing from its HTTP spans", async (_order, files) => {
    const outcome = await runHere(simulator, preloaded(files));
    expect(ownHttpFaults(outcome, alone)).toEqual([]);
  });

  /** The SDK exports to a collector here. */
  async function exporting(files: readonly string[]): Promise<Outcome> {
    const collector = await startCollector();
    try {
      const outcome = await runHere(simulator, preloaded(files), { env: collector.env });
      return { ...outcome, recorded: collector.recorded() };
    } finally {
      await collector.close();
    }
  }

  it.each([
    ['before', [`${ours}/start`, http]],
    ['after', [http, `${ours}/start`]],
  ])('start %s an HTTP instrumentation takes nothing from its spans', async (_order, files) => {
    const plain = files.map((file) => (file === http ? file : fixture('plain-start.cjs')));
    expect(ownHttpFaults(await exporting(files), await exporting(plain))).toEqual([]);
  });
});
