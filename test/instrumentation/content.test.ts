import { context, diag, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withConversationId, type ContentPiece, type Redact } from '../../src/index.js';
import { ended, observe, type Observed } from './observed.js';
import { drive, liveUrl, startSimulator, type Script, type Simulator } from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;
const warnings: unknown[][] = [];
let broken = false;
const warn = (...args: unknown[]): void => {
  warnings.push(args);
  if (broken) throw new Error('of a broken logger');
};

beforeAll(async () => {
  const silent = { error: () => {}, info: () => {}, debug: () => {}, verbose: () => {} };
  diag.setLogger({ ...silent, warn });
  observed = observe({ captureMessageContent: true });
  simulator = await startSimulator();
});
afterAll(async () => {
  diag.disable();
  await simulator.close();
  await observed.stop();
});
beforeEach(() => {
  observed.reset();
  warnings.length = 0;
});

const key = 'AIzaSyA-0123456789-of-somebody-else';
const setup = {
  model: 'models/gemini-3.8-live',
  systemInstruction: { parts: [{ text: `Be brief. The key is ${key}.` }] },
  tools: [{ functionDeclarations: [{ name: 'book', description: 'Books a table' }] }],
};
const turn = { role: 'user', parts: [{ text: 'A table for two, 555-0101' }] };
const script: Script = {
  steps: [
    { expect: 'clientContent', say: { clientContent: { turns: [turn], turnComplete: true } } },
    { send: { toolCall: { functionCalls: [{ id: 'fc_1', name: 'book', args: { seats: 2 } }] } } },
    {
      expect: 'toolResponse',
      say: {
        toolResponse: {
          functionResponses: [{ id: 'fc_1', name: 'book', response: { code: '555-0199' } }],
        },
      },
    },
    { send: { serverContent: { modelTurn: { parts: [{ text: 'Done, call 555-0102.' }] } } } },
    { send: { serverContent: { turnComplete: true } } },
  ],
};

async function play(redact?: Redact, steps: Script = script): Promise<Record<string, unknown>> {
  const options = redact === undefined ? {} : { redact };
  observed.instrumentation.setConfig({ captureMessageContent: true, warn: false, ...options });
  simulator.next(steps);
  const socket = context.with(
    withConversationId(context.active(), 'call-1'),
    () => new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })),
  );
  await drive(socket, steps, { setup });
  await ended(observed, 'gemini.live.session');
  const attributes = observed.spans().flatMap((span) => Object.entries(span.attributes));
  return Object.fromEntries(
    attributes.filter(([name]) =>
      /messages$|system_instructions|definitions|call\.(?:arguments|result)/.test(name),
    ),
  );
}

const text = (role: string, content: string): object => ({
  role,
  parts: [{ type: 'text', content }],
});
const everything = {
  'gen_ai.system_instructions': [{ type: 'text', content: 'Be brief. The key is REDACTED.' }],
  'gen_ai.tool.definitions': [{ type: 'function', name: 'book', description: 'Books a table' }],
  'gen_ai.tool.call.arguments': { seats: 2 },
  'gen_ai.tool.call.result': { code: '555-0199' },
  'gen_ai.input.messages': [text('user', 'A table for two, 555-0101')],
  'gen_ai.output.messages': [text('assistant', 'Done, call 555-0102.')],
};
const parsed = (attributes: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, JSON.parse(value as string)]),
  );

describe('content that was asked for', () => {
  it('stands where it belongs, without credentials', async () => {
    expect(parsed(await play())).toEqual(everything);
    const on = (prefix: string): string[] =>
      observed.named(prefix).flatMap(({ attributes }) => Object.keys(attributes));
    expect(on('gemini.live.session')).toContain('gen_ai.system_instructions');
    expect(on('gemini.live.session')).toContain('gen_ai.tool.definitions');
    expect(on('execute_tool')).toContain('gen_ai.tool.call.arguments');
    expect(on('execute_tool')).toContain('gen_ai.tool.call.result');
  });

  it('keeps all answers to a call that has several', async () => {
    const answer = (response: object, willContinue: boolean): object => ({
      toolResponse: { functionResponses: [{ id: 'fc_1', response, willContinue }] },
    });
    const told = await play(undefined, {
      steps: [
        { send: { toolCall: { functionCalls: [{ id: 'fc_1', name: 'book', args: {} }] } } },
        { expect: 'toolResponse', say: answer({ n: 1 }, true) as never },
        { expect: 'toolResponse', say: answer({ n: 2 }, false) as never },
      ],
    });
    expect(told['gen_ai.tool.call.result']).toBe('[{"n":1},{"n":2}]');
  });

  it('is cut, and what leaves is whole JSON', async () => {
    const long = 'word '.repeat(5_000);
    const told = await play(undefined, {
      steps: [
        {
          expect: 'clientContent',
          say: {
            clientContent: {
              turns: [{ role: 'user', parts: [{ text: long }] }],
              turnComplete: true,
            },
          },
        },
        { send: { serverContent: { modelTurn: { parts: [{ text: long }] } } } },
        { send: { serverContent: { turnComplete: true } } },
      ],
    });
    for (const name of ['gen_ai.input.messages', 'gen_ai.output.messages']) {
      expect((told[name] as string).length).toBeLessThanOrEqual(8_192);
      expect((told[name] as string).length).toBeGreaterThan(6_000);
      expect(() => JSON.parse(told[name] as string)).not.toThrow();
    }
  });
});

