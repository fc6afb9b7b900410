import { isTornDown } from '../platform/index.js';
import type { Observer } from './connection.js';

/**
 * What all copies of this package in one process share (the ESM and the CommonJS build, or two
 * versions in one tree), so that a class is wrapped once and a socket watched once. Its shape is
 * part of the key: a copy that changes it takes another key.
 */
interface Registry {
  /** Enabled observers, the latest last; one of them is told of every socket. */
  readonly observers: Set<Observer>;
  /** Observers that have open sessions, enabled or not. */
  readonly engaged: Set<Observer>;
  /** Classes and what stands in their place; what stands in place maps to itself. */
  readonly wrapped: WeakMap<object, object>;
  /** Sockets that are watched already. */
  readonly watched: WeakSet<object>;
  /** How many wrapped constructors are running: an inner one leaves the socket to the outer. */
  constructing: number;
  /** The upgrade requests of watched sockets. */
  readonly upgrades: WeakSet<object>;
  /** Watched sockets of ws that are connecting; their upgrade request may be another each time. */
  readonly connecting: Set<object>;
}

const key = Symbol.for('opentelemetry-instrumentation-gemini-live/registry/2');

function find(): Registry {
  const holder = globalThis as { [key]?: Registry };
  const present = holder[key];
  if (present !== undefined) return present;
  // Sealed, as platform's shared() does.
  const made: Registry = Object.seal({
    observers: new Set(),
    engaged: new Set(),
    wrapped: new WeakMap(),
    watched: new WeakSet(),
    constructing: 0,
    upgrades: new WeakSet(),
    connecting: new Set(),
  });
  Object.defineProperty(globalThis, key, { value: made, configurable: true });
  return made;
}

export const registry: Registry = find();

/**
 * Who is told of sockets now: the latest that was given options, else the latest. `undefined` where
 * every instrumentation is disabled, or the test file that they belong to is over.
 */
export function currentObserver(): Observer | undefined {
  if (isTornDown()) return undefined;
  let current: Observer | undefined;
  for (const observer of registry.observers) {
    if (observer.configured || current?.configured !== true) current = observer;
  }
  return current;
}
