import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './tree.js';

const name = 'opentelemetry-instrumentation-gemini-live';

/** Where real packages and Node binaries are kept between runs, outside of the repository. */
export const cache =
  process.env.GEMINI_LIVE_CACHE ??
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), name);

/** What a script that cannot get its packages ends with: skipped, not failed. */
export const skipped = 77;

/** The registry has no answer. */
export class Unavailable extends Error {}

/** Exact versions by package name. */
export type Packages = Readonly<Record<string, string>>;

/**
 * Has packages installed in a folder of the cache, as an application that depends on them; with
 * this package's tarball, where one is given.
 *
 * @returns The folder.
 * @throws Unavailable where they are not there and cannot be fetched.
 */
export async function installed(
  folder: string,
  packages: Packages,
  tarball?: string,
): Promise<string> {
  const path = join(cache, folder);
  await once(join(path, 'installed'), JSON.stringify(packages), async () => {
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
    const manifest = { name: 'app', private: true, dependencies: packages };
    await writeFile(join(path, 'package.json'), JSON.stringify(manifest, null, 2));
    await npm(['install', '--prefer-offline', '--ignore-scripts'], path);
  });
  if (tarball === undefined) return path;
  const content = createHash('sha256')
    .update(await readFile(tarball))
    .digest('hex');
  await once(join(path, 'installed-tarball'), content, async () => {
    // What was installed from a file is not looked at again.
    await rm(join(path, 'node_modules', name), { recursive: true, force: true });
    await npm(['install', '--no-save', '--prefer-offline', '--ignore-scripts', tarball], path);
  });
  return path;
}

/** Does something unless it was done before, to its end. */
export async function once(marker: string, what: string, work: () => Promise<void>): Promise<void> {
  if ((await readFile(marker, 'utf8').catch(() => undefined)) === what) return;
  await rm(marker, { force: true });
  await work();
  await writeFile(marker, what);
}

/** The package as it would be published, from `dist` as it is; gives the tarball. */
export async function packed(): Promise<string> {
  const path = join(cache, 'tarball');
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  const out = await npm(
    ['pack', '--ignore-scripts', '--json', '--pack-destination', path],
    repository,
  );
  const [{ filename }] = JSON.parse(out) as [{ filename: string }];
  return join(path, filename);
}

export async function npm(args: readonly string[], cwd: string): Promise<string> {
  try {
    const options = { cwd, timeout: 10 * 60_000, maxBuffer: 1 << 26 };
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    return (await promisify(execFile)('npm', [...args, ...quiet], options)).stdout;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const unreachable = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED|network/.exec(
      stderr,
    );
    if (unreachable) throw new Unavailable(`npm ${args[0]}: ${unreachable[0]}`);
    throw error;
  }
}
