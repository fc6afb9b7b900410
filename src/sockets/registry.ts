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
  /** Watched sockets of ws that are connecting; their upgrade request may be another each time. */
  readonly connecting: Set<object>;
}

const key = Symbol.for('opentelemetry-instrumentation-gemini-live/registry/3');

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
    connecting: new Set(),
  });
  Object.defineProperty(globalThis, key, { value: made, configurable: true });
  return made;
}

export const registry: Registry = find();

const askedUpgrade = Symbol.for('opentelemetry-instrumentation-gemini-live/upgrade');

/**
 * Says of an upgrade request that its socket's class has been asked about it. On the request itself: a test runner leaves
 * copies of this package behind in realms of their own, which share no registry and still listen.
 */
export function markUpgrade(request: object): void {
  Reflect.defineProperty(request, askedUpgrade, { value: true });
}

export function isMarkedUpgrade(request: object): boolean {
  return askedUpgrade in request;
}

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
