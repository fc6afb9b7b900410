import { withoutCredentialShapes } from '../protocol/scrubber.js';

/** The command was called in a way that it does not take: exit code 2. */
export class UsageError extends Error {}

/** A wrong value, with what is allowed. The value is cut, and is not repeated where it may be secret. */
export function wrongValue(name: string, value: unknown, allowed: string): UsageError {
  return new UsageError(`${name} is ${shown(value)}; allowed: ${allowed}`);
}

export function shown(value: unknown): string {
  if (typeof value === 'string') {
    const clean = withoutCredentialShapes(value).replace(/[\u0000-\u001f\u007f]+/g, ' ');
    return `'${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}'`;
  }
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'an array' : 'an object';
  }
  return String(value);
}
