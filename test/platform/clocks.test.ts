import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';

type Clocks = typeof import('../../src/platform/clocks.js');

/** Test runners' fakes that also stand in Node's own modules; what they cannot fake they leave. */
const fakes = {
  'vi.useFakeTimers()': () => void vi.useFakeTimers({ now: 0 }),
  'mock.timers of node:test': () =>
    mock.timers.enable({ apis: ['setTimeout', 'setImmediate', 'Date'], now: 0 }),
  'Date alone': () => void vi.setSystemTime(0),
} as const;

// Taken now: both fake Node's modules as well.
const realSleep = sleep;

async function load(): Promise<Clocks> {
  vi.resetModules();
  return await import('../../src/platform/clocks.js');
}

/** What is called, and when, by each word that waits. */
async function observed(clocks: Clocks): Promise<string[]> {
  const called: string[] = [];
  const note = (name: string) => () => void called.push(name);
  const offs = [clocks.later(note('called off'), 1), clocks.deadline(note('called off'), 1)];
  for (const off of offs) off();
  clocks.later(note('later'), 5);
  clocks.deadline(note('deadline'), 20);
  clocks.inNextTurn(note('in next turn'));
  clocks.soon(note('soon'));
  void clocks.afterThis(note('after this'));
  note('now')();
  await realSleep(100);
  return called;
}

const inOrder = ['now', 'soon', 'after this', 'in next turn', 'later', 'deadline'];

afterEach(() => {
  vi.useRealTimers();
  mock.timers.reset();
});

async function allComes(clocks: Clocks): Promise<void> {
  const called = await observed(clocks);
  expect(called.toSorted()).toEqual(inOrder.toSorted());
}

describe.each(Object.entries(fakes))('under %s, put on after this was loaded', (_, fake) => {
  it('time goes by', async () => {
    const clocks = await load();
    fake();
    await timeGoesBy(clocks);
  });

  it('what waits comes', async () => {
    const clocks = await load();
    fake();
    await allComes(clocks);
  });
});

describe.each(Object.entries(fakes))('under %s, put on before this is loaded', (_, fake) => {
  it('time goes by', async () => {
    fake();
    await timeGoesBy(await load());
  });
});

// node:test keeps the real timers to itself.
it('what waits comes, also where this is loaded under vi.useFakeTimers()', async () => {
  vi.useFakeTimers();
  await allComes(await load());
});

async function timeGoesBy({ now, wallClock }: Clocks): Promise<void> {
  const [begun, date] = [now(), wallClock()];
  expect(date).toBeGreaterThan(Date.UTC(2025));
  await realSleep(20);
  expect(now() - begun).toBeGreaterThan(10);
  expect(wallClock() - date).toBeGreaterThan(10);
}
