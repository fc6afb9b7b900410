/**
 * Every Node version × OpenTelemetry line × WebSocket client × module format that exists, each in
 * a process of its own that uses the package as it would be published. `--node 24`, `--client ws`
 * and the like run a part of it.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installed, packed } from '../../children/cache.js';
import { endWith } from '../../children/check.js';
import { nodeBinary } from '../../children/nodes.js';
import { together } from '../../children/together.js';
import { repository } from '../../children/tree.js';
import { startSimulator } from '../../simulator/index.js';
import { cellFaults } from './cell-faults.js';
import { cells, librariesOf, lines } from './cells.js';
import { printTable, type Result } from './table.js';

const { values } = parseArgs({
  options: {
    node: { type: 'string', default: '' },
    line: { type: 'string', default: '' },
    client: { type: 'string', default: '' },
  },
});

/** One installation a line; the libraries below it, where scripts find both. */
async function install(tarball: string): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, string>();
  for (const line of lines) {
    const below = `matrix/${line.name.replaceAll(/[ .]/g, '').toLowerCase()}`;
    await installed(below, line.packages, tarball);
    for (const [name, packages] of Object.entries(librariesOf(line))) {
      const folder = await installed(`${below}/${name}`, packages);
      for (const scripts of ['children', 'loading/fixtures', 'checks/matrix/fixtures']) {
        await cp(join(repository, 'test', scripts), join(folder, 'test', scripts), {
          recursive: true,
        });
      }
      folders.set(`${line.name} ${name}`, folder);
    }
  }
  return folders;
}

async function main(): Promise<number> {
  const wanted = cells.filter(
    ({ node, line, client }) =>
      node.startsWith(values.node) &&
      line.name.includes(values.line) &&
      client.name.startsWith(values.client),
  );
  const folders = await install(await packed());
  const nodes = new Map<string, string>();
  for (const { node } of wanted) nodes.set(node, nodes.get(node) ?? (await nodeBinary(node)));

  const simulator = await startSimulator();
  try {
    const results = await together(wanted, 2, async (cell): Promise<Result> => {
      const folder = folders.get(`${cell.line.name} ${cell.client.libraries}`) ?? '';
      const node = nodes.get(cell.node) ?? '';
      return { cell, faults: await cellFaults(cell, node, folder, simulator) };
    });
    printTable(results);
    return results.length > 0 && results.every(({ faults }) => faults.length === 0) ? 0 : 1;
  } finally {
    await simulator.close();
  }
}

await endWith(main);
