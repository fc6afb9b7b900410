import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket as UndiciWebSocket } from 'undici';
import { WebSocket } from 'ws';
import { drive, endpointAt, liveUrl, scenarios, startSimulator, type Simulator } from './index.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe('scenarios', () => {
  it('have names of their own', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  });

  it.each(scenarios)('$name describes itself consistently', ({ source, expected, steps }) => {
    expect(source).not.toBe('');
    expect(expected.each).toHaveLength(expected.generations);
    const interruptions = sent(steps, 'serverContent').filter((content) => content.interrupted);
    expect(expected.interruptions).toBe(interruptions.length);
    const calls = sent(steps, 'toolCall').flatMap((call) => call.functionCalls as unknown[]);
    expect(expected.toolCalls).toBe(calls.length);
    // What the spans say is part of what the session says.
    for (const kind of ['input', 'output'] as const) {
      const told = expected.each.reduce((sum, { tokens }) => sum + (tokens?.[kind] ?? 0), 0);
      expect(told).toBeLessThanOrEqual(expected.tokens[kind]);
    }
  });

  it.each(scenarios)('$name runs to its end over ws', async (scenario) => {
    const url = liveUrl(simulator.url, { ...scenario, script: scenario.name });
    const { code, messages } = await drive(new WebSocket(url), scenario);
    const connection = simulator.connections.at(-1);
    await connection?.closed;
    expect(connection?.script).toEqual({
      name: scenario.name,
      played: scenario.steps.length,
      finished: true,
    });
    expect(code).toBe(endingOf(scenario.steps));
    const setUp = scenario.steps.some((step) => 'expect' in step && step.expect === 'setup');
    const sends = scenario.steps.filter((step) => 'send' in step || 'raw' in step);
    expect(messages).toHaveLength(sends.length + (setUp ? 0 : 1));
  });

  // Blobs are read asynchronously: their order must hold.
  it.each(scenarios.filter(({ api }) => api === 'vertex'))(
    '$name runs to its end over undici',
    async (scenario) => {
      simulator.next(scenario);
      const socket = new UndiciWebSocket(liveUrl(simulator.url, scenario));
      const { messages } = await drive(socket, scenario);
      const sends = scenario.steps.flatMap((step) => ('send' in step ? [step.send] : []));
      expect(messages.slice(1)).toEqual(sends);
      expect(simulator.connections.at(-1)?.endpoint).toEqual(
        endpointAt('/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent'),
      );
    },
  );

  it('name every model family and both APIs', () => {
    const said = scenarios.map(({ api, model }) => `${api} ${model}`).join('\n');
    for (const family of [
      'native-audio',
      'live-2.5-flash',
      '3.1',
      '3.8',
      'translate',
      'transcribe',
    ]) {
      expect(said).toContain(family);
    }
    for (const api of ['gemini', 'vertex']) expect(said).toContain(api);
  });

  it('leave no test-only import of src: the simulator is an independent oracle', () => {
    for (const name of ['models.ts', 'verdict.ts', 'endpoint.ts']) {
      expect(readFileSync(new URL(name, import.meta.url), 'utf8')).not.toContain('/src/');
    }
  });
});

type Steps = (typeof scenarios)[number]['steps'];

function sent(steps: Steps, key: string): Record<string, unknown>[] {
  return steps.flatMap((step) => {
    const value = 'send' in step ? step.send[key] : undefined;
    return value === undefined ? [] : [value as Record<string, unknown>];
  });
}

function endingOf(steps: Steps): number {
  for (const step of steps) {
    if ('close' in step) return step.close[0] ?? 1005;
    if ('cut' in step) return 1006;
  }
  return 1000;
}
