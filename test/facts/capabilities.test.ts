import { describe, expect, it } from 'vitest';
import { firstMoment } from '../../src/diagnosis/models/model-catalogue.js';
import { CAPABILITIES, FRAME_NOTES } from '../../src/facts/capabilities.js';
import { MISPLACED_FIELDS } from '../../src/facts/field-places.js';
import { PLAIN_WORDS } from '../../src/facts/plain-words.js';
import { SLIPS } from '../../src/facts/models.js';
import { MODELS } from '../../src/facts/models.js';

const ROOT = /^(?:setup|clientContent|realtimeInput|toolResponse|\(the newest message\))/;
const NAMELESS_INDEX = /\bID \d|\/work\/|capabilities\.md/;

describe('the table of capabilities', () => {
  it.each(CAPABILITIES.map((row) => [`${row.field}: ${row.problem}`, row] as const))(
    '%s',
    (_, row) => {
      expect(row.field).toMatch(ROOT);
      expect(row.field).not.toMatch(/[[\]_]/);
      expect(row.source).toMatch(/\S/);
      expect(row.source).not.toMatch(NAMELESS_INDEX);
      expect(row.setup ?? row.frames, 'something that the wire shows').toBeDefined();
      expect(`${row.field}: ${row.problem} ${row.remedy}`.length).toBeLessThanOrEqual(240);
      for (const day of [row.from, row.until]) {
        if (day !== undefined) expect(firstMoment(day)).not.toBeNaN();
      }
      if (row.models !== undefined) {
        expect(MODELS.some(({ name }) => row.models?.test(name))).toBe(true);
      }
      if (row.phase === 'setup') expect(row.frames).toBeUndefined();
    },
  );

  it('has notes with a hint and a source', () => {
    for (const { hint, source } of FRAME_NOTES) {
      expect(hint.length).toBeLessThanOrEqual(300);
      expect(source).not.toMatch(NAMELESS_INDEX);
    }
  });
});

describe('the places of fields', () => {
  it('have each path once, with a remedy and a source', () => {
    const paths = MISPLACED_FIELDS.flatMap(({ sent }) => sent);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { sent, remedy, source } of MISPLACED_FIELDS) {
      for (const path of sent) expect(path).toMatch(ROOT);
      expect(remedy).toMatch(/\.$/);
      expect(source).not.toMatch(NAMELESS_INDEX);
    }
  });
});

describe('plain words', () => {
  it.each(PLAIN_WORDS.flatMap((row) => row.examples.map((example) => [example, row] as const)))(
    '%s is read by the first row that has it',
    (example, row) => {
      expect(PLAIN_WORDS.find(({ words }) => words.test(example.toLowerCase()))).toBe(row);
      expect(row.hint?.length ?? 0).toBeLessThanOrEqual(300);
    },
  );
});

describe('slips', () => {
  it('are no models, and mean some', () => {
    const names = MODELS.map(({ name }) => name);
    for (const { name, meant, source } of SLIPS) {
      expect(names).not.toContain(name);
      for (const each of meant) expect(names).toContain(each);
      expect(source).toMatch(/\S/);
    }
  });
});
