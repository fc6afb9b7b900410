import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  context,
  createContextKey,
  metrics,
  ROOT_CONTEXT,
  trace,
  type Context,
} from '@opentelemetry/api';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import {
  Flusher,
  flushRest,
  flushTelemetry,
  globalLoggerProviders,
  inTime,
  sessionEnded,
  unwrapProvider,
} from '../../../src/telemetry/closes/flush.js';

interface SlowProvider {
  forceFlush(): Promise<void>;
  calls: number;
  within: Context | undefined;
  finish(): void;
}

/** A provider whose exports end when the test says so. */
function slowProvider(): SlowProvider {
  let release: (() => void) | undefined;
  return {
    calls: 0,
    within: undefined,
    forceFlush() {
      this.calls += 1;
      this.within = context.active();
      return new Promise<void>((resolve) => (release = resolve));
    },
    finish() {
      release?.();
    },
  };
}

/** A provider that has exported at once. */
function quickProvider(): { forceFlush(): Promise<void>; calls: number } {
  return {
    calls: 0,
    async forceFlush() {
      this.calls += 1;
    },
  };
}

const settle = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
const withRecords = (...records: unknown[]): Flusher =>
  new Flusher(() => ({ records, metrics: undefined }));

describe('sessions that never were set up', () => {
  it('have at most one flush in flight and one waiting, whoever asks', async () => {
    const provider = slowProvider();
    const flushers = [withRecords(provider), withRecords(provider, provider)];
    const all = Promise.all(
      Array.from({ length: 500 }, (_, n) => flushers[n % 2]?.closed(n % 3 ? 'setup' : 'handshake')),
    );
    expect(provider.calls).toBe(1);
    provider.finish();
    await settle();
    expect(provider.calls).toBe(2);
    provider.finish();
    await all;
    expect(provider.calls).toBe(2);
    void flushers[0]?.closed('setup');
    expect(provider.calls).toBe(3);
  });

  it('are covered when they come while a flush is in flight', async () => {
    const provider = slowProvider();
    const flusher = withRecords(provider);
    for (let round = 1; round <= 4; round++) {
      const flushed = flusher.closed('setup');
      await settle();
      expect(provider.calls).toBe(round);
      provider.finish();
      await flushed;
    }
  });

  it('take the metrics along, once in a while', async () => {
    const metrics = quickProvider();
    const records = quickProvider();
    const flusher = new Flusher(() => ({ records: [records], metrics }));
    for (let n = 0; n < 10; n++) await flusher.closed('setup');
    expect(records.calls).toBe(10);
    expect(metrics.calls).toBe(1);
  });

  it.each([
    ['rejects', { forceFlush: () => Promise.reject(new Error('no collector')) }],
    [
      'throws',
      {
        forceFlush: () => {
          throw new Error('broken');
        },
      },
    ],
    ['promises nothing', { forceFlush: () => undefined }],
    ['is no SDK provider', {}],
    ['is not there', undefined],
  ])('never reject where a provider %s', async (_, provider) => {
    const good = slowProvider();
    const flushed = withRecords(provider, good).closed('setup');
    expect(good.calls).toBe(1);
    good.finish();
    await expect(flushed).resolves.toBeUndefined();
  });
});

describe('sessions that had been set up', () => {
  it('are flushed once a second, without metrics', async () => {
    const metrics = quickProvider();
    const records = quickProvider();
    const flusher = new Flusher(() => ({ records: [records], metrics }));
    for (let n = 0; n < 100; n++) {
      expect(flusher.closed(n % 2 ? 'active' : 'going_away')).toBeUndefined();
      await settle();
    }
    expect(records.calls).toBe(1);
    await setTimeout(1_100);
    expect(records.calls).toBe(2);
    await setTimeout(1_100);
    expect(records.calls).toBe(2);
    expect(metrics.calls).toBe(0);
  });

  it('are flushed by whatever flushes before their turn', async () => {
    const records = quickProvider();
    const flusher = withRecords(records);
    flusher.closed('active');
    await settle();
    flusher.closed('active');
    await flusher.closed('setup');
    expect(records.calls).toBe(2);
    await setTimeout(1_100);
    expect(records.calls).toBe(2);
    expect(process.listenerCount('beforeExit')).toBe(0);
  });
});

