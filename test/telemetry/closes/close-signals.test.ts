import { logs } from '@opentelemetry/api-logs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from '@opentelemetry/api';
import { context, trace } from '@opentelemetry/api';
import { withConversationId } from '../../../src/index.js';
import * as contract from '../../instrumentation/contract.js';
import { ended, observe, type Observed } from '../../instrumentation/observed.js';
import {
  closeWith,
  drive,
  liveUrl,
  startSimulator,
  type Simulator,
} from '../../simulator/index.js';

interface Record_ {
  readonly eventName?: string;
  readonly severityNumber?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly context?: Context;
}

let observed: Observed;
let simulator: Simulator;
const records: Record_[] = [];
const warnings: unknown[][] = [];

beforeAll(async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation((...args: unknown[]) => {
    warnings.push(args);
  });
  logs.setGlobalLoggerProvider({
    getLogger: () => ({ emit: (record: Record_) => records.push(record) }) as never,
  });
  observed = observe({ warn: true });
  simulator = await startSimulator();
});
afterAll(async () => {
  vi.restoreAllMocks();
  logs.disable();
  await simulator.close();
  await observed.stop();
});
beforeEach(() => {
  observed.reset();
  records.length = 0;
  warnings.length = 0;
});

async function mistake(model: string): Promise<void> {
  const script = closeWith(
    1008,
    `models/${model} is not found for API version v1beta, or is not supported`,
  );
  simulator.next(script);
  const socket = context.with(
    withConversationId(context.active(), 'call-7'),
    () => new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })),
  );
  await drive(socket, script, { setup: { model: `models/${model}` } });
}

describe('the error of an abnormal close', () => {
  it.each([
    ['span', 1, 0],
    ['log', 0, 1],
    ['both', 1, 1],
  ] as const)('errorEvent: %s', async (errorEvent, events, logged) => {
    observed.instrumentation.setConfig({ warn: false, errorEvent });
    await mistake('gemini-live-2.5-flash-native-audio');
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.events.filter(({ name }) => name === 'exception')).toHaveLength(events);
    expect(records).toHaveLength(logged);
    if (logged === 0) return;
    const [record] = records;
    expect(record).toMatchObject({
      eventName: 'gemini.live.exception',
      severityNumber: 13,
      attributes: {
        'exception.type': 'GeminiModelMismatchError',
        'exception.message': session?.attributes['gemini.mismatch_hint'],
        'error.type': 'model_mismatch',
        'websocket.close.code': 1008,
        'gen_ai.conversation.id': 'call-7',
      },
    });
    expect(Object.keys(record?.attributes ?? {}).sort()).toEqual(
      [...(contract.logs['gemini.live.exception'] ?? [])].sort(),
    );
    expect(trace.getSpanContext(record?.context as Context)?.spanId).toBe(
      session?.spanContext().spanId,
    );
  });
});

describe('the warning of a mismatch', () => {
  it('comes once per endpoint and model', async () => {
    observed.instrumentation.setConfig({ warn: true });
    await mistake('gemini-live-2.5-flash-native-audio');
    await mistake('gemini-live-2.5-flash-native-audio');
    await mistake('gemini-live-2.5-flash-preview-native-audio-09-2025');
    await ended(observed, 'gemini.live.session', 3);
    expect(warnings.map(([, options]) => options)).toEqual([
      { type: 'GeminiLiveWarning', code: 'GEMINI_LIVE_MISMATCH' },
      { type: 'GeminiLiveWarning', code: 'GEMINI_LIVE_MISMATCH' },
    ]);
    expect(warnings[0]?.[0]).toBe(
      observed.named('gemini.live.session')[0]?.attributes['gemini.mismatch_hint'],
    );
  });

  it('does not come with warn: false', async () => {
    observed.instrumentation.setConfig({ warn: false });
    await mistake('gemini-live-2.5-flash-native-audio');
    await ended(observed, 'gemini.live.session');
    expect(warnings).toEqual([]);
  });
});

it('a name that was accepted on this API is never called a mismatch', async () => {
  observed.instrumentation.setConfig({ warn: false });
  const model = 'gemini-live-2.5-flash-native-audio';
  const setup = { model: `models/${model}` };
  const accepted = { steps: [{ close: [1000] as const }] };
  simulator.next(accepted);
  await drive(new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })), accepted, {
    setup,
  });
  await mistake(model);
  const [, session] = await ended(observed, 'gemini.live.session', 2);
  expect(session?.attributes).not.toHaveProperty('gemini.mismatch_hint');
  expect(session?.attributes['gemini.close.cause']).not.toBe('model_mismatch');
});
