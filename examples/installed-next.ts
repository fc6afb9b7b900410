import { cp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed, type Packages } from '../test/children/cache.js';

const files = fileURLToPath(new URL('next/', import.meta.url));

/**
 * The example `next` in the cache, with its packages: Next.js alone is larger than all that this
 * repository needs.
 *
 * @param tarball - This package, as it would be published.
 */
export async function installNext(tarball: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(files, 'package.json'), 'utf8')) as {
    readonly dependencies: Packages;
  };
  const folder = await installed('examples/next', manifest.dependencies, tarball);
  for (const name of await readdir(files)) {
    if (name === 'package.json') continue;
    await rm(join(folder, name), { recursive: true, force: true });
    await cp(join(files, name), join(folder, name), { recursive: true });
  }
  await rm(join(folder, '.next'), { recursive: true, force: true });
  return folder;
}
