import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { installed } from '../../../children/cache.js';
import { startCollector } from '../../../children/collector.js';
import { isAtLeast, nodeBinary } from '../../../children/nodes.js';
import { ownHttpFaults } from '../../../children/own-http.js';
import { run, type Outcome } from '../../../children/run.js';
import { repository } from '../../../children/tree.js';
import { startSimulator } from '../../../simulator/index.js';
import { lines } from '../../matrix/cells.js';
import type { Row } from '../row.js';

/** One order of what is preloaded; in place of us, without us, another file or none. */
interface Order {
  readonly name: string;
  readonly preloads: readonly string[];
  readonly without: readonly string[];
}

type Line = (typeof lines)[number];

const register = 'opentelemetry-instrumentation-gemini-live/register';
const start = 'opentelemetry-instrumentation-gemini-live/start';
const auto = '@opentelemetry/auto-instrumentations-node/register';
const fixtures = './test/loading/fixtures';
const ownSdk = `${fixtures}/own-sdk.cjs`;
const httpOnly = `${fixtures}/http-only.cjs`;
const plainStart = `${fixtures}/plain-start.cjs`;

const orders: readonly Order[] = [
  { name: 'register, auto', preloads: [register, auto], without: [auto] },
  { name: 'auto, register', preloads: [auto, register], without: [auto] },
  { name: 'register, SDK', preloads: [register, ownSdk], without: [ownSdk] },
  { name: 'SDK, register', preloads: [ownSdk, register], without: [ownSdk] },
  { name: 'start, http', preloads: [start, httpOnly], without: [plainStart, httpOnly] },
  { name: 'http, start', preloads: [httpOnly, start], without: [httpOnly, plainStart] },
];

const nodes = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'] as const;

/**
 * auto-instrumentations-node, an application's own telemetry file and single instrumentations, in
 * both orders and by both options: each HTTP span that is there without us, and our sessions.
 */
export const loadOrder: readonly Row[] = lines
  .filter(({ only }) => only === undefined)
  .flatMap((line) =>
    nodes
      .filter((node) => isAtLeast(node, line.node))
      .map((node) => ({
        name: `load order, Node ${node}, ${line.name}`,
        faults: (tarball: string) => faultsOf(line, node, tarball),
      })),
  );

const installations = new Map<Line, Promise<string>>();

async function install(line: Line, tarball: string): Promise<string> {
  const packages = {
    ...line.packages,
    '@opentelemetry/auto-instrumentations-node': line.auto,
    ws: '8.23.0',
  };
  const name = `beside/load-order/${line.name.replace(' ', '').toLowerCase()}`;
  const folder = await installed(name, packages, tarball);
  for (const scripts of ['children', 'loading/fixtures']) {
    await cp(join(repository, 'test', scripts), join(folder, 'test', scripts), { recursive: true });
  }
  return folder;
}

async function faultsOf(line: Line, version: string, tarball: string): Promise<string[]> {
  const installation = installations.get(line) ?? install(line, tarball);
  installations.set(line, installation);
  const folder = await installation;
  const node = await nodeBinary(version);
  const faults: string[] = [];
  for (const option of ['--require', '--import']) {
    for (const { name, preloads, without } of orders) {
      const watched = await attempt(node, folder, option, preloads);
      const alone = await attempt(node, folder, option, without);
      faults.push(...ownHttpFaults(watched, alone).map((fault) => `${option} ${name}: ${fault}`));
    }
  }
  return faults;
}

async function attempt(
  node: string,
  cwd: string,
  option: string,
  preloads: readonly string[],
): Promise<Outcome> {
  const simulator = await startSimulator();
  // The application's own telemetry file records by itself.
  const collector = preloads.includes(ownSdk) ? undefined : await startCollector();
  try {
    const outcome = await run({
      node,
      args: [...preloads.flatMap((file) => [option, file]), `${fixtures}/http-app.cjs`],
      cwd,
      env: {
        SIMULATOR: simulator.url,
        OTEL_NODE_RESOURCE_DETECTORS: 'none',
        OTEL_LOG_LEVEL: 'error',
        ...collector?.env,
      },
      seconds: 60,
    });
    return collector ? { ...outcome, recorded: collector.recorded() } : outcome;
  } finally {
    await collector?.close();
    await simulator.close();
  }
}
