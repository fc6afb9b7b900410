import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ended, observe, type Observed } from './observed.js';
import {
  drive,
  liveUrl,
  startSimulator,
  type JsonObject,
  type Simulator,
  type Step,
} from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;

beforeAll(async () => {
  observed = observe({ captureMessageContent: true });
  simulator = await startSimulator({ echoDelay: 0, frameMs: 0 });
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

async function play(...steps: Step[]): Promise<ReadableSpan['attributes']> {
  const script = { steps };
  simulator.next(script);
  await drive(new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })), script);
  const [session] = await ended(observed, 'gemini.live.session');
  return session?.attributes ?? {};
}

const send = (message: JsonObject): Step => ({ send: message });

it.each([
  ['text that is no JSON', 'hello'],
  ['nothing', ''],
  ['cut JSON', '{"serverContent":{"turnComplete":tr'],
  ['no object', '[1,2,3]'],
  ['deep nesting', '['.repeat(100_000)],
  [
    'wrong types',
    '{"serverContent":7,"toolCall":[],"usageMetadata":"x","goAway":null,"setupComplete":3}',
  ],
  ['facts inside a string', '{"x":"{\\"serverContent\\":{\\"interrupted\\":true}}"}'],
])('%s says nothing', async (_, raw) => {
  const attributes = await play(
    { expect: 'clientContent' },
    { raw, binary: true },
    { raw, binary: false },
  );
  expect(attributes).toMatchObject({
    'gemini.live.generations': 0,
    'gemini.live.interruptions': 0,
    'gemini.live.messages.received': 3,
    'gemini.live.phase': 'active',
  });
});

it('10 000 tool calls without an answer are counted, and 128 followed', async () => {
  const calls = (from: number): Step =>
    send({
      toolCall: {
        functionCalls: Array.from({ length: 1_000 }, (_, n) => ({
          id: `${from + n}`,
          name: 'f',
          args: {},
        })),
      },
    });
  const steps = Array.from({ length: 10 }, (_, n) => calls(n * 1_000));
  const attributes = await play({ expect: 'clientContent' }, ...steps);
  expect(attributes['gemini.live.tool_calls']).toBe(10_000);
  expect(observed.named('execute_tool')).toHaveLength(128);
  expect(observed.named('realtime_inference')).toHaveLength(1);
});

it('a repeated id is one call', async () => {
  const call = send({ toolCall: { functionCalls: [{ id: 'a', name: 'f', args: {} }] } });
  const attributes = await play({ expect: 'clientContent' }, call, call, {
    expect: 'toolResponse',
  });
  expect(attributes['gemini.live.tool_calls']).toBe(1);
  expect(observed.named('execute_tool')).toHaveLength(1);
});

it('counts that are no counts are left out', async () => {
  const usage = (count: unknown): Step =>
    send({
      serverContent: { turnComplete: true },
      usageMetadata: { promptTokenCount: count as number, responseTokenCount: 5 },
    });
  const wrong = ['12', -1, 1.5, 1e300, null, true, {}].map(usage);
  const attributes = await play({ expect: 'clientContent' }, ...wrong);
  expect(attributes).not.toHaveProperty('gemini.live.tokens.input');
  expect(attributes['gemini.live.tokens.output']).toBe(35);
});

it('a megabyte of transcript and a turn that never ends', async () => {
  const text = 'All work and no play. '.repeat(5_000);
  const said = send({
    serverContent: { outputTranscription: { text }, modelTurn: { parts: [{ text: '"' }] } },
  });
  const heard = send({ serverContent: { inputTranscription: { text } } });
  await play(
    { expect: 'clientContent' },
    ...Array.from({ length: 10 }, () => [said, heard]).flat(),
  );
  const [generation] = observed.named('realtime_inference');
  for (const key of ['gen_ai.input.messages', 'gen_ai.output.messages']) {
    const json = generation?.attributes[key] as string;
    expect(json.length).toBeLessThanOrEqual(8_192);
    expect(json.length).toBeGreaterThan(4_000);
    expect(JSON.parse(json)).toBeInstanceOf(Array);
  }
});

it('captures texts and transcripts as the conventions write them', async () => {
  await play(
    {
      expect: 'clientContent',
      say: {
        clientContent: {
          turns: [{ role: 'user', parts: [{ text: 'What time is it?' }] }],
          turnComplete: true,
        },
      },
    },
    send({
      serverContent: {
        outputTranscription: { text: 'It is ' },
        modelTurn: { parts: [{ text: 'thinking', thought: true }] },
      },
    }),
    send({ serverContent: { outputTranscription: { text: 'noon.' } } }),
    send({ serverContent: { generationComplete: true } }),
    send({ serverContent: { turnComplete: true, turnCompleteReason: 'DONE' } }),
  );
  const [generation] = observed.named('realtime_inference');
  expect(JSON.parse(generation?.attributes['gen_ai.input.messages'] as string)).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'What time is it?' }] },
  ]);
  expect(JSON.parse(generation?.attributes['gen_ai.output.messages'] as string)).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'It is noon.' }], finish_reason: 'DONE' },
  ]);
});

it('captures no content unless asked', async () => {
  observed.instrumentation.setConfig({ warn: false });
  await play(
    { expect: 'clientContent' },
    send({ serverContent: { modelTurn: { parts: [{ text: 'secret words' }] } } }),
  );
  expect(JSON.stringify(observed.spans().map(({ attributes }) => attributes))).not.toContain(
    'secret words',
  );
});
