import { describe, expect, it } from 'vitest';
import { firstMoment } from '../../src/diagnosis/models/model-catalogue.js';
import { isOf } from '../../src/diagnosis/cause-by-frames.js';
import { diagnoseClose } from '../../src/diagnosis/diagnose-close.js';
import { logOf } from '../../src/diagnosis/frames/raw-messages.js';
import { SetupReading } from '../../src/diagnosis/frames/setup-shape.js';
import { CAPABILITIES, FRAME_NOTES } from '../../src/facts/capabilities.js';
import { MISPLACED_FIELDS } from '../../src/facts/field-places.js';
import { PLAIN_WORDS } from '../../src/facts/plain-words.js';
import { MODELS, SLIPS } from '../../src/facts/models.js';

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

describe('no two rules', () => {
  const names = MODELS.map(({ name }) => name);
  const DAY = Date.UTC(2026, 9, 20);
  const at = '2026-10-20';
  const setups: readonly object[] = [
    { generationConfig: { responseModalities: ['TEXT'] } },
    { generationConfig: { responseModalities: ['AUDIO', 'TEXT'] } },
    { generationConfig: { responseModalities: ['AUDIO'] } },
    { generationConfig: { enableAffectiveDialog: true } },
    { generationConfig: { thinkingConfig: { thinkingLevel: 'LOW' } } },
    { generationConfig: { thinkingConfig: { thinkingLevel: 'MINIMAL' } } },
    { proactivity: {} },
    { safetySettings: [{}] },
    { sessionResumption: { transparent: true } },
    { tools: [{ codeExecution: {} }] },
    { tools: [{ googleSearch: {} }] },
    { tools: [{ functionDeclarations: [{ behavior: 'BLOCKING' }] }] },
    { contextWindowCompression: {} },
  ];

  it('claim the same setup, whose one field is wrong', () => {
    for (const model of names) {
      for (const api of ['gemini', 'vertex'] as const) {
        for (const setup of setups) {
          const shape = new SetupReading(setup);
          const rows = CAPABILITIES.filter(
            (row) =>
              row.phase !== 'session' &&
              row.phase !== 'any' &&
              isOf(row, { api, model, version: 'v1beta', at: DAY }) &&
              row.setup?.(shape) === true,
          );
          const levelless = rows.filter(
            ({ problem }) => problem !== 'This model needs a thinkingLevel.',
          );
          expect(levelless.length, `${model} ${api} ${JSON.stringify(setup)}`).toBeLessThanOrEqual(
            1,
          );
        }
      }
    }
  });

  it('claim the same message with different fields', () => {
    const turn = (part: object, role?: string): object => ({
      clientContent: { turns: [{ ...(role && { role }), parts: [part] }] },
    });
    const messages = [
      turn({ text: 'x' }, 'user'),
      turn({ text: 'x' }),
      turn({ functionCall: {} }, 'model'),
      turn({ inlineData: { mimeType: 'audio/pcm', data: '' } }, 'user'),
    ];
    for (const model of names) {
      for (const seed of [true, false]) {
        for (const message of messages) {
          for (const reason of ['argument', 'precondition', 'internal'] as const) {
            const setup = { historyConfig: { initialHistoryInClientContent: seed } };
            const seen = logOf(setup, [{ from: 'client', message }], 'active')!;
            const fields = CAPABILITIES.filter(
              (row) =>
                row.phase === 'session' &&
                row.says.includes(reason) &&
                isOf(row, { api: 'gemini', model, version: 'v1beta', at: DAY }) &&
                (row.setup === undefined || row.setup(seen.setup!)) &&
                row.frames?.(seen) === true,
            );
            expect(fields.length, `${model} ${JSON.stringify(message)}`).toBeLessThanOrEqual(1);
          }
        }
      }
    }
  });

  it('name a model that only the reason names, likely', () => {
    const { mismatch, confidence, cause } = diagnoseClose({
      api: 'gemini',
      method: 'BidiGenerateContentConstrained',
      code: 1008,
      reason:
        'models/gemini-live-2.5-flash-native-audio is not found for API version v1main, or is not supported for bidiGenerateContent.',
      at,
    });
    expect([cause, confidence, mismatch?.confidence]).toEqual([
      'model_mismatch',
      'likely',
      'pattern',
    ]);
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
