/**
 * Runs one step of several that have to stand by themselves: what it throws is reported, and costs
 * that step only.
 */
export type Guard = <R>(step: () => R) => R | undefined;

export function createGuard(report: (fault: unknown) => void): Guard {
  return (step) => {
    try {
      return step();
    } catch (fault) {
      report(fault);
      return undefined;
    }
  };
}
