/*
 * Fields of parsed JSON that a client sent, known in camelCase and in snake_case, and taken only where
 * they are of the type that they have to be.
 */

export type JsonObject = Readonly<Record<string, unknown>>;

export function get(object: unknown, key: string): unknown {
  if (!isObject(object)) return undefined;
  const snakeCase = key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  return Object.hasOwn(object, key) ? object[key] : object[snakeCase];
}

export function objectOf(object: unknown, key: string): JsonObject | undefined {
  const value = get(object, key);
  return isObject(value) ? value : undefined;
}

export function listOf(object: unknown, key: string): readonly unknown[] {
  const value = get(object, key);
  return Array.isArray(value) ? value : [];
}

/** A string that is not empty. */
export function stringOf(object: unknown, key: string): string | undefined {
  const value = get(object, key);
  return isString(value) && value !== '' ? value : undefined;
}

export function numberOf(object: unknown, key: string): number | undefined {
  const value = get(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function integerOf(object: unknown, key: string): number | undefined {
  const value = numberOf(object, key);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isString(value: unknown): value is string {
  return typeof value === 'string';
}
