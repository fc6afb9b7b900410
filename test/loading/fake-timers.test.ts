import { afterAll, beforeAll, expect, it } from 'vitest';
import { sessionsOf } from '../children/recorded.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

it.each([
  ['before', 'node:test'],
  ['before', 'clock'],
  ['before', 'numbers'],
  ['after', 'clock'],
  ['after', 'numbers'],
])('loaded %s the timers of %s, the close comes in real time', async (LOADED, FAKES) => {
  const env = { LOADED, FAKES, NODE_NO_WARNINGS: '1' };
  const outcome = await runHere(simulator, [fixture('fake-timers.cjs')], { env });
  expect(outcome.stdout + outcome.stderr).toBe('1008 true\n');
  const [session] = sessionsOf(outcome.recorded);
  expect(session?.attributes['error.type']).toBe('model_mismatch');
  expect(session?.milliseconds).toBeGreaterThan(0);
});
