import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ended, observe, type Observed } from '../instrumentation/observed.js';
import { drive, liveUrl, scenarios, startSimulator, type Simulator } from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;

beforeAll(async () => {
  observed = observe();
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

describe('each order of messages that was seen', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (_, scenario) => {
      const { expected } = scenario;
      const { WebSocket } = observed;
      simulator.next(scenario);
      await drive(new WebSocket(liveUrl(simulator.url, scenario)), scenario);
      const [session] = await ended(observed, 'gemini.live.session');

      const generations = [...observed.named('realtime_inference')].sort(
        (a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1],
      );
      expect(generations.map(({ attributes }) => readTokens(attributes))).toEqual(
        expected.each.map(({ tokens }) => tokens),
      );
      expect(
        generations.map(({ attributes }) => attributes['gen_ai.response.finish_reasons']),
      ).toEqual(expected.each.map(({ finish }) => finish && [finish]));
      for (const [index, { inputEnd }] of expected.each.entries()) {
        if (inputEnd === undefined) continue;
        const attributes = generations[index]?.attributes ?? {};
        expect(attributes['gemini.live.input_end.source'] ?? null).toBe(inputEnd);
        expect(typeof (attributes['gemini.live.time_to_first_audio'] ?? null)).toBe(
          inputEnd === null ? 'object' : 'number',
        );
      }
      expect(session?.attributes).toMatchObject({
        'gemini.live.generations': expected.generations,
        'gemini.live.interruptions': expected.interruptions,
        'gemini.live.tool_calls': expected.toolCalls,
      });
      expect(session?.attributes['gemini.live.tokens.input'] ?? 0).toBe(expected.tokens.input);
      expect(session?.attributes['gemini.live.tokens.output'] ?? 0).toBe(expected.tokens.output);
      expect(observed.named('execute_tool')).toHaveLength(expected.toolCalls);
      for (const span of observed.spans()) {
        expect(span.endTime[0] + span.endTime[1] / 1e9).toBeGreaterThanOrEqual(
          span.startTime[0] + span.startTime[1] / 1e9,
        );
      }
    },
  );
});

function readTokens(attributes: Readonly<Record<string, unknown>>): unknown {
  const input = attributes['gen_ai.usage.input_tokens'];
  const output = attributes['gen_ai.usage.output_tokens'];
  return input === undefined && output === undefined
    ? null
    : { input: input ?? 0, output: output ?? 0 };
}
