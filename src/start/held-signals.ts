import { soon } from '../platform/index.js';

/*
 * Node listens to a signal from the first listener on until the last one is gone, and hands it to
 * `process.emit` as that was at the first. So a signal can be met before all listeners, and by
 * nobody who is a listener: others count them (signal-exit ends the process if it is alone).
 */

type Emit = (event: string | symbol, ...args: unknown[]) => boolean;

/** The listener that makes Node listen, and is gone before anybody can count it. */
const nobody = (): void => undefined;

/** A signal that waits, as Node told it. */
interface Held {
  readonly signal: NodeJS.Signals;
  readonly args: readonly unknown[];
}

let held: Held | undefined;

/**
 * Delivers before a signal reaches the application, or ends the process where nobody listens. A
 * second signal hands on both at once.
 *
 * @param deliver - What the signal waits for; `undefined` where there is nothing to wait for.
 */
export function holdSignal(signal: NodeJS.Signals, deliver: () => Promise<void> | undefined): void {
  const met = (args: readonly unknown[]): boolean => {
    if (held !== undefined) {
      handOnHeld();
      return handOn({ signal, args });
    }
    const delivered = deliver();
    if (delivered === undefined) return handOn({ signal, args });
    const holding = { signal, args };
    held = holding;
    // In a turn of its own: what a listener throws goes where it went without us.
    const release = (): void => {
      if (held === holding) soon(handOnHeld);
    };
    delivered.then(release, release);
    return true;
  };
  const restart = (): void => {
    stopListening(signal);
    startListening(signal, met);
  };
  process.on('newListener', (event, listener) => {
    // It is about to be the first: the signal is to come in its context, not in that of ours.
    if (event === signal && listener !== nobody && !isHeard(signal)) restart();
  });
  process.on('removeListener', (event, listener) => {
    if (event !== signal || listener === nobody || isHeard(signal)) return;
    // Not at once: who raises the signal again now, means the process to end with it now.
    soon(() => {
      if (!isHeard(signal)) restart();
    });
  });
  const earlier = process.rawListeners(signal) as (() => void)[];
  process.removeAllListeners(signal);
  restart();
  for (const listener of earlier) process.on(signal, listener);
}

function handOnHeld(): void {
  const holding = held;
  held = undefined;
  if (holding !== undefined) handOn(holding);
}

/** To the listeners, or to the system: exit code and signal are what they were without us. */
function handOn({ signal, args }: Held): boolean {
  if (isHeard(signal)) return (process.emit as Emit).call(process, signal, ...args);
  stopListening(signal);
  process.kill(process.pid, signal);
  return true;
}

function isHeard(signal: NodeJS.Signals): boolean {
  return process.listenerCount(signal) > 0;
}

/** Has Node hand the signal to `met`, with nobody listening. */
function startListening(signal: NodeJS.Signals, met: (args: readonly unknown[]) => boolean): void {
  withEmit(
    (emit) =>
      (event, ...args) =>
        event === signal ? met(args) : emit(event, ...args),
    () => process.on(signal, nobody),
  );
  // Node stops to listen where it hears of the last one's removal.
  withEmit(
    (emit) =>
      (event, ...args) =>
        event !== 'removeListener' && emit(event, ...args),
    () => process.removeListener(signal, nobody),
  );
}

/** Has Node not listen, where nobody does. */
function stopListening(signal: NodeJS.Signals): void {
  process.on(signal, nobody);
  process.removeListener(signal, nobody);
}

function withEmit(make: (emit: Emit) => Emit, act: () => void): void {
  const own = Object.getOwnPropertyDescriptor(process, 'emit');
  const emit: Emit = (process.emit as Emit).bind(process);
  Object.defineProperty(process, 'emit', { value: make(emit), configurable: true, writable: true });
  try {
    act();
  } finally {
    if (own === undefined) Reflect.deleteProperty(process, 'emit');
    else Object.defineProperty(process, 'emit', own);
  }
}
