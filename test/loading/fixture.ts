import { join } from 'node:path';
import { run, type Outcome, type Script } from '../children/run.js';
import { repository } from '../children/tree.js';
import type { Simulator } from '../simulator/index.js';

/** A script of this folder's fixtures, or a preload of it. */
export function fixture(name: string): string {
  return join(repository, 'test/loading/fixtures', name);
}

/** Runs Node in the repository, where the package finds itself by name. */
export function runHere(
  simulator: Simulator,
  args: readonly string[],
  more: Partial<Script> = {},
): Promise<Outcome> {
  return run({
    cwd: repository,
    ...more,
    args,
    env: { SIMULATOR: simulator.url, ...more.env },
  });
}
