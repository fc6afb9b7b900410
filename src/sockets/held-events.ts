import { deadline, soon } from '../platform/index.js';

/** {@link Connection.delivery} takes no longer; this is for one that does not keep its word. */
const longest = 600;

/**
 * Hands held events to the application once they may go: in a turn of their own, so that what a
 * handler throws goes where it went without us. The process stays alive until then: an event is
 * not lost.
 */
export function whenDelivered(delivery: Promise<void>, release: () => void): void {
  let released = false;
  const once = (): void => {
    if (released) return;
    released = true;
    callOff();
    soon(release);
  };
  const callOff = deadline(once, longest);
  void delivery.then(once, once);
}

/**
 * Calls `fn`, in which the socket's `readyState` is what it was when the event would have come:
 * the socket itself has gone on since.
 */
export function withReadyState(socket: object, readyState: number, fn: () => void): void {
  const own = Object.getOwnPropertyDescriptor(socket, 'readyState');
  Reflect.defineProperty(socket, 'readyState', { value: readyState, configurable: true });
  try {
    fn();
  } finally {
    if (own === undefined) Reflect.deleteProperty(socket, 'readyState');
    else Reflect.defineProperty(socket, 'readyState', own);
  }
}
