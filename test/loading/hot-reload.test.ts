import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults, mismatchWarnings, warningFaults } from '../children/faults.js';
import { sessionsOf } from '../children/recorded.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe('copies of this package in one process', () => {
  /** What the copies make, in their order; which instance is told of sessions, where one has options. */
  const plans: readonly (readonly [plan: string, instance: number | undefined])[] = [
    ['register configured', 1],
    ['configured register', 0],
    ['configured bare', 0],
    ['bare configured register', 1],
    ['configured configured', 1],
    ['register configured configured register', 2],
    ['register register', undefined],
    ['bare bare bare', undefined],
  ];

  it.each(plans)('%s: the last that has options is told, once', async (plan, instance) => {
    const env = { PLAN: plan };
    const outcome = await runHere(simulator, [fixture('reloaded.cjs')], { env });
    expect(faults(outcome)).toEqual([]);
    const told = outcome.recorded.closes.map(({ cause }) => cause);
    expect(told).toEqual(instance === undefined ? [] : Array(3).fill(`instance ${instance}`));
  });

  it('tell sessions and warnings of the process once, also where sessions are between', async () => {
    const env = { PLAN: 'register configured bare configured', TALKS: 'each' };
    const outcome = await runHere(simulator, [fixture('reloaded.cjs')], { env });
    expect(outcome.code).toBe(0);
    expect(sessionsOf(outcome.recorded)).toHaveLength(4 * 3);
    expect(outcome.recorded.started).toHaveLength(outcome.recorded.spans.length);
    // One hint for an endpoint and a model in a process.
    expect(warningFaults(outcome.stderr, mismatchWarnings)).toEqual([]);
    const told = outcome.recorded.closes.map(({ cause }) => cause);
    const nine = [1, 1, 1, 1, 1, 1, 3, 3, 3].map((n) => `instance ${n}`);
    expect(told).toEqual(nine);
  });
});
