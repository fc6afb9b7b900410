import type { Packages } from '../../children/cache.js';
import { mismatchWarnings, type Limits } from '../../children/faults.js';
import { isAtLeast, nodeVersions } from '../../children/nodes.js';

/** What runs in one child process. */
export interface Cell {
  readonly node: string;
  readonly line: Line;
  readonly client: Client;
  readonly format: 'cjs' | 'mjs';
}

/** Versions of OpenTelemetry JS that belong together: its two lines cannot be mixed. */
interface Line {
  readonly name: string;
  readonly node: string;
  /** The one Node version that it is run on, where one is enough. */
  readonly only?: (typeof nodeVersions)[number];
  readonly packages: Packages;
  /** Its auto-instrumentations-node. */
  readonly auto: string;
}

type Format = Cell['format'];

/** A client, or a road by which ws is reached. */
interface Client {
  readonly name: string;
  /** The first Node version that has it, or that it runs on. */
  readonly node: string;
  /** Folder of its packages, below that of the SDK. */
  readonly libraries: keyof typeof libraries | 'auto';
  /** The script without its ending. */
  readonly script: string;
  /** What is loaded before it; by default a file that starts the SDK with this package. */
  readonly preloads?: (format: Format) => readonly string[];
  readonly limits?: Limits;
  /** The SDK is not told of record.cjs, and exports to a collector. */
  readonly exports?: true;
}

/** The oldest and the newest of each peer: `@opentelemetry/api` and `@opentelemetry/sdk-node`. */
export const lines: readonly Line[] = [
  {
    name: 'SDK 2.0',
    node: '18.19',
    only: '20.19.0',
    packages: {
      '@opentelemetry/api': '1.9.0',
      '@opentelemetry/instrumentation-http': '0.200.0',
      '@opentelemetry/instrumentation-undici': '0.11.0',
      '@opentelemetry/sdk-metrics': '2.0.0',
      '@opentelemetry/sdk-node': '0.200.0',
    },
    auto: '0.57.0',
  },
  {
    name: 'SDK 2',
    node: '18.19',
    packages: {
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/instrumentation-http': '0.223.0',
      '@opentelemetry/instrumentation-undici': '0.33.0',
      '@opentelemetry/sdk-metrics': '2.12.1',
      '@opentelemetry/sdk-node': '0.223.0',
    },
    auto: '0.81.2',
  },
  {
    name: 'SDK 3',
    node: '22.15',
    packages: {
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/instrumentation-http': '0.301.0',
      '@opentelemetry/instrumentation-undici': '0.34.0',
      '@opentelemetry/sdk-metrics': '3.1.0',
      '@opentelemetry/sdk-node': '0.301.0',
    },
    auto: '0.82.0',
  },
];

export const libraries = {
  first: { ws: '7.0.0' },
  old: { ws: '7.5.14', undici: '6.29.1' },
  middle: { ws: '8.0.0', undici: '7.30.2' },
  new: { ws: '8.23.0', undici: '8.12.4' },
} as const satisfies Readonly<Record<string, Packages>>;

/** The libraries of a line in each of its folders. */
export function librariesOf({ auto, packages }: Line): Readonly<Record<string, Packages>> {
  return {
    ...libraries,
    auto: {
      ...libraries.new,
      '@opentelemetry/api': packages['@opentelemetry/api'] ?? '',
      '@opentelemetry/auto-instrumentations-node': auto,
    },
  };
}

const register = 'opentelemetry-instrumentation-gemini-live/register';
const autoRegister = '@opentelemetry/auto-instrumentations-node/register';
const ownSdk = './test/loading/fixtures/own-sdk.cjs';

const loading = 'test/loading/fixtures/app';
const own = 'test/checks/matrix/fixtures';

/** ws 8 by another road than the usual one. */
function road(name: string, ...preloads: readonly string[]): Client {
  return {
    name,
    node: '18.0',
    libraries: preloads.includes(autoRegister) ? 'auto' : 'new',
    script: loading,
    preloads: () => preloads,
    ...(!preloads.includes(ownSdk) && preloads.length > 0 && { exports: true }),
  };
}

/** Others see the upgrade of a class that is not replaced. */
const notReplaced: Limits = {
  exposedUpgrades: 3,
  warnings: ['GEMINI_LIVE_EXPOSED', ...mismatchWarnings],
};

/** A ws that no hook sees, as in a bundle or under a test runner. */
function unseen(version: string, libraries: Client['libraries']): Client {
  const script = 'test/loading/fixtures/module-registry';
  return { name: `unseen ws ${version}`, node: '18.0', libraries, script, limits: notReplaced };
}

export const clients: readonly Client[] = [
  { name: 'ws 7.0', node: '18.0', libraries: 'first', script: loading },
  { name: 'ws 7.5', node: '18.0', libraries: 'old', script: loading },
  { name: 'ws 8.0', node: '18.0', libraries: 'middle', script: loading },
  { name: 'ws 8.23', node: '18.0', libraries: 'new', script: loading },
  { name: 'global', node: '22.0', libraries: 'new', script: `${own}/global` },
  { name: 'undici 6', node: '18.17', libraries: 'old', script: `${own}/undici` },
  { name: 'undici 7', node: '20.18', libraries: 'middle', script: `${own}/undici` },
  { name: 'undici 8', node: '22.19', libraries: 'new', script: `${own}/undici` },
  road('register,SDK', register, ownSdk),
  road('SDK,register', ownSdk, register),
  road('register,auto', register, autoRegister),
  road('auto,register', autoRegister, register),
  road('start', 'opentelemetry-instrumentation-gemini-live/start'),
  {
    ...road('captured'),
    // The script starts the SDK itself.
    script: 'test/loading/fixtures/captured',
    limits: notReplaced,
  },
  unseen('7.0', 'first'),
  unseen('7.5', 'old'),
  unseen('8.0', 'middle'),
  unseen('8.23', 'new'),
];

/** Every combination that exists. */
export const cells: readonly Cell[] = nodeVersions.flatMap((node) =>
  lines
    .filter((line) => isAtLeast(node, line.node) && (line.only ?? node) === node)
    .flatMap((line) =>
      clients
        .filter((client) => isAtLeast(node, client.node))
        .flatMap((client) =>
          (['cjs', 'mjs'] as const).map((format) => ({ node, line, client, format })),
        ),
    ),
);
