import { readFileSync } from 'node:fs';
import { shown, UsageError } from './usage-error.js';

/**
 * The text of a file that an argument names; `-` is standard input.
 *
 * @throws UsageError where it cannot be read.
 */
export function readText(argument: string, path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UsageError(`${argument} is ${shown(path)}: ${why}`);
  }
}

/**
 * The JSON of a file that an argument names.
 *
 * @throws UsageError where it cannot be read or is none.
 */
export function readJson(argument: string, path: string): unknown {
  const text = readText(argument, path);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(`${argument} is ${shown(path)}, which is no JSON`);
  }
}

/**
 * The setup in a file: the message `{ "setup": { … } }`, or what stands in it.
 *
 * @throws UsageError where there is none.
 */
export function readSetup(argument: string, path: string): object {
  const value = readJson(argument, path);
  const setup = isObject(value) && isObject(value['setup']) ? value['setup'] : value;
  if (!isObject(setup)) {
    throw new UsageError(
      `${argument} is ${shown(path)}, which holds no object; allowed: a setup, or { "setup": { … } }`,
    );
  }
  return setup;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
