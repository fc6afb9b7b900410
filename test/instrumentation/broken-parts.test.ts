import { once } from 'node:events';
import { diag, metrics, type MeterProvider, type TracerProvider } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider as SdkTracerProvider,
  type ReadableSpan,
  type Span,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ClosedSession } from '../../src/index.js';
import { observe, type Observed } from './observed.js';
import { liveUrl, startSimulator, type Simulator } from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;
const model = 'gemini-2.5-flash-native-audio-preview-12-2025';
const closes: ClosedSession[] = [];
const faults: unknown[] = [];

beforeAll(async () => {
  observed = observe({ onClose: (_span, close) => void closes.push(close), errorEvent: 'both' });
  simulator = await startSimulator();
  const quiet = (): void => undefined;
  diag.setLogger({
    error: (_message, fault) => void faults.push(fault),
    warn: quiet,
    info: quiet,
    debug: quiet,
    verbose: quiet,
  });
});
afterAll(async () => {
  diag.disable();
  await simulator.close();
  await observed.stop();
});
afterEach(() => {
  closes.length = 0;
  faults.length = 0;
});

function broken(): never {
  throw new Error('broken');
}

/** Everything of `whole` works but `names`, which throw. */
function without<T extends object>(whole: T, ...names: readonly (keyof T)[]): T {
  return new Proxy(whole, {
    get(target, name) {
      if ((names as readonly PropertyKey[]).includes(name)) return broken;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function providerOf(exporter: InMemorySpanExporter, ...others: SpanProcessor[]): SdkTracerProvider {
  return new SdkTracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter }), ...others],
  });
}

const sound: SpanProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/** Makes the mistake on Vertex AI, and gives what the span exporter got. */
async function mistake(exporter: InMemorySpanExporter): Promise<readonly ReadableSpan[]> {
  const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'vertex' }), {
    headers: { authorization: 'Bearer test-token-0123456789' },
  });
  const path = `projects/p/locations/us-central1/publishers/google/models/${model}`;
  socket.on('open', () => socket.send(JSON.stringify({ setup: { model: path } })));
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1008);
  return exporter.getFinishedSpans();
}

/** A provider whose spans throw in `names`. */
function spansWithout(
  exporter: InMemorySpanExporter,
  ...names: readonly (keyof Span)[]
): TracerProvider {
  const provider = providerOf(exporter);
  return {
    getTracer: (...scope) => {
      const tracer = provider.getTracer(...scope);
      return {
        startSpan: (...args) => without(tracer.startSpan(...args) as Span, ...names),
        startActiveSpan: tracer.startActiveSpan.bind(tracer),
      };
    },
  };
}

describe('a broken part beside us', () => {
  const parts: readonly [string, (exporter: InMemorySpanExporter) => TracerProvider][] = [
    [
      'a processor that throws in onStart, behind another',
      (e) => providerOf(e, { ...sound, onStart: broken }),
    ],
    ['a processor that throws in onEnd', (e) => providerOf(e, { ...sound, onEnd: broken })],
    [
      'a sampler',
      (e) => {
        const provider = new SdkTracerProvider({
          sampler: { shouldSample: broken, toString: () => 'broken' },
          spanProcessors: [new SimpleSpanProcessor({ exporter: e })],
        });
        return provider;
      },
    ],
    ['a tracer', () => ({ getTracer: broken })],
    ...(['setAttributes', 'setStatus', 'addEvent', 'updateName'] as const).map(
      (name): [string, (exporter: InMemorySpanExporter) => TracerProvider] => [
        `a span that throws in ${name}`,
        (exporter) => spansWithout(exporter, name),
      ],
    ),
  ];

  it.each(parts)('%s costs itself only', async (name, make) => {
    const exporter = new InMemorySpanExporter();
    observed.instrumentation.setTracerProvider(make(exporter));
    const spans = await mistake(exporter);
    expect(closes.map(({ mismatch }) => mismatch?.suggestedModel)).toHaveLength(1);
    expect(closes[0]?.cause).toBe('model_mismatch');
    expect(faults).toHaveLength(faults.length > 0 ? 1 : 0);
    const session = spans.filter((span) => span.name.startsWith('gemini.live.session'));
    const startless = /onStart|sampler|tracer/.test(name);
    expect(session).toHaveLength(startless ? 0 : 1);
    if (startless) return;
    expect(session[0]?.attributes['gemini.mismatch_hint'] !== undefined).toBe(
      !name.includes('setAttributes'),
    );
    expect(session[0]?.status.code).toBe(name.includes('setStatus') ? 0 : 2);
    expect(session[0]?.events.map((event) => event.name)).toEqual(
      name.includes('addEvent') ? [] : ['exception'],
    );
    const active = (await observed.metrics()).get('gemini.live.sessions.active');
    expect(active?.map(({ value }) => value)).toEqual([0]);
  });

  it('a meter whose instruments throw costs the metrics only', async () => {
    const exporter = new InMemorySpanExporter();
    observed.instrumentation.setTracerProvider(providerOf(exporter));
    const meter = metrics.getMeter('any');
    const throwing = (): never => without(meter.createCounter('x'), 'add') as never;
    const provider: MeterProvider = {
      getMeter: () =>
        Object.assign(Object.create(meter) as typeof meter, {
          createCounter: throwing,
          createUpDownCounter: throwing,
          createHistogram: broken,
        }),
    };
    observed.instrumentation.setMeterProvider(provider);
    const spans = await mistake(exporter);
    observed.instrumentation.setMeterProvider(metrics.getMeterProvider());
    expect(spans.map(({ name }) => name)).toEqual([
      `gemini.live.connect ${model}`,
      `gemini.live.session ${model}`,
    ]);
    expect(spans[1]?.attributes['gemini.mismatch_hint']).toContain('Gemini API model');
    expect(closes).toHaveLength(1);
  });

  it('a logger that throws costs the log record only', async () => {
    const exporter = new InMemorySpanExporter();
    observed.instrumentation.setTracerProvider(providerOf(exporter));
    const provider = logs.getLoggerProvider();
    observed.instrumentation.setLoggerProvider({
      getLogger: () => ({ ...provider.getLogger('any'), emit: broken, enabled: () => true }),
    });
    const spans = await mistake(exporter);
    observed.instrumentation.setLoggerProvider(provider);
    expect(spans[1]?.events.map(({ name }) => name)).toEqual(['exception']);
    expect(closes).toHaveLength(1);
  });

  it('a diag logger that throws is as none', async () => {
    const exporter = new InMemorySpanExporter();
    observed.instrumentation.setTracerProvider(providerOf(exporter, { ...sound, onEnd: broken }));
    const logger = { error: broken, warn: broken, info: broken, debug: broken, verbose: broken };
    diag.setLogger(logger, { suppressOverrideMessage: true });
    const spans = await mistake(exporter);
    expect(spans).toHaveLength(2);
  });
});
