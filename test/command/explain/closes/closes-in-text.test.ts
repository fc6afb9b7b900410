import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOSE_REASONS } from '../../../../src/facts/reasons.js';
import { explained } from '../explained.js';
import { cut, pastedTexts } from '../pasted-texts.js';

const texts = pastedTexts.map(([, text]) => text);
const reasons = CLOSE_REASONS.flatMap(({ code, example }) =>
  example.map((reason) => ({ code, reason: cut(reason).trim() })),
);

describe('whatever is pasted', () => {
  it('is read to its end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary' })), {
          maxLength: 5,
        }),
        fc.nat(2_000),
        async (parts, at) => {
          const text = parts.join('\n');
          // Cut anywhere: in a code, in an escape, in a name.
          const found = await explained(text.slice(0, at));
          for (const { count, reason, cause } of found) {
            expect(count).toBeGreaterThan(0);
            expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
            expect(cause).toBeTypeOf('string');
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is read in time, where it is nothing but beginnings', async () => {
    const units = [
      'code=1008 ',
      'closed: 1008 ',
      '\\"code\\":1008,',
      'Request trace id: ',
      'a.',
      '\\',
    ];
    for (const unit of units) await explained(`${unit.repeat(65_536 / unit.length)}\nend`);
  });
});

describe('closes of a log', () => {
  it('are each told once, with their count, whatever stands between', async () => {
    const noise = fc.constantFrom(
      'INFO 10:08:11 worker 1008 is alive',
      'sent 1011 bytes to 10.0.0.1:1008',
      'GET /health 200 in 1007 ms',
      '',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...reasons), {
          minLength: 1,
          maxLength: 4,
          // A reason with which another begins is taken for the same, cut.
          selector: ({ reason }) => reason.slice(0, 10),
        }),
        fc.array(fc.tuple(fc.nat(3), fc.array(noise, { maxLength: 3 })), {
          minLength: 1,
          maxLength: 12,
        }),
        async (kinds, events) => {
          const counts = new Map<string, number>();
          const log: string[] = [];
          for (const [kind, between] of events) {
            const { code, reason } = kinds[kind % kinds.length]!;
            const key = `${code} ${reason}`;
            counts.set(key, (counts.get(key) ?? 0) + 1);
            log.push(`ERROR websocket: close ${code} (any name): ${reason}`, ...between);
          }
          const found = await explained(log.join('\n'));
          // One kind may be told apart by the model that the log named last.
          const told = new Map<string, number>();
          for (const { code, reason, count } of found) {
            const key = `${code} ${reason}`;
            told.set(key, (told.get(key) ?? 0) + count);
          }
          expect(told).toEqual(counts);
        },
      ),
      { numRuns: 100 },
    );
  });
});
