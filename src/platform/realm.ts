/**
 * What Jest hands to every CommonJS module that it loads, by this name.
 * Source: jestjs.io/docs/jest-object, `jest.isEnvironmentTornDown()`.
 */
declare const jest: { readonly isEnvironmentTornDown?: unknown } | undefined;

const asked: unknown = typeof jest === 'object' ? jest?.isEnvironmentTornDown : undefined;

/** Whether the globals that this runs among may be taken down while the process goes on. */
export const canBeTornDown: boolean = typeof asked === 'function';

/**
 * Whether the test file that has loaded this is over: there is nobody left to tell anything. What
 * Node calls of ours then runs in the middle of another file's tests.
 */
export function isTornDown(): boolean {
  return typeof asked === 'function' && asked() === true;
}
