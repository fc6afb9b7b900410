import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in a folder's package.json; `undefined` where that is not the package of that name. */
export function packageVersion(folder: string, packageName: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version } = manifest as Readonly<Record<string, unknown>>;
    return name === packageName && typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
