import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { bundledChild } from './bundled-child.js';

const run = bundledChild('traces.child.ts');
const undici = createRequire(import.meta.url).resolve('undici');

// undici 6 (Node 20 and 22) has no `close` for a handshake that failed.
const last = process.versions.undici?.startsWith('6.') ? [] : ['401-close'];
const session = ['1000-open', '1000-after', '1000-close'];

it.each([
  ['global', 'direct', [], last],
  [undici, 'direct', [], ['401-close']],
  [undici, 'plain', ['upgrade'], ['401-close']],
  [undici, 'tunnel', ['tunnel'], ['401-close']],
])(
  "records the application's requests, whatever they follow from, and no upgrade's (%#)",
  async (from, road, used, more) => {
    const report = JSON.parse(await run(from, road)) as Record<string, unknown[]>;
    const asked = [...session, '401-error', ...more, ...session, 'finally'];
    expect(report.asked?.toSorted()).toEqual(asked.toSorted());
    expect({ ...report, asked: [] }).toEqual({
      asked: [],
      sessions: [1000, 401, 1000],
      exposed: [],
      used,
      warnings: [],
    });
  },
);
