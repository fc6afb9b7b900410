import { performance } from 'node:perf_hooks';
import * as timers from 'node:timers';
import { isTornDown } from './realm.js';

/*
 * Clocks and timers, taken once, when this is loaded, and from Node itself: the globals may be a test
 * runner's fakes, now or later, and in a DOM `setTimeout` gives a number.
 */

// A bundle reads a binding that it imports at each use. What fakes Node's own modules, too
// (node:test, Sinon, Vitest), would be found there.
const setTimer = behindFake(timers.setTimeout, 'setTimeout');
const clearTimer = behindFake(timers.clearTimeout, 'clearTimeout');
const setTurn = behindFake(timers.setImmediate, 'setImmediate');
const clearTurn = behindFake(timers.clearImmediate, 'clearImmediate');

/** Milliseconds on a clock that only goes forward. */
// Of the prototype: fakes put theirs on the object.
export const now: () => number = (
  Object.getPrototypeOf(performance) as typeof performance
).now.bind(performance);

/** Milliseconds since 1970. */
export const wallClock: () => number = nativeDate();

/**
 * Calls `fn` once, after so many milliseconds, unless the test file that has loaded this is over by
 * then. The process does not stay alive for it.
 *
 * @returns What calls it off.
 */
export function later(fn: () => void, milliseconds: number): () => void {
  const timer: { unref?(): unknown } = setTimer(() => {
    if (!isTornDown()) fn();
  }, milliseconds);
  // A fake one may be a number.
  timer.unref?.();
  return () => clearTimer(timer as NodeJS.Timeout);
}

/** Calls `fn` once, after so many milliseconds, and keeps the process alive for it. */
export function deadline(fn: () => void, milliseconds: number): () => void {
  const timer = setTimer(fn, milliseconds);
  return () => clearTimer(timer);
}

/** Calls `fn` before anything else that waits. What it throws is thrown at the process. */
// Node's own process: Jest's is a copy with methods of its own.
export const soon: (fn: () => void) => void = behindFake(
  process.getBuiltinModule('node:process').nextTick,
  'nextTick',
);

/** Calls `fn` when Node has done what it has at hand. What it throws is thrown at the process. */
export const inNextTurn: (fn: () => void) => void = setTurn;

/**
 * Calls `fn` once, when what has arrived by now has been read.
 *
 * @returns What calls it off.
 */
export function onceRead(fn: () => void): () => void {
  // Node polls for input between its timers and this. Not unref'd: then it would wait in the poll for
  // something to arrive.
  const immediate: unknown = setTurn(() => {
    if (!isTornDown()) fn();
  });
  return () => clearTurn(immediate as NodeJS.Immediate);
}

/**
 * Calls `fn`, which does not throw, as a microtask: when the code that runs now is done, and before
 * anything else of Node's.
 */
// `await` needs no function that could be a fake.
export async function afterThis(fn: () => void): Promise<void> {
  await undefined;
  fn();
}

/**
 * The function itself, or what a fake stands in for. Jest, Vitest and Sinon all use
 * `@sinonjs/fake-timers`, which keeps it on the fake's clock (src/fake-timers-src.js, hijackMethod).
 */
function behindFake<F extends object>(fn: F, name: string): F {
  const { clock } = fn as { readonly clock?: Readonly<Record<string, unknown>> };
  const real = clock?.[`_${name}`];
  return typeof real === 'function' ? (real as unknown as F) : fn;
}

/** `Date.now`, as it is in a realm where nobody has changed it. */
function nativeDate(): () => number {
  const { now } = Date;
  const isNative = /^function now\(\)\s*\{\s*\[native code\]\s*\}$/.test(
    Function.prototype.toString.call(now),
  );
  if (isNative) return now;
  return process.getBuiltinModule('node:vm').runInNewContext('Date.now') as () => number;
}
