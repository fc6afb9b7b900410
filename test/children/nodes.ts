import { join } from 'node:path';
import { installed } from './cache.js';

/** The Node versions that engines allow: the first and the last of each line, and what came since. */
export const nodeVersions = [
  '20.19.0',
  '20.20.2',
  '22.12.0',
  '22.23.3',
  '24.21.0',
  '26.10.0',
] as const;

/** The binary of a Node version, from the package that the registry has for this platform. */
export async function nodeBinary(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await installed(`node/${version}`, { [name]: version });
  return join(folder, 'node_modules', name, 'bin/node');
}

/** Whether a version is at least another; both as `major.minor`. */
export function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
