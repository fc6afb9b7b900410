import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startCollector } from '../../../children/collector.js';
import { run, type Outcome } from '../../../children/run.js';
import { repository } from '../../../children/tree.js';
import type { Simulator } from '../../../simulator/index.js';
import { complaints } from './complaints.js';
import type { Recipe } from './recipe.js';

const beside = 'test/checks/beside/fixtures/bundled';

/** Which telemetry is in the bundle: with this package, the SDK without it, or none. */
export type Telemetry = 'us' | 'sdk' | 'none';

/** Where an application is bundled, and with what. */
export interface Workshop {
  readonly folder: string;
  readonly node: string;
  /** Folders of commands: the bundlers'. */
  readonly commands: string;
}

/** What is said while an application is bundled, and what it does then. */
export interface Bundled {
  readonly code: number | null;
  /** What the build complained of. */
  readonly complaints: readonly string[];
  run(client: 'ws' | 'genai', options?: readonly string[]): Promise<Outcome>;
}

/** Writes an application into a folder of its own and bundles it as a recipe says. */
export async function bundle(
  { folder, node, commands }: Workshop,
  recipe: Recipe,
  telemetry: Telemetry,
  simulator: Simulator,
): Promise<Bundled> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of [
    ...['app.mjs', 'app.cjs', 'package.json'].map((name) => join(beside, name)),
    ...['telemetry.mjs', 'telemetry.cjs'].map((name) => join(beside, telemetry, name)),
    ...['record.cjs', 'talk.cjs', 'talks.json'].map((name) => join('test/children', name)),
    'test/checks/clients/scripts/genai-talk.cjs',
  ]) {
    await cp(join(repository, file), join(folder, file.slice(file.lastIndexOf('/') + 1)));
  }
  for (const [name, text] of Object.entries(recipe.files)) {
    await writeFile(join(folder, name), text);
  }
  const [build = '', start = ''] = recipe.commands;
  const env = { PATH: `${dirname(node)}:${commands}:/usr/bin:/bin`, NO_COLOR: '1' };
  const built = await run({ node: '/bin/sh', args: ['-c', build], cwd: folder, env, seconds: 480 });
  const [, script = ''] = start.split(' ');
  return {
    code: built.code,
    complaints: complaints(built.stdout + built.stderr),
    run: (client, options) =>
      options === undefined
        ? execute(node, folder, [script], clientEnvironment(client, simulator))
        : exporting(node, folder, [...options, script], clientEnvironment(client, simulator)),
  };
}

async function execute(
  node: string,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  return run({ node, args, cwd, env, seconds: 60 });
}

/** What the application exports counts as recorded. */
async function exporting(
  node: string,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const collector = await startCollector();
  try {
    const outcome = await execute(node, cwd, args, { ...env, ...collector.env });
    return { ...outcome, recorded: collector.recorded() };
  } finally {
    await collector.close();
  }
}

function clientEnvironment(client: string, simulator: Simulator): Record<string, string> {
  return {
    CLIENT: client,
    SIMULATOR: simulator.url,
    API: 'gemini',
    BASE: simulator.httpUrl,
    KEY: 'AIzaSyLeakedKey-0123456789',
    MODEL: 'gemini-3.8-live',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
  };
}
