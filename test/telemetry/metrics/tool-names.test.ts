import { expect, it } from 'vitest';
import { ToolNames } from '../../../src/telemetry/metrics/tool-names.js';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `tool_${n}`);

it('names at most 100 tools, those that were called first', () => {
  const names = new ToolNames();
  names.declared(numbered(200));
  const labels = numbered(200)
    .reverse()
    .map((name) => names.label(name));
  expect(new Set(labels).size).toBe(101);
  expect(labels.slice(0, 100)).toEqual(numbered(200).slice(100).reverse());
  expect(labels.slice(100)).toEqual(Array<string>(100).fill('_OTHER'));
  expect(names.label('tool_199')).toBe('tool_199');
});

it('names no tool that nobody declared', () => {
  const names = new ToolNames();
  names.declared(['known']);
  expect(['known', 'unknown', undefined].map((name) => names.label(name))).toEqual([
    'known',
    '_OTHER',
    '_OTHER',
  ]);
});

it('forgets the oldest of a thousand declared tools', () => {
  const names = new ToolNames();
  names.declared(['old', 'kept']);
  names.declared(numbered(998));
  names.declared(['kept', 'new']);
  expect(['old', 'kept', 'new'].map((name) => names.label(name))).toEqual([
    '_OTHER',
    'kept',
    'new',
  ]);
});