describe('a provider that never has done', () => {
  it('is let go, and asked again', async () => {
    const provider = slowProvider();
    const flusher = withRecords(provider);
    const begun = performance.now();
    const first = flusher.closed('setup');
    const second = flusher.closed('setup');
    await Promise.all([first, second]);
    expect(performance.now() - begun).toBeGreaterThan(450);
    expect(provider.calls).toBe(1);
    while (provider.calls === 1) await setTimeout(10);
    expect(performance.now() - begun).toBeGreaterThan(1_900);
    provider.finish();
  });

  it('keeps no memory for what waited for it', async () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const promises: Promise<void>[] = [];
    const provider = {
      forceFlush() {
        const never = new Promise<void>(() => undefined);
        promises.push(never);
        return never;
      },
    };
    const flusher = withRecords(provider);
    let kept: WeakRef<object>[] = [];
    const wait = async (): Promise<void> => {
      const waiting = Array.from({ length: 50 }, () => {
        const close = {};
        kept.push(new WeakRef(close));
        return flusher.closed('setup')?.then(() => close);
      });
      await Promise.all(waiting);
    };
    await wait();
    await setTimeout(10);
    gc();
    kept = kept.filter((each) => each.deref() !== undefined);
    expect(promises.length).toBe(1);
    expect(kept).toEqual([]);
  });
});

describe('callbacks of the application', () => {
  const key = createContextKey('ours');
  afterEach(() => context.disable());

  it('run in no context of ours, at once and later', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    const provider = slowProvider();
    const flusher = withRecords(provider);
    const close = (phase: 'setup' | 'active'): unknown =>
      context.with(ROOT_CONTEXT.setValue(key, 'suppressed'), () => flusher.closed(phase));
    for (const phase of ['setup', 'setup', 'active'] as const) {
      close(phase);
      await settle();
      expect(provider.within?.getValue(key)).toBeUndefined();
      provider.finish();
      await settle();
    }
    await setTimeout(1_100);
    expect(provider.calls).toBe(3);
    expect(provider.within?.getValue(key)).toBeUndefined();
  });
});

describe('the end of a process', () => {
  afterEach(() => metrics.disable());

  it('flushes what no flush has covered', async () => {
    const provider = slowProvider();
    metrics.setGlobalMeterProvider({ ...provider, getMeter: () => undefined as never });
    const asked = metrics.getMeterProvider() as unknown as SlowProvider;
    sessionEnded();
    const flushed = flushRest();
    expect(asked.calls).toBe(1);
    // It is under way.
    const again = flushRest();
    expect(again).toBeDefined();
    expect(asked.calls).toBe(1);
    provider.finish();
    asked.finish();
    await Promise.all([flushed, again]);
    expect(flushRest()).toBeUndefined();
    sessionEnded();
    const more = flushTelemetry();
    expect(asked.calls).toBe(2);
    asked.finish();
    await more;
    expect(flushRest()).toBeUndefined();
  });

  it("exports spans of the application's own that ended after the last session", async () => {
    const asked = quickProvider();
    const tracer = Object.assign(asked, { getTracer: () => undefined as never });
    trace.setGlobalTracerProvider(tracer);
    sessionEnded();
    await withRecords(tracer).closed('setup');
    expect(asked.calls).toBe(1);
    await flushRest();
    expect(asked.calls).toBe(2);
    trace.disable();
  });

  it('does not try the metrics where the records of the same end could not be exported', async () => {
    metrics.setGlobalMeterProvider({ ...quickProvider(), getMeter: () => undefined as never });
    const asked = metrics.getMeterProvider() as unknown as SlowProvider;
    const forceFlush = (): Promise<void> => Promise.reject(new Error('no collector'));
    const tracer = { forceFlush, getTracer: () => undefined as never };
    trace.setGlobalTracerProvider(tracer);
    sessionEnded();
    withRecords(tracer).closed('active');
    await settle();
    expect(flushRest()).toBeUndefined();
    expect(asked.calls).toBe(0);
    // Another session ends: perhaps there is a collector by now.
    sessionEnded();
    await flushRest();
    expect(asked.calls).toBe(1);
    trace.disable();
  });

  it('is waited for until the time is up', async () => {
    await inTime(Promise.resolve());
    const begun = performance.now();
    await inTime(new Promise(() => undefined));
    expect(performance.now() - begun).toBeGreaterThan(1_900);
  });
});

it('looks behind the proxies of the API', () => {
  const sdk = {};
  expect(unwrapProvider({ getDelegate: () => sdk })).toBe(sdk);
  expect(unwrapProvider({ _getDelegate: () => sdk })).toBe(sdk);
  expect(unwrapProvider(sdk)).toBe(sdk);
  expect(unwrapProvider(undefined)).toBeUndefined();
});

it('finds the logger provider of both lines of the API', async () => {
  const { logs } = await import('@opentelemetry/api-logs');
  const sdk = { getLogger: () => undefined as never };
  logs.setGlobalLoggerProvider(sdk);
  expect(globalLoggerProviders()).toContain(sdk);
  logs.disable();
});
