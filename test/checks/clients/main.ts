/**
 * Real clients, unmodified, against the simulator: a good session and the mistake on each API, with
 * telemetry and without. `--client genai` and the like run a part of it.
 */
import { createHash } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installed, packed } from '../../children/cache.js';
import { endWith, Tally } from '../../children/check.js';
import { nodeBinary } from '../../children/nodes.js';
import { together } from '../../children/together.js';
import { repository } from '../../children/tree.js';
import { clients, telemetry, type Client } from './clients.js';
import { startMetadataServer } from './metadata-server.js';
import { faultsOf, token, type Place, type Trial } from './trial.js';

const { values } = parseArgs({ options: { client: { type: 'string', default: '' } } });

async function install(client: Client, tarball: string): Promise<string> {
  const name = createHash('sha256').update(JSON.stringify(client.packages)).digest('hex');
  const packages = { ...telemetry, ...client.packages };
  const folder = await installed(`clients/${name.slice(0, 12)}`, packages, tarball);
  for (const scripts of [
    'children',
    'loading/fixtures',
    'delivery/fixtures',
    'checks/clients/scripts',
  ]) {
    await cp(join(repository, 'test', scripts), join(folder, 'test', scripts), { recursive: true });
  }
  return folder;
}

async function main(): Promise<number> {
  const wanted = clients.filter(({ name }) => name.includes(values.client));
  const tarball = await packed();
  const metadata = await startMetadataServer(token);
  try {
    const places = new Map<Client, Place>();
    for (const client of wanted) {
      places.set(client, {
        folder: await install(client, tarball),
        node: await nodeBinary(client.node),
        credentials: metadata.env,
      });
    }
    const trials = wanted.flatMap((client) =>
      client.apis.flatMap((api) =>
        (['good', 'mistaken'] as const).map((kind): Trial => ({ client, api, kind })),
      ),
    );
    const faults = await together(trials, 2, (trial) =>
      faultsOf(trial, places.get(trial.client) as Place),
    );
    const tally = new Tally();
    for (const [at, { client, api, kind }] of trials.entries()) {
      const name = `${client.name.padEnd(34)} ${api.padEnd(7)} ${kind.padEnd(9)} Node ${client.node}`;
      tally.add(name, faults[at] ?? []);
    }
    return tally.close();
  } finally {
    await metadata.close();
  }
}

await endWith(main);
