import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from '../children/collector.js';
import { startSimulator, type Simulator } from '../simulator/index.js';
import { wantsPrint } from '../../src/start/printed-sessions.js';
import { fixture, runHere } from './fixture.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

const start = ['--import', 'opentelemetry-instrumentation-gemini-live/start', fixture('app.mjs')];

/** The roots of the trees that were printed. */
const sessions = (stderr: string): string[] =>
  stderr.match(/^[✓✗] gemini\.live\.session .*$/gm) ?? [];

describe('GEMINI_LIVE_PRINT', () => {
  it('prints the tree of each session, with no exporter at all', async () => {
    const env = { GEMINI_LIVE_PRINT: '1' };
    const { code, stderr } = await runHere(simulator, start, { env });
    expect(code).toBe(0);
    expect(sessions(stderr)).toHaveLength(3);
    expect(stderr).toMatch(/^[├└]─ ✓ gemini\.live\.connect /m);
    expect(stderr).toMatch(/^[├└]─ ✓ realtime_inference /m);
    expect(stderr).toMatch(/gemini\.mismatch_hint +Model '/);
    expect(stderr).not.toContain('\u001b');
  });

  it('prints beside the exporter, which gets the same spans', async () => {
    const collector = await startCollector();
    try {
      const env = { ...collector.env, GEMINI_LIVE_PRINT: '1' };
      const { stderr } = await runHere(simulator, start, { env });
      expect(sessions(stderr)).toHaveLength(3);
      const exported = collector.spans.filter(({ name }) => name.startsWith('gemini.live.session'));
      expect(exported).toHaveLength(3);
    } finally {
      await collector.close();
    }
  });

  it('is off where nobody asks for it and no terminal is there', async () => {
    const { stderr } = await runHere(simulator, start, { env: { OTEL_TRACES_EXPORTER: '' } });
    expect(sessions(stderr)).toEqual([]);
  });

  it.each([
    [{ GEMINI_LIVE_PRINT: '1' }, false, true],
    [{ GEMINI_LIVE_PRINT: 'true', OTEL_TRACES_EXPORTER: 'otlp' }, false, true],
    [{ GEMINI_LIVE_PRINT: '0' }, true, false],
    [{ GEMINI_LIVE_PRINT: 'FALSE' }, true, false],
    [{ GEMINI_LIVE_PRINT: '' }, true, true],
    [{}, true, true],
    [{}, false, false],
    [{ OTEL_SERVICE_NAME: 'x' }, true, true],
    [{ OTEL_TRACES_EXPORTER: 'console' }, true, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' }, true, false],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://x' }, true, false],
    [{ OTEL_METRICS_EXPORTER: 'none' }, true, false],
    [{ OTEL_TRACES_EXPORTER: '' }, true, true],
  ])('%j, a terminal: %s → %s', (env, isTTY, wanted) => {
    expect(wantsPrint({ env, isTTY, columns: 80, write: () => {} })).toBe(wanted);
  });
});
