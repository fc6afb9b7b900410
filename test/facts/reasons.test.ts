import { describe, expect, it } from 'vitest';
import { CloseReasons } from '../../src/diagnosis/sentences/sentence-table.js';
import { diagnoseClose } from '../../src/diagnosis/diagnose-close.js';
import { CLOSE_REASONS, type BuiltInReasonRow } from '../../src/facts/reasons.js';
import {
  isDistinctive,
  normal,
  ReasonPattern,
  unwrapped,
} from '../../src/diagnosis/sentences/sentence-pattern.js';

const LIMIT = 123;
const CODES = [1007, 1008, 1011];
const reasons = new CloseReasons([]);

/** Each example as the wire carries it: its first 123 bytes. */
const EXAMPLES = CLOSE_REASONS.flatMap((row) => row.example.map((example) => ({ row, example })));

/** How a reason looks that was cut after `bytes` bytes. */
function cut(text: string, bytes: number): string {
  return Buffer.from(text).subarray(0, bytes).toString();
}

function patterns({ pattern }: BuiltInReasonRow): string[] {
  return [pattern].flat().filter((each): each is string => typeof each === 'string');
}

function matches(row: BuiltInReasonRow, reason: string): boolean {
  return patterns(row).some(
    (each) => new ReasonPattern(each).match(unwrapped(normal(reason)), [])?.whole === true,
  );
}

/** The cause that the rows give, whatever the model is. */
function causeOf(code: number, reason: string, names: readonly string[] = []): string | undefined {
  const reading = reasons.read(code, reason, names);
  return typeof reading === 'object' ? reading.cause : reading;
}

