/**
 * The package as it would be published: what is in it, what publint and arethetypeswrong say of it,
 * and whether each package manager installs it beside each OpenTelemetry line.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { npm, packed, skipped, Unavailable } from '../../children/cache.js';
import { repository } from '../../children/tree.js';
import { contentFaults } from './content.js';
import { installationFaults, managers, sdkLines } from './installation.js';

async function main(): Promise<number> {
  const tarball = await packed();
  let failed = 0;
  const check = async (name: string, faults: () => Promise<readonly string[]>): Promise<void> => {
    const found = await faults();
    if (found.length > 0) failed++;
    console.log(`${found.length > 0 ? '✗' : '✓'} ${name}`);
    for (const fault of found) console.log(`    ${fault}`);
  };

  await check('content', async () => contentFaults(await npm(packing, repository)));
  await check('publint', () => tool('publint', ['run', tarball, '--strict']));
  await check('arethetypeswrong', () =>
    tool('attw', [tarball, '--no-color', '--profile', 'node16']),
  );
  for (const manager of managers) {
    for (const line of sdkLines) {
      await check(`${manager.name} with ${line.name}`, () =>
        installationFaults(manager, line, tarball),
      );
    }
  }
  return failed > 0 ? 1 : 0;
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

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.log(`skipped: ${error.message}`);
  process.exitCode = skipped;
}
