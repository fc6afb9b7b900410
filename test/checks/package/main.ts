/**
 * The package as it would be published: what is in it, what publint and arethetypeswrong say of it,
 * and whether each package manager installs it beside each OpenTelemetry line.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { npm, packed } from '../../children/cache.js';
import { endWith, Tally } from '../../children/check.js';
import { repository } from '../../children/tree.js';
import { contentFaults } from './content.js';
import { installationFaults, managers, sdkLines } from './installation.js';
import { typeFaults, typeScripts } from './types.js';

async function main(): Promise<number> {
  const tarball = await packed();
  const tally = new Tally();
  const check = async (name: string, faults: () => Promise<readonly string[]>): Promise<void> =>
    tally.add(name, await faults());

  await check('content', async () => contentFaults(await npm(packing, repository)));
  await check('publint', () => tool('publint', ['run', tarball, '--strict']));
  await check('arethetypeswrong', () =>
    tool('attw', [tarball, '--no-color', '--profile', 'node16']),
  );
  for (const typescript of typeScripts) {
    await check(`types with TypeScript ${typescript}`, () => typeFaults(typescript, tarball));
  }
  for (const manager of managers) {
    for (const line of sdkLines) {
      await check(`${manager.name} with ${line.name}`, () =>
        installationFaults(manager, line, tarball),
      );
    }
  }
  return tally.close();
}

const packing = ['pack', '--dry-run', '--ignore-scripts', '--json'];

/** Runs one of the repository's tools; what it said, where it was not content. */
async function tool(command: string, args: readonly string[]): Promise<string[]> {
  try {
    await promisify(execFile)('npm', ['exec', '--no', '--', command, ...args], { cwd: repository });
    return [];
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`.split('\n').filter(Boolean);
  }
}

await endWith(main);
