import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { bundledChild } from './bundled-child.js';

const run = bundledChild('ends.child.ts');

interface End {
  /** Without us; with us and nothing to wait for; with an export to wait for. */
  plain: string[];
  passed: string[];
  held: string[];
  told: string[];
}

const untold = (events: string[]): string[] =>
  events.filter((event) => event !== 'told' && event !== 'delivered');

describe.each([
  ['the global WebSocket', 'global'],
  ['npm undici', createRequire(import.meta.url).resolve('undici')],
])('the ends that an application sees, %s', (_name, from) => {
  it('are those that it would see without us, after we were told', async () => {
    const report = JSON.parse(await run(from, 'ends')) as Record<string, End>;
    expect(Object.keys(report)).toHaveLength(7);
    for (const [name, { plain, passed, held, told }] of Object.entries(report)) {
      expect(plain.length, name).toBeGreaterThan(0);
      // Nothing to wait for: not even in another turn.
      expect(untold(passed), name).toEqual(plain);
      expect(untold(held), name).toEqual(plain);
      if (name === 'closed by us') {
        expect(told.slice(0, 2), name).toEqual(['connecting in nowhere', 'closing']);
      } else {
        expect([passed[0], ...held.slice(0, 2)], name).toEqual(['told', 'told', 'delivered']);
      }
      expect(
        told.filter((line) => line.startsWith('closed')),
        name,
      ).toHaveLength(2);
    }
  });

  it('come although the export never ends, in a process that does nothing else', async () => {
    const [first, ...rest] = (await run(from, 'alone')).trim().split('\n');
    expect(first).toBe('error');
    // undici 6 (Node 20 and 22) has no `close` for a handshake that failed.
    const none = from === 'global' && process.versions.undici?.startsWith('6.');
    expect(rest.toSorted()).toEqual(none ? ['uncaught mine'] : ['close', 'uncaught mine']);
  });
});
