import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { bundledChild } from './bundled-child.js';

const run = bundledChild('pairs.child.ts');
const undici = createRequire(import.meta.url).resolve('undici');

const apart = { a: ['sent a', 'closed 1000'], b: ['sent b', 'closed 1000'] };

it.each([
  { from: 'global', frozen: [], tenants: apart, missed: 0 },
  // A class that nobody has shown us: its two sockets cannot be told apart, and neither is.
  { from: undici, frozen: [], tenants: { a: ['unseen'], b: ['unseen'] }, missed: 2 },
  // The first socket cannot show itself where EventTarget cannot be watched.
  { from: 'global', frozen: ['frozen'], tenants: { ...apart, a: ['unseen'] }, missed: 1 },
])(
  'two sockets to one URL, the first of a process, have their own session or none (%#)',
  async ({ from, frozen, tenants, missed }) => {
    for (const listening of ['first', 'last']) {
      const report: unknown = JSON.parse(await run(from, listening, ...frozen));
      expect(report, listening).toEqual({ tenants, missed });
    }
  },
);