describe('the table of close reasons', () => {
  describe.each(EXAMPLES)('$row.code $example', ({ row, example }) => {
    it('is matched by its own row only', () => {
      expect(CLOSE_REASONS.filter((other) => matches(other, example))).toEqual([row]);
      expect(causeOf(row.code, example)).toBe(row.cause);
    });

    it('has the same cause, or none, wherever it is cut', () => {
      for (let bytes = 1; bytes <= Buffer.byteLength(example); bytes++) {
        const seen = causeOf(row.code, cut(example, bytes));
        const allowed = [row.cause, undefined, ...(row.byName === true ? ['nothing'] : [])];
        expect(allowed, cut(example, bytes)).toContain(seen);
      }
    });

    it('is known at the 123 bytes that reach the client, and at 40', () => {
      expect(causeOf(row.code, cut(example, LIMIT))).toBe(row.cause);
      if (
        !/^Request trace id|^gemini-2\.5/.test(example) &&
        !patterns(row)[0]?.startsWith('Project')
      ) {
        expect(causeOf(row.code, cut(example, 40), ['gemini-2.0-flash-exp'])).toBe(row.cause);
      }
    });

    it('is known whole under the other codes of the table, and under no other code', () => {
      for (const code of CODES) expect(causeOf(code, example)).toBe(row.cause);
      for (const code of [1002, 1003, 1006, 1009, 1012, 3000, 4001]) {
        expect(causeOf(code, example)).toBeUndefined();
      }
    });

    it('is known in any case', () => {
      expect(causeOf(row.code, example.toUpperCase())).toBe(row.cause);
      expect(causeOf(row.code, ` ${example.replaceAll("'", '\u2019')} `)).toBe(row.cause);
    });
  });

  it.each(CLOSE_REASONS)('$pattern has a source, an example a pattern, and a remedy', (row) => {
    expect(row.source).toMatch(/\S/);
    for (const pattern of patterns(row)) {
      const one = { ...row, pattern };
      expect(
        row.example.some((example) => matches(one, example)),
        pattern,
      ).toBe(true);
    }
    expect(row.byName === true ? row.hint : row.hint?.length).toSatisfy(
      (value: unknown) => value === undefined || (value as number) <= 300,
    );
    expect(row.hint !== undefined || row.byName === true).toBe(true);
  });

  it('gives hints of at most 300 characters with at most one link, to Google', () => {
    for (const { row, example } of EXAMPLES) {
      for (const api of ['gemini', 'vertex', undefined] as const) {
        const { hint = '' } = { ...diagnoseClose({ api, code: row.code, reason: example }) };
        expect((hint ?? '').length, hint).toBeLessThanOrEqual(300);
        const links = (hint ?? '').match(/https?:\/\/\S+/g) ?? [];
        expect(links.length).toBeLessThanOrEqual(1);
        for (const link of links)
          expect(link).toMatch(/^https:\/\/(ai\.google\.dev|(docs\.)?cloud\.google\.com)\//);
      }
    }
  });
});

describe('a cut reason', () => {
  it('is left open where sentences of several causes begin so', () => {
    expect(causeOf(1008, 'Request ')).toBeUndefined();
    expect(causeOf(1007, 'Invalid ')).toBeUndefined();
    expect(causeOf(1008, 'Your proj')).toBe('permission');
    expect(causeOf(1007, 'Failed to ')).toBe('invalid_argument');
    expect(causeOf(1007, 'Invalid s')).toBe('session_expired');
    expect(causeOf(1007, 'Invalid v')).toBe('invalid_argument');
  });

  it('is left open where next to nothing is left of it', () => {
    expect(causeOf(1007, 'API')).toBeUndefined();
    expect(causeOf(1008, 'Permiss')).toBeUndefined();
    expect(causeOf(1011, 'I')).toBeUndefined();
  });

  it('is no more than an empty one where a few letters of "not found" are left', () => {
    expect(causeOf(1008, 'mode')).toBe('nothing');
    expect(causeOf(1008, 'Publis')).toBe('nothing');
    expect(causeOf(1008, 'm')).toBeUndefined(); // "Method doesn't allow …" begins so, too.
    expect(causeOf(1007, 'mode')).toBeUndefined();
  });

  it('is known inside the model’s name as far as it agrees with setup.model', () => {
    const names = ['models/gemini-2.5-flash', 'gemini-2.5-flash'];
    expect(causeOf(1008, 'models/gemini-2.5-fl', names)).toBe('model_not_found');
    expect(causeOf(1008, 'models/gemini-2.5-fl')).toBe('nothing');
    expect(causeOf(1007, 'gemini-2.5-fl', names)).toBe('model_not_live');
    expect(causeOf(1007, 'gemini-2.5-fl')).toBeUndefined();
    expect(causeOf(1007, 'gemini-2.5-flash is not supported', names)).toBe('model_not_live');
    expect(causeOf(1007, 'Thinking is not supported', names)).toBeUndefined();
    expect(causeOf(1007, 'gemini-2.0-flash is not supported in the li', names)).toBe(
      'model_not_live',
    );
  });

  it('may end inside a character', () => {
    const reason = "Project 'projé' not found or deleted.";
    const bytes = Buffer.byteLength("Project 'projé' not f") - Buffer.byteLength(' not f') - 2;
    expect(cut(reason, bytes)).toContain('\uFFFD');
    for (const end of ['\uFFFD', '\uFFFD\uFFFD', '\uD83D', '\u00E2\u0080', '\u00C3']) {
      expect(causeOf(1007, `API key not v${end}`)).toBe('auth');
      expect(causeOf(1008, `models/gemini-2.5-fl${end}`, ['gemini-2.5-flash'])).toBe(
        'model_not_found',
      );
    }
  });
});

describe('an unknown reason', () => {
  it.each([
    [1008, 'Policy violation'],
    [1008, 'Request trace id: f102afa6f090070d, [ORIGINAL ERROR] generic::'],
    [1011, 'Request trace id: f102afa6f090070d, '],
    [1008, 'not found'],
  ])('%i %s is unknown, without a hint', (code, reason) => {
    expect(causeOf(code, reason)).toBeUndefined();
    const { cause, hint, errorType } = diagnoseClose({ api: 'gemini', code, reason });
    expect({ cause, hint, errorType }).toEqual({
      cause: 'unknown',
      hint: undefined,
      errorType: String(code),
    });
  });
});

describe('matching', () => {
  it('takes linear time on hostile reasons', () => {
    const hostile: ((length: number) => string)[] = [
      (length) => 'models/'.repeat(length / 7),
      (length) => `models/${' is not found for API versio'.repeat(length / 28)}`,
      (length) => ' tool is not supported for this mode'.repeat(length / 36),
      (length) =>
        `Request trace id: ${', [ORIGINAL ERROR] generic::not_found'.repeat(length / 37)}`,
      (length) => `Request trace id: ${'a,'.repeat(length / 2)}`,
      (length) => `Project ${' not found or delete'.repeat(length / 20)}`,
      (length) => '\uFFFD'.repeat(length),
      (length) => ' '.repeat(length),
    ];
    const all = CLOSE_REASONS.flatMap(patterns).map((each) => new ReasonPattern(each));
    const time = (reason: string): number => {
      let best = Infinity;
      for (let run = 0; run < 20; run++) {
        const start = performance.now();
        const text = unwrapped(normal(reason));
        for (const pattern of all) pattern.match(text, ['gemini-3.8-live']);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    for (const make of hostile) {
      time(make(5_000));
      // Eight times the length: quadratic time would be sixty-four times as much.
      expect(time(make(40_000)) / Math.max(time(make(5_000)), 0.02)).toBeLessThan(32);
    }
  });

  it('takes a match for distinctive from eight characters on', () => {
    const pattern = new ReasonPattern('Internal error encountered');
    const of = (text: string): boolean => {
      const match = pattern.match(normal(text), []);
      return match !== undefined && isDistinctive(match);
    };
    expect([of('Interna'), of('Internal'), of('Internal x')]).toEqual([false, true, false]);
  });
});
