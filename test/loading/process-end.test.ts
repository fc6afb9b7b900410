import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closedPort, exportTo, startCollector, type Collector } from '../children/collector.js';
import type { RecordedSpan } from '../children/recorded.js';
import type { Outcome } from '../children/run.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
let collector: Collector;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

interface Ended extends Outcome {
  /** From the signal to the end of the process. */
  readonly lasted: number;
}

/** Runs the application with an open session under `…/start`, and signals it when that is set up. */
async function end(
  signal: NodeJS.Signals | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  let signalled: number | undefined;
  const outcome = await runHere(
    simulator,
    ['--import', 'opentelemetry-instrumentation-gemini-live/start', fixture('open.cjs')],
    {
      env: { ...collector.env, ...env },
      onOutput: (stdout, child) => {
        if (!stdout.includes('ready') || signalled !== undefined) return;
        signalled = performance.now();
        if (signal !== undefined) child.kill(signal);
      },
    },
  );
  return { ...outcome, lasted: performance.now() - (signalled ?? 0) };
}

function session(): RecordedSpan | undefined {
  return collector.spans.find(({ name }) => name.startsWith('gemini.live.session'));
}

function expectAbandonedSession(): void {
  expect(session()).toMatchObject({
    name: 'gemini.live.session gemini-3.8-live',
    status: { code: 0 },
    attributes: { 'gemini.live.phase': 'active' },
  });
  expect(session()?.attributes).not.toHaveProperty('websocket.close.code');
  expect(session()?.attributes).not.toHaveProperty('error.type');
}

const signals = [['SIGTERM'], ['SIGINT']] as const;

describe('with nobody else listening', () => {
  it.each(signals)('%s ends the open session, flushes and is raised again', async (signal) => {
    const outcome = await end(signal);
    expect(outcome).toMatchObject({ code: null, signal, stderr: '' });
    expectAbandonedSession();
  });

  it.each(signals)('%s waits for a mute collector for 2 s at most', async (signal) => {
    const mute = await startCollector('mute');
    try {
      // Left to itself, the exporter would wait longer than this test.
      const outcome = await end(signal, { ...mute.env, OTEL_EXPORTER_OTLP_TIMEOUT: '60000' });
      expect(outcome).toMatchObject({ code: null, signal });
      expect(mute.exports).toBeGreaterThan(0);
      expect(outcome.lasted).toBeGreaterThan(1500);
      expect(outcome.lasted).toBeLessThan(10_000);
    } finally {
      await mute.close();
    }
  });

  it('a collector that cannot be reached changes nothing', async () => {
    const outcome = await end('SIGTERM', exportTo(await closedPort()));
    expect(outcome).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(outcome.lasted).toBeLessThan(10_000);
  });
});

describe("with the application's own listener", () => {
  it.each(signals)('%s only flushes', async (signal) => {
    const outcome = await end(signal, { LISTENS_TO: signal });
    expect(outcome).toMatchObject({ code: 3, signal: null, stdout: 'ready\nmine\n', stderr: '' });
    expect(collector.spans.map(({ name }) => name)).toEqual([
      'gemini.live.connect gemini-3.8-live',
    ]);
  });
});

it('ends the open session where nothing keeps the process alive any more', async () => {
  const outcome = await end(undefined, { LETS_GO: 'yes' });
  expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  expectAbandonedSession();
});
