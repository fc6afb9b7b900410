type Report = (why: string) => void;

let report: Report | undefined;

/**
 * Calls `fn`, which runs where Node or undici called us: in a channel's subscriber, a timer, a
 * constructor, a method of EventTarget. What is thrown there ends the process, or somebody else's
 * upgrade; so nothing is, and the first fault is told.
 */
export function guarded<R>(fn: () => R): R | undefined {
  try {
    return fn();
  } catch (fault) {
    tellFault(fault);
    return undefined;
  }
}

export function reportFaultsTo(told: Report): void {
  report = told;
}

function tellFault(fault: unknown): void {
  const tell = report;
  report = undefined;
  try {
    tell?.(`a fault in watching a WebSocket (reported once): ${String(fault)}`);
  } catch {
    // Neither can the telling be told: a test runner has taken its realm down around us.
  }
}
