import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { installed, type Packages } from '../../children/cache.js';
import { repository } from '../../children/tree.js';

const folders = new Map<string, Promise<string>>();

/**
 * An application's folder, with packages of its own, this one, and the fixtures under the paths
 * that they have here. Rows that share it run beside each other.
 *
 * @throws Unavailable where a package cannot be fetched.
 */
export function application(name: string, packages: Packages, tarball: string): Promise<string> {
  const present = folders.get(name);
  if (present !== undefined) return present;
  const made = make(name, packages, tarball);
  folders.set(name, made);
  return made;
}

async function make(name: string, packages: Packages, tarball: string): Promise<string> {
  const folder = await installed(`beside/${name}`, packages, tarball);
  for (const fixtures of ['children', 'checks/beside/fixtures']) {
    const path = join('test', fixtures);
    await cp(join(repository, path), join(folder, path), { recursive: true });
  }
  return folder;
}
