import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../../children/run.js';
import { sessionsOf } from '../../../children/recorded.js';
import { repository } from '../../../children/tree.js';
import { complaints } from '../bundled/complaints.js';
import { answer, serve, type Served } from './server.js';

/** A Next.js application in the folder where its packages are. */
export interface Application {
  readonly folder: string;
  readonly node: string;
  readonly bundler: 'turbopack' | 'webpack';
  /** The simulator's URL. */
  readonly simulator: string;
}

/** One talk a page: by `ws` and by @google/genai, good and mistaken. */
export const paths: readonly string[] = ['ws', 'genai'].flatMap((client) =>
  ['gemini-3.8-live', 'gemini-live-2.5-flash-native-audio'].map(
    (model) => `/api/talk?client=${client}&model=${model}`,
  ),
);

/** Lays the application's files out anew, with some beside them, by name. */
export async function write(
  { folder }: Application,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const installed = new Set(['node_modules', 'package.json', 'package-lock.json']);
  for (const name of await readdir(folder)) {
    if (installed.has(name) || name.startsWith('installed')) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
  await cp(join(repository, 'test/checks/beside/fixtures/next'), folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

/** @returns What the build complained of. */
export async function build({ folder, node, bundler }: Application): Promise<string[]> {
  const { code, stdout, stderr } = await run({
    node,
    args: [next(folder), 'build', ...flags(bundler)],
    cwd: folder,
    env: { NEXT_TELEMETRY_DISABLED: '1', PATH: `${dirname(node)}:/usr/bin:/bin` },
    seconds: 480,
  });
  const said = stdout + stderr;
  return [...(code === 0 ? [] : [`the build ended with ${code}: ${said}`]), ...complaints(said)];
}

/** How it is served: as it is developed, as it was built, or as what `output: 'standalone'` made. */
export type Mode = 'dev' | 'start' | 'standalone';

export function ask(
  { folder, node, bundler, simulator }: Application,
  mode: Mode,
  options: { readonly preload?: string; readonly watched: boolean },
): Promise<Served> {
  const args = {
    dev: [next(folder), 'dev', ...flags(bundler)],
    start: [next(folder), 'start'],
    standalone: ['server.js'],
  }[mode];
  return serve(
    {
      node,
      args,
      cwd: mode === 'standalone' ? join(folder, '.next/standalone') : folder,
      env: {
        PATH: `${dirname(node)}:/usr/bin:/bin`,
        SIMULATOR: simulator,
        // Without it, a `ws` that webpack bundles calls what an optional package does not have.
        WS_NO_BUFFER_UTIL: '1',
        ...(options.preload && { NODE_OPTIONS: `--require ${options.preload}` }),
      },
      isComplete: (recorded, said) =>
        !options.watched ||
        said.includes('GEMINI_LIVE_MISSED') ||
        sessionsOf(recorded).length === paths.length,
    },
    async (url) => {
      const answers: string[] = [];
      for (const path of paths) answers.push(await answer(`${url}${path}`));
      return answers;
    },
  );
}

function next(folder: string): string {
  return join(folder, 'node_modules/next/dist/bin/next');
}

function flags(bundler: Application['bundler']): string[] {
  return bundler === 'webpack' ? ['--webpack'] : [];
}
