import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  setupContentAttributes,
  toolJson,
  type Pass,
} from '../../../src/telemetry/content/content-attributes.js';

const asItIs: Pass = ({ text }) => text;
const longest = 8_192;

const instructions = (...systemInstructions: string[]): unknown =>
  setupContentAttributes({ systemInstructions, tools: [] }, asItIs)['gen_ai.system_instructions'];

const definitions = (tools: { type: string; name: string; description?: string }[]): unknown =>
  setupContentAttributes({ systemInstructions: [], tools }, asItIs)['gen_ai.tool.definitions'];

describe('what the setup tells the model', () => {
  it('is in the form of the conventions', () => {
    expect(JSON.parse(instructions('Be brief.', 'Be kind.') as string)).toEqual([
      { type: 'text', content: 'Be brief.' },
      { type: 'text', content: 'Be kind.' },
    ]);
    const tool = { type: 'function', name: 'a', description: 'b' };
    expect(JSON.parse(definitions([tool]) as string)).toEqual([tool]);
    expect(setupContentAttributes({ systemInstructions: [], tools: [] }, asItIs)).toEqual({});
  });

  it('is cut to valid JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 })), (texts) => {
        const long = texts.map((text) => text.repeat(100));
        const told = instructions(...long);
        if (told === undefined) return;
        expect((told as string).length).toBeLessThanOrEqual(longest);
        const parts = JSON.parse(told as string) as { content: string }[];
        const said = long.filter((text) => text !== '');
        expect(parts.every(({ content }, n) => said[n]?.startsWith(content))).toBe(true);
      }),
    );
  });

  it('tells long tools by their names, as many as there is room for', () => {
    const tools = Array.from({ length: 1_000 }, (_, n) => ({
      type: 'function',
      name: `tool_${n}`,
      description: 'x'.repeat(n === 1 ? 9_000 : 10),
    }));
    const told = definitions(tools) as string;
    expect(told.length).toBeLessThanOrEqual(longest);
    const kept = JSON.parse(told) as object[];
    expect(kept.length).toBeGreaterThan(80);
    expect(kept.slice(0, 3)).toEqual([tools[0], { type: 'function', name: 'tool_1' }, tools[2]]);
  });
});

describe('the JSON of a tool call', () => {
  it.each([
    ['{\n  "city": "Oslo",\n  "n": [1, 2]\n}', '{"city":"Oslo","n":[1,2]}'],
    ['{}', '{}'],
    ['"a"', '"a"'],
    [undefined, undefined],
  ])('%j', (json, told) => {
    expect(toolJson('tool_call_arguments', json, 'x', asItIs)).toBe(told);
  });

  it('stays JSON where a hook made it none', () => {
    expect(toolJson('tool_call_result', '{}', 'x', () => '[card]')).toBe('"[card]"');
  });

  it('is cut', () => {
    const json = JSON.stringify({ text: 'x'.repeat(10_000) });
    expect(toolJson('tool_call_result', json, 'x', asItIs)).toBe(json.slice(0, longest));
  });
});
