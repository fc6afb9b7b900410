import { ProxyTracerProvider, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { spanKinds } from '../../examples/recipes/span-kinds.mjs';
import { GeminiLiveInstrumentation, watchWebSocket } from '../../src/index.js';
import { drive, liveUrl, scenarios, startSimulator, type Simulator } from '../simulator/index.js';

/**
 * What Langfuse takes a span for: the first of these rules that gives an answer.
 * Source: github.com/langfuse/langfuse, packages/shared/src/server/otel/ObservationTypeMapper.ts
 * at 005da4e5; rules for other SDKs' attributes are left out.
 */
const langfuse: readonly ((attributes: ReadableSpan['attributes']) => string | undefined)[] = [
  (its) =>
    ({ LLM: 'GENERATION', TOOL: 'TOOL', CHAIN: 'CHAIN' })[String(its['openinference.span.kind'])],
  (its) =>
    ({ chat: 'GENERATION', generate_content: 'GENERATION', execute_tool: 'TOOL' })[
      String(its['gen_ai.operation.name'])
    ],
  (its) => (its['gen_ai.tool.name'] ? 'TOOL' : undefined),
  (its) => (its['gen_ai.request.model'] ? 'GENERATION' : undefined),
  () => 'SPAN',
];

function takenFor({ attributes }: ReadableSpan): string | undefined {
  for (const rule of langfuse) {
    const type = rule(attributes);
    if (type !== undefined) return type;
  }
  return undefined;
}

const instrumentation = new GeminiLiveInstrumentation({ warn: false });
let simulator: Simulator;

beforeAll(async () => {
  watchWebSocket(WebSocket);
  simulator = await startSimulator();
});
afterAll(async () => {
  instrumentation.disable();
  await simulator.close();
});

/** What Langfuse takes the spans of a session with a tool call for, by their kind of name. */
async function session(...processors: (typeof spanKinds)[]): Promise<Record<string, string[]>> {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [...processors, new SimpleSpanProcessor({ exporter })],
  });
  instrumentation.setTracerProvider(provider);
  const scenario = scenarios.find(({ name }) => name === 'tool-on-gemini');
  if (scenario === undefined) throw new Error('no such scenario');
  const address = { api: scenario.api, script: scenario.name };
  await drive(new WebSocket(liveUrl(simulator.url, address)), scenario);
  const taken: Record<string, string[]> = {};
  for (const span of exporter.getFinishedSpans()) {
    const [name = ''] = span.name.split(' ');
    taken[name] = [...new Set([...(taken[name] ?? []), takenFor(span) ?? ''])];
  }
  return taken;
}

it('leaves Langfuse one kind of span to take for a generation', async () => {
  expect(await session(spanKinds)).toEqual({
    'gemini.live.session': ['CHAIN'],
    'gemini.live.connect': ['CHAIN'],
    realtime_inference: ['GENERATION'],
    execute_tool: ['TOOL'],
  });
});

it('is needed: without it, sessions and connects count as generations', async () => {
  expect(await session()).toMatchObject({
    'gemini.live.session': ['GENERATION'],
    'gemini.live.connect': ['GENERATION'],
    realtime_inference: ['GENERATION'],
  });
});
