import type { Attributes } from '@opentelemetry/api';
import { context, SpanKind } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConversationId } from '../../src/index.js';
import { metricTable } from '../../src/telemetry/metrics/metric-table.js';
import { attribute, eventName, spanName } from '../../src/telemetry/attributes.js';
import { isOfType, optIn, required, types } from './attribute-contract.js';
import * as contract from './contract.js';
import { recordLogs } from './log-records.js';
import { ended, observe, type Observed } from './observed.js';
import {
  closeWith,
  drive,
  ends,
  liveUrl,
  scenarios,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

/** All that a setup may say that telemetry tells. */
const fullSetup = {
  generationConfig: {
    responseModalities: ['AUDIO'],
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    maxOutputTokens: 1000,
    seed: 7,
    thinkingConfig: { thinkingLevel: 'LOW' },
    speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
  },
  systemInstruction: { parts: [{ text: 'Be brief.' }] },
  tools: [{ functionDeclarations: [{ name: 'get_weather', description: 'The weather now' }] }],
};

const each = (counts: Readonly<Record<string, number>>): object[] =>
  Object.entries(counts).map(([modality, tokenCount]) => ({ modality, tokenCount }));

/** A turn in which every modality is used, with one token that no detail tells, and a tool call. */
const fullTurn: Script = {
  steps: [
    { send: { sessionResumptionUpdate: { newHandle: 'contract-handle', resumable: true } } },
    { send: { toolCall: { functionCalls: [{ id: 'fc_1', name: 'get_weather', args: {} }] } } },
    { expect: 'toolResponse' },
    {
      send: {
        serverContent: { turnComplete: true },
        usageMetadata: {
          promptTokenCount: 7,
          promptTokensDetails: each({ TEXT: 1, AUDIO: 2, IMAGE: 3 }),
          cachedContentTokenCount: 6,
          cacheTokensDetails: each({ TEXT: 1, AUDIO: 2, IMAGE: 3 }),
          responseTokenCount: 6,
          responseTokensDetails: each({ TEXT: 1, AUDIO: 2, IMAGE: 3 }),
          thoughtsTokenCount: 5,
        } as never,
      },
    },
    { close: [1000] },
  ],
};

/** A user who is marked, a reply with a gap, and two turns of nothing: a proactive model may have one. */
const fullTalk: Script = {
  steps: [
    { say: { realtimeInput: { activityStart: {} } } },
    { expect: 'realtimeInput.activityEnd' },
    { speak: 0.1 },
    { wait: 300 },
    { speak: 0.1 },
    { send: { serverContent: { generationComplete: true } } },
    { send: { serverContent: { turnComplete: true } } },
    { expect: 'clientContent' },
    { send: { serverContent: { turnComplete: true } } },
    { expect: 'clientContent' },
    { send: { serverContent: { turnComplete: true } } },
    { close: [1000] },
  ],
};

/** Attributes of the contract that no play in here brings about, as `span attribute`. */
const unplayed: readonly string[] = [];

let observed: Observed;
let simulator: Simulator;
const logs = recordLogs();

async function play(script: Script, setup?: object): Promise<void> {
  simulator.next(script);
  const url = liveUrl(simulator.url, { api: 'gemini', ...script });
  const socket = new observed.WebSocket(url);
  await drive(socket, script, setup && { setup: setup as never }).catch(() => undefined);
}

/** Every scenario and every end, each over a real socket. */
beforeAll(async () => {
  observed = observe({
    captureMessageContent: true,
    genAiMetrics: 'both',
    errorEvent: 'both',
    userSpeech: true,
  });
  simulator = await startSimulator();
  const closes = Object.values(ends).filter(({ steps }) => !('stall' in (steps[0] ?? {})));
  const mismatched = closeWith(
    1008,
    'models/gemini-live-2.5-flash-native-audio is not found for API version v1beta, or is not supported',
  );
  for (const script of [...scenarios, ...closes]) await play(script);
  await play(mismatched, { model: 'models/gemini-live-2.5-flash-native-audio' });
  const named = (name: string): Script => scenarios.find((each) => each.name === name) as Script;
  const model = 'models/gemini-3.8-live';
  await context.with(withConversationId(context.active(), 'call-1'), async () => {
    await play(fullTurn, { model, ...fullSetup });
    await play(fullTalk, { model, ...fullSetup });
  });
  const sessionResumption = { handle: 'contract-handle' };
  await play(named('usage-of-every-kind'), { model, ...fullSetup, sessionResumption });
  await ended(observed, 'gemini.live.session', scenarios.length + closes.length + 4);
}, 120_000);
afterAll(async () => {
  logs.stop();
  await simulator.close();
  await observed.stop();
});

/** Holds what one signal carries against the contract's tables. */
function check(name: string, attributes: Attributes, allowed: readonly string[] | undefined): void {
  expect(allowed, name).toBeDefined();
  expect(
    Object.keys(attributes).filter((key) => !allowed?.includes(key)),
    `${name}: not in the contract`,
  ).toEqual([]);
  expect(
    Object.entries(attributes).filter(([key, value]) => !isOfType(value, types.get(key))),
    `${name}: of another type`,
  ).toEqual([]);
  expect(
    (required[name] ?? []).filter((key) => attributes[key] === undefined),
    `${name}: missing`,
  ).toEqual([]);
}

const bare = (name: string): string => name.split(' ')[0] ?? '';

describe('what leaves the process is in the contract', () => {
  it('spans, their kinds and attributes', () => {
    for (const { name, kind, attributes } of observed.spans()) {
      check(bare(name), attributes, contract.spans[bare(name)]);
      expect(SpanKind[kind], name).toBe(
        contract.internal.includes(bare(name)) ? 'INTERNAL' : 'CLIENT',
      );
    }
    expect(new Set(observed.spans().map(({ name }) => bare(name)))).toEqual(
      new Set(Object.keys(contract.spans)),
    );
  });

  it('every attribute of the contract is on some span', () => {
    const emitted = new Set(
      observed
        .spans()
        .flatMap(({ name, attributes }) =>
          Object.keys(attributes).map((key) => `${bare(name)} ${key}`),
        ),
    );
    const missing = Object.entries(contract.spans)
      .flatMap(([name, keys]) => keys.map((key) => `${name} ${key}`))
      .filter((each) => !emitted.has(each));
    expect(missing).toEqual([...unplayed]);
  });

  it('events and their attributes', () => {
    const events = observed.spans().flatMap((span) => span.events);
    for (const { name, attributes = {} } of events) check(name, attributes, contract.events[name]);
    expect(new Set(events.map(({ name }) => name))).toEqual(new Set(Object.keys(contract.events)));
  });

  it('log records, their severities and attributes', () => {
    for (const { eventName = '', severityNumber, attributes = {} } of logs.records) {
      check(eventName, attributes, contract.logs[eventName]);
      expect(severityNumber, eventName).toBe(contract.severities[eventName]);
    }
    expect(new Set(logs.records.map((record) => record.eventName))).toEqual(
      new Set(Object.keys(contract.logs)),
    );
  });

  it('metrics, their kinds, units, buckets and attributes', async () => {
    const points = await observed.metrics();
    expect([...points.keys()].sort()).toEqual(Object.keys(contract.metrics).sort());
    for (const [name, ofMetric] of points) {
      expect(ofMetric.length, name).toBeGreaterThan(0);
      for (const { attributes, value } of ofMetric) {
        check(name, attributes, contract.metrics[name]?.attributes);
        if (typeof value !== 'number') {
          expect(value.buckets.boundaries, name).toEqual(contract.metrics[name]?.buckets);
        }
      }
    }
    for (const [name, { kind, unit, buckets, names }] of Object.entries(contract.metrics)) {
      const row = metricTable[name as keyof typeof metricTable];
      expect(row.unit).toBe(unit);
      expect(row.kind.toUpperCase()).toBe(kind.replaceAll('_', ''));
      expect('buckets' in row ? row.buckets : undefined).toEqual(buckets);
      expect('names' in row ? row.names : undefined).toBe(names);
    }
  });

  it('no content that was not asked for', async () => {
    observed.instrumentation.setConfig({ warn: false });
    observed.reset();
    for (const scenario of scenarios) await play(scenario, { model: 'x', ...fullSetup });
    await ended(observed, 'gemini.live.session', scenarios.length);
    const keys = observed.spans().flatMap(({ attributes }) => Object.keys(attributes));
    expect(keys.filter((key) => optIn.includes(key))).toEqual([]);
  });
});

describe('the names in the code', () => {
  const names = new Set(
    [contract.spans, contract.events, contract.logs, contract.metrics].flatMap((table) =>
      Object.values(table).flatMap((row) => ('attributes' in row ? row.attributes : row)),
    ),
  );

  it.each(Object.values(attribute))('%s is in the contract', (name) => {
    expect(names).toContain(name);
    expect(types.has(name)).toBe(true);
  });

  it('spans, events and metrics are those of the contract', () => {
    expect(Object.values(spanName).sort()).toEqual(Object.keys(contract.spans).sort());
    expect(Object.values(eventName).sort()).toEqual(
      [...Object.keys(contract.events), ...Object.keys(contract.logs)].sort(),
    );
    expect(Object.keys(metricTable).sort()).toEqual(Object.keys(contract.metrics).sort());
  });
});
