import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closedPort, exportTo, startCollector, type Collector } from '../children/collector.js';
import type { RecordedSpan } from '../children/recorded.js';
import type { Outcome } from '../children/run.js';
import { closeWith, stalls, startSimulator, type Simulator } from '../simulator/index.js';
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
  /** From the first signal to the end of the process. */
  readonly lasted: number;
}

interface Ending {
  /** One after the other. */
  readonly signals?: readonly NodeJS.Signals[];
  /** What the application does about the first of them; a key of the fixture `listening.cjs`. */
  readonly listens?: string;
  /** The application listened before us. */
  readonly early?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const preload = ['--import', 'opentelemetry-instrumentation-gemini-live/start'];

/** Runs the application with an open session, and signals it when that is set up. */
async function end({ signals = [], listens, early, env }: Ending, args = preload): Promise<Ended> {
  let signalled: number | undefined;
  const [first] = signals;
  const outcome = await runHere(
    simulator,
    [...(early ? ['--require', fixture('listening.cjs')] : []), ...args, fixture('open.cjs')],
    {
      env: {
        ...collector.env,
        ...(first && { SIGNAL: first }),
        ...(listens && { LISTENS: listens }),
        ...(early && { LISTENS_EARLY: 'yes' }),
        ...env,
      },
      onOutput: async (stdout, child) => {
        if (!stdout.includes('ready') || signalled !== undefined) return;
        signalled = performance.now();
        for (const signal of signals) {
          child.kill(signal);
          // As two signals that come at once may be told as one.
          await setTimeout(150);
        }
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
    const outcome = await end({ signals: [signal] });
    expect(outcome).toMatchObject({ code: null, signal, stdout: 'ready 0 0\n', stderr: '' });
    expectAbandonedSession();
  });

  it.each(signals)('%s waits for a mute collector for 2 s at most', async (signal) => {
    const mute = await startCollector('mute');
    try {
      // Left to itself, the exporter would wait longer than this test.
      const env = { ...mute.env, OTEL_EXPORTER_OTLP_TIMEOUT: '60000' };
      const outcome = await end({ signals: [signal], env });
      expect(outcome).toMatchObject({ code: null, signal });
      expect(mute.exports).toBeGreaterThan(0);
      expect(outcome.lasted).toBeGreaterThan(1500);
      expect(outcome.lasted).toBeLessThan(10_000);
    } finally {
      await mute.close();
    }
  });

  it('a collector that cannot be reached changes nothing', async () => {
    const outcome = await end({ signals: ['SIGTERM'], env: exportTo(await closedPort()) });
    expect(outcome).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(outcome.lasted).toBeLessThan(10_000);
  });
});

describe('with listeners of the application, a signal', () => {
  const cases = [
    'gracefully',
    'once',
    'throws',
    'signalExit',
    'signalExitAndGracefully',
    'inContext',
  ]
    .flatMap((listens) => [
      { listens, signals: ['SIGTERM'] },
      { listens, signals: ['SIGINT'] },
      // A listener that was there before us loses its context: Node kept that.
      ...(listens === 'inContext' ? [] : [{ listens, signals: ['SIGTERM'], early: true }]),
    ])
    .concat(
      { listens: 'twice', signals: ['SIGINT', 'SIGINT'] },
      { listens: 'gracefully', signals: ['SIGINT', 'SIGINT'] },
      { listens: 'gracefully', signals: ['SIGTERM', 'SIGINT'] },
      { listens: 'signalExit', signals: ['SIGINT', 'SIGINT'] },
    ) as Ending[];

  it.each(cases)('$signals is what it was: $listens, early $early', async (ending) => {
    const alone = await end(ending, []);
    expect(collector.exports).toBe(0);
    const { code, signal, stdout, stderr } = alone;
    expect(await end(ending)).toMatchObject({ code, signal, stdout, stderr });
    expectAbandonedSession();
  });
});

describe('a second signal', () => {
  const mute = { OTEL_EXPORTER_OTLP_TIMEOUT: '60000' };
  it.each([
    { listens: 'nothing', signals: ['SIGINT', 'SIGINT'] },
    { listens: 'nothing', signals: ['SIGTERM', 'SIGINT'] },
    { listens: 'twice', signals: ['SIGINT', 'SIGINT'] },
    { listens: 'signalExit', signals: ['SIGTERM', 'SIGTERM'] },
  ] as Ending[])('is not held, nor is the first any longer: $signals, $listens', async (ending) => {
    const collector = await startCollector('mute');
    try {
      const { code, signal, stdout, stderr } = await end(ending, []);
      const ended = await end({ ...ending, env: { ...collector.env, ...mute } });
      expect(ended).toMatchObject({ code, signal, stdout, stderr });
      expect(collector.exports).toBeGreaterThan(0);
      // The first would be held for 2 s.
      expect(ended.lasted).toBeLessThan(1_500);
    } finally {
      await collector.close();
    }
  });
});

it('a signal that the application itself emits is not held', async () => {
  const outcome = await runHere(simulator, [...preload, fixture('emits.cjs')]);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect(outcome.stdout).toBe('SIGTERM here\ntrue\nfalse\ntrue\n');
});

it('ends the open session where nothing keeps the process alive any more', async () => {
  const outcome = await end({ env: { LETS_GO: 'yes' } });
  expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  expectAbandonedSession();
});

it('does not wait for an answer that is due', async () => {
  simulator.next(stalls.asked_no_reply);
  const outcome = await end({ env: { LETS_GO: 'yes', ASKS: 'yes' } });
  expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  // The silence may last 10 s.
  expect(outcome.milliseconds).toBeLessThan(9_000);
  expectAbandonedSession();
  expect(session()?.attributes).toMatchObject({ 'gemini.live.stalls': 0 });
});

describe('an ordinary end', () => {
  const all = { OTEL_METRICS_EXPORTER: 'otlp', OTEL_LOGS_EXPORTER: 'otlp' };
  const start = (script: string, env = {}): Promise<Outcome> =>
    runHere(simulator, [...preload, script], { env: { ...collector.env, ...all, ...env } });

  it('exports nothing where no session was seen', async () => {
    const outcome = await start(fixture('hello.cjs'));
    expect(outcome).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
    expect(collector.paths).toEqual([]);
  });

  it('exports once what a close has exported already', async () => {
    const outcome = await start(fixture('closed.cjs'), { OUTCOME: 'mistake' });
    expect(outcome).toMatchObject({ code: 0, stdout: '1008\n' });
    expect([...collector.paths].sort()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(session()?.attributes).toHaveProperty('gemini.mismatch_hint');
  });

  it('exports the log record of a close', async () => {
    const env = { OUTCOME: 'mistake', OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN: 'logs' };
    expect(await start(fixture('closed.cjs'), env)).toMatchObject({ code: 0 });
    expect([...collector.paths].sort()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
    expect(collector.recorded().text).toContain('GeminiModelMismatchError');
  });

  it('exports the metrics that the close of a session has left', async () => {
    simulator.next(closeWith(1011, 'Internal error encountered.', 'turn'));
    const outcome = await start(fixture('closed.cjs'), { OUTCOME: 'turn' });
    expect(outcome).toMatchObject({ code: 0, stdout: '1011\n' });
    expect([...collector.paths].sort()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
    expect(session()).toMatchObject({ status: { code: 2 } });
  });

  it('exports a session that went well, once', async () => {
    const outcome = await start(fixture('closed.cjs'), { OUTCOME: 'good' });
    expect(outcome).toMatchObject({ code: 0, stdout: '1000\n' });
    expect([...collector.paths].sort()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
  });

  it('does not wait for a provider that never has done', async () => {
    const outcome = await start(fixture('closed.cjs'), { OUTCOME: 'mistake', NEVER: 'yes' });
    expect(outcome).toMatchObject({ code: 0, stdout: '1008\nflushing 1\n' });
    expect(outcome.milliseconds).toBeLessThan(5_000);
  });
});
