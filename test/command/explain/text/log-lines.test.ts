import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLines } from '../../../../src/command/explain/text/log-lines.js';
import { plainLine, unescaped } from '../../../../src/command/explain/text/plain-line.js';

async function lines(chunks: readonly (string | Uint8Array)[]): Promise<string[]> {
  const found: string[] = [];
  for await (const line of logLines(chunks)) found.push(line);
  return found;
}

/** The text in pieces, cut wherever the numbers say, also inside of a character. */
function inPieces(text: string, sizes: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text);
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

describe('lines of a stream', () => {
  it('are those of the whole text, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (parts, sizes) => {
          const whole = parts
            .map((part) => part.replace(/[\n\r\u2028\u2029\uFEFF]/g, ''))
            .join('\n');
          const reference = whole.split('\n');
          if (reference.at(-1) === '') reference.pop();
          expect(await lines(inPieces(whole, sizes))).toEqual(reference);
        },
      ),
    );
  });

  it('end with any of the ends that there are', async () => {
    expect(await lines(['a\nb\r\nc\rd\u2028e'])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are given in pieces where they are too long', async () => {
    const long = 'x'.repeat(200_000);
    const found = await lines([long, '\n', 'y']);
    expect(found.at(-1)).toBe('y');
    expect(found.slice(0, -1).join('')).toBe(long);
    expect(Math.max(...found.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('a plain line', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://x.example\u0007link\u001b]8;;\u0007', 'link'],
    ['\\u001b[31mred\\u001b[0m', 'red'],
    ['│ framed │', 'framed'],
    ['\uFEFFfirst', 'first'],
    ['a%20b%2Fc', 'a b/c'],
    ['100% of %zz', '100% of %zz'],
    ['&quot;a&quot; &amp; &#39;b&#39;', '"a" & \'b\''],
    [
      '{"key":"websocket.close.code","value":{"intValue":"1008"}}',
      '{"websocket.close.code":"1008"}}',
    ],
    ['{"key":"websocket.close.code","type":"int64","value":1008}', '{"websocket.close.code":1008}'],
    ['plain', 'plain'],
  ])('%j', (line, plain) => {
    expect(plainLine(line)).toBe(plain);
  });

  it.each([
    ['\\"a\\"', '"a"'],
    ['\\\\\\"a', '"a'],
    ['\\u0027a\\x27', "'a'"],
    ['a\\/b', 'a/b'],
    ['a\\nb', 'a\nb'],
    ['C:\\qx', 'C:\\qx'],
  ])('unescaped: %j', (text, plain) => {
    expect(unescaped(text)).toBe(plain);
  });
});
