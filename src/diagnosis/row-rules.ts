import { firstMoment } from './models/model-catalogue.js';

/*
 * How the rows are held that an application adds to the tables.
 */

/** What a field must be: its test, and the same in words. */
export interface Rule {
  readonly ok: (value: unknown) => boolean;
  readonly allowed: string;
}
export type Rules<Row> = { readonly [Field in keyof Required<Row>]: Rule };

export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';
export const isListOf = (ok: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every(ok);
export const oneOf = (values: readonly unknown[]): Rule => ({
  ok: (value) => values.includes(value),
  allowed: values.map((value) => shown(value)).join(', '),
});
export const orOmitted = ({ ok, allowed }: Rule): Rule => ({
  ok: (value) => value === undefined || ok(value),
  allowed: `${allowed}, or left out`,
});

export const TEXT: Rule = { ok: isText, allowed: 'a string that is not empty' };
export const TEXTS: Rule = { ok: isListOf(isText), allowed: 'an array of strings' };
export const DATE: Rule = {
  ok: (value) => typeof value === 'string' && !Number.isNaN(firstMoment(value)),
  allowed: "a date as '2026-12-13', '2026-12' or '2026'",
};

/** The rows of an option; none where it is not set. */
export function rowsOf<Row>(rows: readonly Row[] | undefined, option: string): readonly Row[] {
  if (rows === undefined) return [];
  if (!Array.isArray(rows)) throw wrong(option, rows, 'an array of rows');
  return rows as readonly Row[];
}

/**
 * Holds a row against its rules.
 *
 * @param where - What to call it, e.g. `models[0]`.
 * @throws TypeError that names the field, its value and what is allowed.
 */
export function check(row: object, where: string, rules: Readonly<Record<string, Rule>>): void {
  if (!isObject(row)) throw wrong(where, row, `an object with ${Object.keys(rules).join(', ')}`);
  for (const field of Object.keys(row)) {
    if (!Object.hasOwn(rules, field)) {
      throw new TypeError(
        `${where} has a field ${shown(field)}; allowed are ${Object.keys(rules).join(', ')}`,
      );
    }
  }
  for (const [field, rule] of Object.entries(rules)) {
    const value = (row as Record<string, unknown>)[field];
    if (!rule.ok(value)) throw wrong(`${where}.${field}`, value, rule.allowed);
  }
}

export function wrong(where: string, value: unknown, allowed: string): TypeError {
  return new TypeError(`${where} is ${shown(value)}; allowed: ${allowed}`);
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || value == null)
    return String(value);
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object';
  return `a ${typeof value}`;
}
