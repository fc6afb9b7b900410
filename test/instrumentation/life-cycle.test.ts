import { createHook } from 'node:async_hooks';
import { once } from 'node:events';
import { context, isSpanContextValid, trace, type Span } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import {
  endOpenSessions,
  GeminiLiveInstrumentation,
  type GeminiLiveInstrumentationConfig,
} from '../../src/index.js';
import { ended, observe, type Observed } from './observed.js';
import {
  closeWith,
  drive,
  liveUrl,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;
const others: GeminiLiveInstrumentation[] = [];

beforeAll(async () => {
  observed = observe();
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());
afterEach(() => {
  for (const other of others.splice(0)) other.disable();
  observed.instrumentation.setConfig({ warn: false });
  observed.instrumentation.enable();
});

function instance(config?: GeminiLiveInstrumentationConfig): GeminiLiveInstrumentation {
  const made = new GeminiLiveInstrumentation(config);
  others.push(made);
  return made;
}

const setup = JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } });

async function opened(): Promise<WebSocketClass> {
  const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
  socket.on('open', () => socket.send(setup));
  await once(socket, 'message');
  return socket;
}

async function session(): Promise<void> {
  const socket = await opened();
  socket.close();
  await once(socket, 'close');
}

describe('options', () => {
  it('that are wrong leave the old ones in force', async () => {
    const closes: string[] = [];
    observed.instrumentation.setConfig({
      warn: false,
      onClose: (_span, { phase }) => void closes.push(phase),
    });
    const wrong = { models: [{ name: 'x', gemini: { until: 'never' } }] };
    expect(() => observed.instrumentation.setConfig(wrong)).toThrow(/models\[0\]\.gemini\.until/);
    expect(observed.instrumentation.isEnabled()).toBe(true);
    await session();
    await ended(observed, 'gemini.live.session');
    expect(closes).toEqual(['active']);
  });

  it.each([
    ['setConfig', () => observed.instrumentation.setConfig({ warn: false })],
    ['disable', () => observed.instrumentation.disable()],
  ])('sessions open across %s are followed, and ended with the process', async (_name, act) => {
    const socket = await opened();
    act();
    endOpenSessions();
    const [span] = await ended(observed, 'gemini.live.session');
    expect(span?.attributes).toMatchObject({ 'gemini.live.phase': 'active' });
    expect(span?.attributes).not.toHaveProperty('websocket.close.code');
    endOpenSessions();
    socket.terminate();
    await once(socket, 'close');
    expect(observed.named('gemini.live.session')).toHaveLength(1);
  });
});

describe('several instances', () => {
  const told = async (): Promise<number> => {
    await session();
    return (await ended(observed, 'gemini.live.session')).length;
  };

  it.each(['before', 'after'])('one that has options wins, made %s the other', async (order) => {
    observed.instrumentation.disable();
    const closes: string[] = [];
    const configured = (): unknown => instance({ onClose: () => void closes.push('configured') });
    const bare = (): unknown => instance();
    for (const make of order === 'before' ? [configured, bare] : [bare, configured]) make();
    expect(await told()).toBe(1);
    expect(closes).toEqual(['configured']);
  });

  it('the last of those that have wins, and gives way when it is disabled', async () => {
    const closes: number[] = [];
    for (const n of [1, 2]) instance({ onClose: () => void closes.push(n) });
    expect(await told()).toBe(1);
    others.at(-1)?.disable();
    expect(await told()).toBe(2);
    expect(closes).toEqual([2, 1]);
  });
});

describe('matchEndpoint', () => {
  it.each([
    ['a promise', () => Promise.reject(new Error('too late')), 'a promise'],
    ['an unknown word', () => 'Gemini', "'Gemini'"],
    ['an object that is none', () => ({ api: 'google' }), 'an object'],
    ['a number', () => 1, '1'],
  ])('%s is told once, and the URL decides', async (_name, matchEndpoint, words) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      observed.instrumentation.setConfig({ warn: false, matchEndpoint } as never);
      await session();
      await session();
      await ended(observed, 'gemini.live.session', 2);
      const warnings = warn.mock.calls.map(([text]) => String(text));
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(`'matchEndpoint' returned ${words}`);
    } finally {
      warn.mockRestore();
    }
  });
});

