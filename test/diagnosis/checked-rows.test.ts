import { describe, expect, it } from 'vitest';
import { createDiagnosis } from '../../src/diagnosis/diagnose-close.js';
import type { DiagnosisOptions } from '../../src/diagnosis/checked-rows.js';

const create = (options: unknown) => () => createDiagnosis(options as DiagnosisOptions);

describe('rows that are right', () => {
  it.each([
    {},
    { models: undefined, closeReasons: undefined },
    { models: [], closeReasons: [] },
    { models: [{ name: 'a', gemini: true }] },
    { models: [{ name: 'models/a', vertex: {}, gemini: false }] },
    { models: [{ name: 'a', gemini: 'unknown', vertex: { from: '2026', until: '2026-02' } }] },
    { models: [{ name: 'a', vertex: { only: ['global'], suchAs: 'global', restricted: true } }] },
    {
      models: [
        {
          name: 'a',
          gemini: {},
          counterpart: 'b',
          successors: ['c'],
          source: 's',
          confidence: 'pattern',
        },
      ],
    },
    { closeReasons: [{ pattern: 'x', cause: 'auth' }] },
    {
      closeReasons: [
        { pattern: [/x/, 'y'], code: [1008, 4000], cause: 'unknown', hint: 'h', source: 's' },
      ],
    },
    { closeReasons: [{ pattern: 'x', code: 1008, cause: 'model_not_live', byName: true }] },
  ])('%j', (options) => {
    expect(create(options)).not.toThrow();
  });
});

describe('rows that are wrong', () => {
  it.each([
    [{ models: {} }, /^models is an object; allowed: an array/],
    [{ models: [null] }, /^models\[0\] is null; allowed: an object with name, gemini, vertex/],
    [{ models: [{ name: 'a' }] }, /^models\[0\] names no API: set gemini, vertex or both/],
    [{ models: [{ name: 'a', gemini: false, vertex: 'unknown' }] }, /names no API/],
    [{ models: [{ gemini: true }] }, /^models\[0\]\.name is undefined; allowed: a model id/],
    [{ models: [{ name: ' ', gemini: true }] }, /^models\[0\]\.name is ' '/],
    [
      { models: [{ name: 'a', gemini: 'yes' }] },
      /^models\[0\]\.gemini is 'yes'; allowed: true, false, 'unknown'/,
    ],
    [
      { models: [{ name: 'a', gemini: { from: 'soon' } }] },
      /^models\[0\]\.gemini\.from is 'soon'; allowed: a date as/,
    ],
    [
      { models: [{ name: 'a', gemini: { till: '2026' } }] },
      /^models\[0\]\.gemini has a field 'till'; allowed are from, until/,
    ],
    [
      { models: [{ name: 'a', gemini: { from: '2026-02', until: '2026-02-01' } }] },
      /^models\[0\]\.gemini\.until is '2026-02-01'; allowed: a date after from, '2026-02'/,
    ],
    [
      {
        models: [
          { name: 'a', gemini: true },
          { name: 'b', api: 'gemini' },
        ],
      },
      /^models\[1\] has a field 'api'; allowed are name/,
    ],
    [
      { models: [{ name: 'a', gemini: true, counterpart: 7 }] },
      /^models\[0\]\.counterpart is 7; allowed: a string/,
    ],
    [
      { models: [{ name: 'a', gemini: true, successors: 'b' }] },
      /^models\[0\]\.successors is 'b'; allowed: an array of strings/,
    ],
    [
      { models: [{ name: 'a', gemini: true, confidence: 'sure' }] },
      /allowed: 'known', 'pattern', or left out/,
    ],
    [{ closeReasons: 'x' }, /^closeReasons is 'x'; allowed: an array/],
    [
      { closeReasons: [{ cause: 'auth' }] },
      /^closeReasons\[0\]\.pattern is undefined; allowed: a string that is not empty, a RegExp/,
    ],
    [{ closeReasons: [{ pattern: '', cause: 'auth' }] }, /^closeReasons\[0\]\.pattern is ''/],
    [{ closeReasons: [{ pattern: [], cause: 'auth' }] }, /^closeReasons\[0\]\.pattern is an array/],
    [
      { closeReasons: [{ pattern: 'x', cause: 'model_mismatch' }] },
      /^closeReasons\[0\]\.cause is 'model_mismatch'; allowed: 'model_retired'/,
    ],
    [{ closeReasons: [{ pattern: 'x' }] }, /^closeReasons\[0\]\.cause is undefined/],
    [
      { closeReasons: [{ pattern: 'x', cause: 'auth', code: 99 }] },
      /^closeReasons\[0\]\.code is 99; allowed: a close code from 1000 to 4999/,
    ],
    [{ closeReasons: [{ pattern: 'x', cause: 'auth', code: '1008' }] }, /code is '1008'/],
    [
      { closeReasons: [{ pattern: 'x', cause: 'auth', hint: 'h'.repeat(301) }] },
      /allowed: a string of at most 300 characters/,
    ],
    [
      { closeReasons: [{ pattern: 'x', cause: 'auth', byName: true }] },
      /^closeReasons\[0\]\.byName is true; allowed: true only with cause/,
    ],
  ])('%j', (options, message) => {
    expect(create(options)).toThrow(TypeError);
    expect(create(options)).toThrow(message);
  });
});

describe('rows after the diagnosis is made', () => {
  it('may change without changing it', () => {
    const row = {
      name: 'acme-live',
      gemini: { from: '2026-01-01', until: undefined as string | undefined },
    };
    const rows = [row];
    const diagnose = createDiagnosis({ models: rows as never });
    rows.length = 0;
    row.name = 'other';
    expect(diagnose.catalogued('acme-live')).toBe('acme-live');
  });
});
