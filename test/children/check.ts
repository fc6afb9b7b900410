import { skipped, Unavailable } from './cache.js';

/** Runs a check that fetches packages, and ends the process as `.ci/run` reads it: with 77 where they cannot be had. */
export async function endWith(check: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await check();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`skipped: ${error.message}`);
    process.exitCode = skipped;
  }
}

/** Counts what was checked, and says of each what is wrong with it. */
export class Tally {
  #checked = 0;
  #failed = 0;

  add(name: string, faults: readonly string[]): void {
    this.#checked++;
    if (faults.length > 0) this.#failed++;
    console.log(`${faults.length > 0 ? '✗' : '✓'} ${name}`);
    for (const fault of faults) console.log(`    ${fault}`);
  }

  /** @returns The exit code: checking nothing is no pass. */
  close(): number {
    console.log(`\n${this.#checked - this.#failed} of ${this.#checked} passed`);
    return this.#failed > 0 || this.#checked === 0 ? 1 : 0;
  }
}