describe('redact', () => {
  it('sees every piece, in the context of the session', async () => {
    const seen: ContentPiece[] = [];
    const active: unknown[] = [];
    await play((piece) => {
      seen.push(piece);
      active.push(trace.getActiveSpan());
      return piece;
    });
    const [session] = observed.named('gemini.live.session');
    expect(active).toEqual(seen.map(() => session));
    const of = { model: 'gemini-3.8-live', conversationId: 'call-1' };
    expect(seen).toEqual([
      { kind: 'system_instructions', text: `Be brief. The key is ${key}.`, ...of },
      {
        kind: 'tool_definitions',
        text: JSON.stringify(everything['gen_ai.tool.definitions']),
        ...of,
      },
      { kind: 'tool_call_arguments', text: '{"seats":2}', toolName: 'book', ...of },
      { kind: 'tool_call_result', text: '{"code":"555-0199"}', toolName: 'book', ...of },
      { kind: 'input_message', role: 'user', text: 'A table for two, 555-0101', ...of },
      { kind: 'output_message', role: 'assistant', text: 'Done, call 555-0102.', ...of },
    ]);
  });

  it.each<[string, Redact]>([
    ['a text', ({ text }) => text.replace(/555-\d+/g, '[phone]')],
    ['a piece', (piece) => ({ ...piece, text: piece.text.replace(/555-\d+/g, '[phone]') })],
  ])('gives %s', async (_, redact) => {
    expect(JSON.stringify(parsed(await play(redact)))).toBe(
      JSON.stringify(parsed(await play())).replace(/555-\d+/g, '[phone]'),
    );
    expect(warnings).toEqual([]);
  });

  it.each<[string, Redact, number]>([
    ['gives nothing for', () => undefined, 0],
    ['gives null for', () => null as never, 0],
    ['gives a number for', () => 7 as never, 1],
    ['gives a promise for', (async () => 'late') as never, 1],
    ['gives a promise that rejects for', (() => Promise.reject(new Error('x'))) as never, 1],
    [
      'throws on',
      () => {
        throw new Error('of the application');
      },
      1,
    ],
  ])('leaves out what it %s, and that alone', async (_, drop, told) => {
    const dropped = ['output_message', 'tool_call_result', 'system_instructions'];
    const kept = await play((piece) => (dropped.includes(piece.kind) ? drop(piece) : piece.text));
    expect(Object.keys(kept).sort()).toEqual([
      'gen_ai.input.messages',
      'gen_ai.tool.call.arguments',
      'gen_ai.tool.definitions',
    ]);
    expect(warnings).toHaveLength(told);
    expect(observed.named('realtime_inference').length).toBeGreaterThan(0);
  });

  it('may throw beside a broken logger', async () => {
    broken = true;
    const kept = await play(({ text }) => {
      if (text.includes('555')) throw new Error('of the application');
      return text;
    });
    broken = false;
    expect(Object.keys(kept).sort()).toEqual([
      'gen_ai.system_instructions',
      'gen_ai.tool.call.arguments',
      'gen_ai.tool.definitions',
    ]);
  });

  it('is not asked where no content is recorded', async () => {
    let asked = 0;
    observed.instrumentation.setConfig({ redact: () => void (asked += 1) as never });
    simulator.next(script);
    await drive(new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' })), script, {
      setup,
    });
    await ended(observed, 'gemini.live.session');
    expect(asked).toBe(0);
  });
});
