import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cache, installed, Unavailable } from '../../children/cache.js';
import { nodeBinary } from '../../children/nodes.js';

interface Manager {
  readonly name: string;
  /** Of the registry; npm is that of the running Node. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly script?: string;
  readonly args: readonly string[];
  readonly node: string;
  /** Where it keeps a package that it has seen by name and version, whatever is in the tarball now. */
  readonly keeps?: string;
  /** Files of its configuration in the application's folder. */
  readonly files?: Readonly<Record<string, string>>;
}

const node = '22.23.3';

export const managers: readonly Manager[] = [
  { name: 'npm', args: ['install', '--no-audit', '--no-fund', '--ignore-scripts'], node },
  {
    name: 'pnpm',
    packages: { pnpm: '10.34.8' },
    script: 'pnpm/bin/pnpm.cjs',
    args: [
      'install',
      '--ignore-scripts',
      '--strict-peer-dependencies',
      `--store-dir=${join(cache, 'pnpm-store')}`,
    ],
    node,
  },
  {
    name: 'yarn 1',
    packages: { yarn: '1.22.22' },
    script: 'yarn/bin/yarn.js',
    args: [
      'install',
      '--ignore-scripts',
      '--non-interactive',
      `--cache-folder=${join(cache, 'yarn-cache')}`,
    ],
    node,
    keeps: join(cache, 'yarn-cache', 'v6'),
  },
  {
    name: 'yarn 4',
    packages: { '@yarnpkg/cli-dist': '4.18.1' },
    script: '@yarnpkg/cli-dist/bin/yarn.js',
    args: ['install'],
    node,
    files: {
      '.yarnrc.yml': 'nodeLinker: node-modules\nenableScripts: false\nenableTelemetry: false\n',
      'yarn.lock': '',
    },
  },
];

interface SdkLine {
  readonly name: string;
  readonly packages: Readonly<Record<string, string>>;
}

export const sdkLines: readonly SdkLine[] = [
  {
    name: 'the oldest SDK',
    packages: {
      '@opentelemetry/api': '1.9.0',
      '@opentelemetry/instrumentation-http': '0.200.0',
      '@opentelemetry/sdk-node': '0.200.0',
    },
  },
  {
    name: 'SDK 2',
    packages: {
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/instrumentation-http': '0.223.0',
      '@opentelemetry/sdk-node': '0.223.0',
    },
  },
  {
    name: 'SDK 3',
    packages: {
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/instrumentation-http': '0.301.0',
      '@opentelemetry/sdk-node': '0.301.0',
    },
  },
];

/** What goes wrong when an application adds this package to its SDK. */
export async function installationFaults(
  manager: Manager,
  line: SdkLine,
  tarball: string,
): Promise<string[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gemini-live-installation-')));
  try {
    if (manager.keeps !== undefined) await forget(manager.keeps);
    await cp(tarball, join(folder, basename(tarball)));
    const dependencies = {
      ...line.packages,
      'opentelemetry-instrumentation-gemini-live': `file:./${basename(tarball)}`,
    };
    const manifest = { name: 'app', version: '1.0.0', private: true, dependencies };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
    for (const [name, text] of Object.entries(manager.files ?? {})) {
      await writeFile(join(folder, name), text);
    }
    const said = await install(manager, folder);
    return [...peerFaults(said), ...(await copyFaults(folder)), ...(await commandFaults(folder))];
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    const {
      message,
      stdout = '',
      stderr = '',
    } = error as Error & {
      stdout?: string;
      stderr?: string;
    };
    return `${message}\n${stdout}\n${stderr}`.split('\n').filter(Boolean);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Has a package manager know nothing of this package. */
async function forget(kept: string): Promise<void> {
  for (const entry of await readdir(kept).catch(() => [])) {
    const isOurs = entry.includes('opentelemetry-instrumentation-gemini-live');
    if (isOurs || entry === '.tmp') await rm(join(kept, entry), { recursive: true });
  }
}

async function install(manager: Manager, folder: string): Promise<string> {
  const binary = await nodeBinary(manager.node);
  const script = manager.script && join(await tools(manager), 'node_modules', manager.script);
  const [command, ...args] = script ? [binary, script, ...manager.args] : ['npm', ...manager.args];
  const options = { cwd: folder, timeout: 5 * 60_000, env: { ...process.env, CI: '' } };
  const { stdout, stderr } = await promisify(execFile)(command ?? '', args, options);
  return `${stdout}\n${stderr}`;
}

function tools(manager: Manager): Promise<string> {
  return installed(`managers/${manager.name.replace(' ', '')}`, manager.packages ?? {});
}

/** What a package manager says of peers that do not fit, where that concerns us. */
function peerFaults(said: string): string[] {
  return said
    .split('\n')
    .filter((text) => /peer|ERESOLVE|incorrect/i.test(text) && /gemini-live/.test(text))
    .filter((text) => !/optional/i.test(text));
}

/** What goes wrong with the command, by both of its names. */
async function commandFaults(folder: string): Promise<string[]> {
  const faults: string[] = [];
  for (const name of ['gemini-live', 'opentelemetry-instrumentation-gemini-live']) {
    const command = join(folder, 'node_modules/.bin', name);
    const { stdout } = await promisify(execFile)(command, [
      'explain',
      'received 1007 (invalid frame payload data) API key not valid. Please pass a valid API key.',
    ]);
    if (!stdout.startsWith('auth')) faults.push(`${name} explain says ${stdout}`);
  }
  return faults;
}

/** Two copies of import-in-the-middle do not see each other's hooks: there is the SDK's alone. */
async function copyFaults(folder: string): Promise<string[]> {
  const modules = join(folder, 'node_modules');
  const found = (await readdir(modules, { recursive: true }))
    .filter((path) => /(?:^|[/\\])import-in-the-middle[/\\]package\.json$/.test(path))
    // pnpm's folders are links to one another.
    .map((path) => realpath(join(modules, path)));
  const manifests = [...new Set(await Promise.all(found))];
  if (manifests.length === 1) return [];
  const versions = manifests.map(async (path) => {
    const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
    return `${version} at ${path.slice(folder.length)}`;
  });
  return [
    `${manifests.length} copies of import-in-the-middle: ${(await Promise.all(versions)).join(', ')}`,
  ];
}
