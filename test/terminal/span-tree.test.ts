import { describe, expect, it } from 'vitest';
import { colours, wantsColour } from '../../src/terminal/colours.js';
import { printedSpans, type PrintableSpan } from '../../src/terminal/span-printer.js';
import { drawTree, type TreeSpan } from '../../src/terminal/span-tree.js';
import { wrap } from '../../src/terminal/wrap.js';

const span = (name: string, more: Partial<TreeSpan> = {}): TreeSpan => ({
  name,
  failed: false,
  duration: 12,
  attributes: {},
  children: [],
  ...more,
});
const style = { width: 80, colours: colours(false) };

describe('a tree', () => {
  it('has a line a span, and one an attribute that tells the story', () => {
    const tree = span('session', {
      failed: true,
      duration: 2345,
      attributes: {
        'websocket.close.code': 1008,
        'server.port': 443,
        'gemini.close.cause': 'auth',
      },
      children: [
        span('connect', { children: [span('inner', { duration: undefined })] }),
        span('generation', { attributes: { 'gemini.live.audio.sent': 0.12345 } }),
      ],
    });
    expect(drawTree([tree], style).split('\n')).toEqual([
      '✗ session  2.35 s',
      '│   websocket.close.code             1008',
      '│   gemini.close.cause               auth',
      '├─ ✓ connect  12 ms',
      '│  └─ ✓ inner  not ended',
      '└─ ✓ generation  12 ms',
      '       gemini.live.audio.sent           0.123',
    ]);
  });

  it('says the same thing once', () => {
    const attributes = { 'gemini.close.cause': 'auth', 'error.type': 'auth' };
    expect(drawTree([span('a', { attributes })], style)).not.toContain('error.type');
  });

  it('wraps a long value below itself', () => {
    const hint = 'word '.repeat(40).trim();
    const lines = drawTree([span('a', { attributes: { 'gemini.close.hint': hint } })], style).split(
      '\n',
    );
    expect(lines.length).toBeGreaterThan(4);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('has colour where it is wanted', () => {
    const drawn = drawTree([span('a', { failed: true })], { width: 80, colours: colours(true) });
    expect(drawn).toContain('\u001b[31m✗\u001b[0m');
  });
});

describe('printed spans', () => {
  const sdkSpan = (id: string, parent: string | undefined, start: number): PrintableSpan => ({
    name: id,
    attributes: {},
    status: { code: id === 'b' ? 2 : 0 },
    ended: id !== 'c',
    startTime: [1, start],
    duration: [0, 5e6],
    ...(parent && { parentSpanContext: { spanId: parent } }),
    spanContext: () => ({ spanId: id }),
  });

  it('are trees in the order of their start; a parent that is not there makes a root', () => {
    const spans = [
      sdkSpan('c', 'a', 30),
      sdkSpan('b', 'a', 20),
      sdkSpan('d', 'elsewhere', 5),
      sdkSpan('a', undefined, 10),
    ];
    expect(printedSpans(spans, { width: 80, colour: false }).split('\n')).toEqual([
      '✓ d  5 ms',
      '✓ a  5 ms',
      '├─ ✗ b  5 ms',
      '└─ ✓ c  not ended',
    ]);
  });
});

describe('colour', () => {
  it.each([
    [{ isTTY: true, env: {} }, true],
    [{ isTTY: false, env: {} }, false],
    [{ env: {} }, false],
    [{ isTTY: true, env: { NO_COLOR: '1' } }, false],
    [{ isTTY: true, env: { NO_COLOR: '' } }, true],
    [{ isTTY: true, env: { TERM: 'dumb' } }, false],
    [{ isTTY: false, env: { FORCE_COLOR: '1' } }, true],
    [{ isTTY: true, env: { FORCE_COLOR: '0' } }, false],
    [{ isTTY: false, env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, false],
  ])('%j', (settings, wanted) => {
    expect(wantsColour(settings)).toBe(wanted);
  });
});

describe('wrapping', () => {
  it.each([
    ['', 10, ['']],
    ['one two three', 7, ['one two', 'three']],
    ['a-very-long-name', 10, ['a-very-', 'long-name']],
    ['abcdefghijkl', 5, ['abcde', 'fghij', 'kl']],
    [' spaced   out ', 20, ['spaced out']],
  ])('%j at %i', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});
