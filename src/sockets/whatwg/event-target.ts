import { performance } from 'node:perf_hooks';

export type EventTargetClass = typeof EventTarget;

/*
 * Node's own class is the parent of its WebSocket. The global one, the parent of what is loaded
 * later, may be another by now: jsdom's or happy-dom's, where a test runner has put a DOM among the
 * globals.
 */

const ofNode: unknown = Object.getPrototypeOf(Object.getPrototypeOf(performance));

function known(): unknown[] {
  const { EventTarget: ofGlobals } = globalThis as { readonly EventTarget?: EventTargetClass };
  return [ofNode, ofGlobals?.prototype];
}

/** The prototypes that have the methods of an EventTarget: a DOM's class may inherit them. */
export function eventTargetMethods(): Set<EventTarget> {
  return new Set(known().flatMap((prototype) => holderOf(prototype) ?? []));
}

/** Whether a class is an EventTarget itself, of whatever realm, or stands in the place of one. */
export function isEventTarget(candidate: unknown): candidate is EventTargetClass {
  return typeof candidate === 'function' && isEventTargetPrototype(candidate.prototype);
}

export function isEventTargetPrototype(candidate: unknown): boolean {
  if (known().includes(candidate)) return true;
  if (!isObject(candidate) || holderOf(candidate) !== candidate) return false;
  // There is nothing above it but Object's.
  const above: unknown = Object.getPrototypeOf(candidate);
  return above === null || Object.getPrototypeOf(above) === null;
}

/** Whether sockets of a class are told of by those of {@link eventTargetMethods}. */
export function isKnownEventTarget(candidate: unknown): candidate is EventTargetClass {
  return typeof candidate === 'function' && known().includes(candidate.prototype);
}

function holderOf(prototype: unknown): EventTarget | undefined {
  for (let at = prototype; isObject(at); at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'dispatchEvent')) return at as EventTarget;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
