/**
 * The package beside others that reach into a process: bundlers, test runners, other
 * instrumentations. Each row is a real program with pinned versions, run with us and without.
 * `--row webpack` and the like run a part of it.
 */
import { parseArgs } from 'node:util';
import { packed } from '../../children/cache.js';
import { endWith, Tally } from '../../children/check.js';
import { together } from '../../children/together.js';
import { rows } from './rows/index.js';

const { values } = parseArgs({ options: { row: { type: 'string', default: '' } } });

async function main(): Promise<number> {
  const wanted = rows.filter(({ name }) => name.includes(values.row));
  const tarball = await packed();
  const tally = new Tally();
  await together(wanted, 2, async ({ name, faults }) => {
    const begun = performance.now();
    const found = await faults(tarball);
    tally.add(`${name} (${Math.round((performance.now() - begun) / 1_000)} s)`, found);
  });
  return tally.close();
}

await endWith(main);
