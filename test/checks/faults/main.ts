/**
 * Broken parts beside us, and what production does in the middle of a session: each scenario on each
 * kind of socket, in a process with us and in one without, from the same script. `--scenario hook`
 * and `--socket ws` run a part of it.
 */
import { parseArgs } from 'node:util';
import { endWith, Tally } from '../../children/check.js';
import { closedPort } from '../../children/collector.js';
import { nodeBinary } from '../../children/nodes.js';
import { run, type Outcome } from '../../children/run.js';
import { together } from '../../children/together.js';
import { repository } from '../../children/tree.js';
import { startSimulator } from '../../simulator/index.js';
import { faultsOf } from './held.js';
import { endsOf, scenarios, type Scenario } from './scenarios.js';
import { sockets, type Socket } from './sockets.js';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: '' },
    socket: { type: 'string', default: '' },
  },
});

/** What a heap holds is then the application's: no code is compiled, or thrown away, meanwhile. */
const flags = ['--expose-gc', '--no-opt', '--no-sparkplug', '--no-maglev', '--no-flush-bytecode'];

/** What all processes share. */
interface Place {
  readonly simulator: string;
  readonly closedPort: number;
  /** By socket. */
  readonly nodes: ReadonlyMap<Socket, string>;
}

/** One run of app.cjs in the repository, where the package finds itself by name. */
function attempt(
  scenario: Scenario,
  socket: Socket,
  place: Place,
  watched: boolean,
): Promise<Outcome> {
  const { name, part = name, act, env, crowd = true } = scenario;
  return run({
    node: place.nodes.get(socket) ?? process.execPath,
    args: [...flags, 'test/checks/faults/fixtures/app.cjs'],
    cwd: repository,
    env: {
      SIMULATOR: place.simulator,
      CLOSED_PORT: String(place.closedPort),
      SOCKET: socket.uses,
      PART: part,
      ENDS: endsOf(scenario).join(),
      ...(act !== undefined && { ACT: act }),
      ...(crowd && watched && { CROWD: 'yes' }),
      ...(watched && { WATCHED: 'yes' }),
      ...env,
    },
  });
}

async function main(): Promise<number> {
  const wanted = sockets.filter(({ name }) => name.includes(values.socket));
  const pairs = scenarios
    .filter(({ name }) => name.includes(values.scenario))
    .flatMap((scenario) => wanted.map((socket) => ({ scenario, socket })))
    .filter(({ scenario, socket }) => (scenario.only ?? socket.kind) === socket.kind);
  const nodes = new Map<Socket, string>();
  for (const socket of wanted) {
    if (socket.node !== undefined) nodes.set(socket, await nodeBinary(socket.node));
  }
  const simulator = await startSimulator();
  try {
    const place = { simulator: simulator.url, closedPort: await closedPort(), nodes };
    const tally = new Tally();
    // Most of their time they wait: five at once keep two cores busy.
    await together(pairs, 5, async ({ scenario, socket }) => {
      const alone = await attempt(scenario, socket, place, false);
      const watched = await attempt(scenario, socket, place, true);
      tally.add(`${scenario.name.padEnd(40)} ${socket.name}`, faultsOf(scenario, alone, watched));
    });
    return tally.close();
  } finally {
    await simulator.close();
  }
}

await endWith(main);