describe('the onClose hook', () => {
  it('runs in the context of the session, unsuppressed, and may reject', async () => {
    let hooked: { active: Span | undefined; suppressed: boolean } | undefined;
    let given: Span | undefined;
    observed.instrumentation.setConfig({
      warn: false,
      onClose: (async (span: Span) => {
        given = span;
        hooked = {
          active: trace.getActiveSpan(),
          suppressed: isTracingSuppressed(context.active()),
        };
        throw new Error('mine');
      }) as never,
    });
    simulator.next(closeWith(1008, 'Operation is not implemented, or supported, or enabled.'));
    const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    socket.on('open', () => socket.send(setup));
    await once(socket, 'close');
    expect(hooked?.suppressed).toBe(false);
    expect(given && isSpanContextValid(given.spanContext())).toBe(true);
    expect(hooked?.active?.spanContext()).toEqual(given?.spanContext());
  });
});

describe('resumption', () => {
  const issuing: Script = {
    steps: [
      ...['a', 'b', 'c'].map((name) => ({
        send: { sessionResumptionUpdate: { newHandle: `handle-${name}-secret`, resumable: true } },
      })),
      { close: [1000] },
    ],
  };

  async function resume(handle: string | undefined): Promise<void> {
    simulator.next(issuing);
    const sessionResumption = handle === undefined ? {} : { handle };
    await drive(new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })), issuing, {
      setup: { model: 'models/gemini-3.8-live', sessionResumption },
    });
  }

  it.each(['a', 'b', 'c'])(
    'by handle %s links to the session that it was issued in',
    async (name) => {
      await resume(undefined);
      const [first] = await ended(observed, 'gemini.live.session');
      // The same handles are issued again, to the session that resumes.
      await resume(`handle-${name}-secret`);
      const second = (await ended(observed, 'gemini.live.session', 2))[1];
      expect(second?.links.map((link) => link.context.spanId)).toEqual([
        first?.spanContext().spanId,
      ]);
    },
  );

  it('links to a session that another instance has watched', async () => {
    await resume(undefined);
    const [first] = await ended(observed, 'gemini.live.session');
    instance({ warn: false });
    await resume('handle-b-secret');
    const second = (await ended(observed, 'gemini.live.session', 2))[1];
    expect(second?.links.map((link) => link.context.spanId)).toEqual([first?.spanContext().spanId]);
  });

  it('by a redial has one link, not two', async () => {
    simulator.next(issuing);
    const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    socket.on('open', () => socket.send(setup));
    const redialed = new Promise<void>((resolve) => {
      socket.on('close', () => void resume('handle-c-secret').then(resolve));
    });
    await redialed;
    const [first, second] = await ended(observed, 'gemini.live.session', 2);
    expect(second?.attributes['gemini.live.session.resumed']).toBe(true);
    expect(second?.links.map((link) => link.context.spanId)).toEqual([first?.spanContext().spanId]);
  });
});

it('counts a session where it ends as where it began, whenever the SDK registers', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const late = new MeterProvider({ readers: [reader] });
  const active = async (): Promise<unknown> => {
    exporter.reset();
    await late.forceFlush();
    const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
    return all
      .flatMap(({ metrics }) => metrics)
      .filter(({ descriptor }) => descriptor.name === 'gemini.live.sessions.active')
      .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value));
  };
  const first = await opened();
  const second = await opened();
  observed.instrumentation.setMeterProvider(late);
  expect(await active()).toEqual([2]);
  for (const socket of [first, second]) {
    socket.close();
    await once(socket, 'close');
  }
  expect(await active()).toEqual([0]);
  const before = (await observed.metrics()).get('gemini.live.sessions.active');
  expect(before?.map(({ value }) => value)).toEqual([0]);
  await late.shutdown();
});

it('leaves no timer behind when it is disabled', async () => {
  const timers = new Set<number>();
  const hook = createHook({
    init: (id, type) => void (type === 'Timeout' && timers.add(id)),
    destroy: (id) => void timers.delete(id),
  }).enable();
  const other = instance({ warn: false });
  for (let n = 0; n < 100; n++) {
    other.enable();
    other.disable();
  }
  await new Promise((resolve) => setImmediate(resolve));
  hook.disable();
  expect(timers.size).toBe(0);
});
