import { installed, type Packages } from '../../../children/cache.js';
import { nodeBinary } from '../../../children/nodes.js';
import { startSimulator } from '../../../simulator/index.js';
import { newComplaints } from '../bundled/complaints.js';
import { lines } from '../bundled/lines.js';
import { edited, readRecipe, type Recipe } from '../bundled/recipe.js';
import { ask, build, write, type Application } from '../next/application.js';
import { exampleFaults } from '../next/example.js';
import { seenOrTold, servedFaults } from '../next/served-faults.js';
import type { Row } from '../row.js';

const nextPackages: Packages = {
  '@types/node': '20.19.43',
  '@types/react': '19.3.0',
  next: '16.4.6',
  react: '19.3.1',
  'react-dom': '19.3.1',
  typescript: '5.9.3',
};

const us = 'opentelemetry-instrumentation-gemini-live';

/** The recipe as it stands: built, and served in each way. */
async function recipeFaults(
  application: Application,
  recipe: Recipe,
  alone: Alone,
): Promise<string[]> {
  await write(application, recipe.files);
  const complaints = newComplaints(await build(application), alone.complaints);
  const found = [...complaints];
  for (const mode of ['standalone', 'start', 'dev'] as const) {
    const served = await ask(application, mode, { watched: true });
    found.push(...servedFaults(served, alone.answers).map((fault) => `${mode}: ${fault}`));
  }
  return found;
}

/** What the application does without any telemetry, built with `ws` alone kept out. */
interface Alone {
  readonly complaints: readonly string[];
  readonly answers: readonly string[];
}

/** The way without code: the same application alone, and with telemetry preloaded. */
async function preloaded(
  application: Application,
  recipe: Recipe,
): Promise<Alone & { readonly faults: readonly string[] }> {
  const config = edited(recipe, [
    [`'ws', '${us}'`, "'ws'"],
    ["  output: 'standalone', // only where you deploy the folder .next/standalone\n", ''],
  ]).files['next.config.mjs'];
  await write(application, { 'next.config.mjs': config ?? '' });
  const complaints = await build(application);
  const { answers } = await ask(application, 'start', { watched: false });
  const failed = answers.filter((answer) => !answer.startsWith('200'));
  const faults = failed.map((answer) => `the application alone: ${answer}`);
  const preload = `${us}/start`;
  for (const mode of ['start', 'dev'] as const) {
    const served = await ask(application, mode, { preload, watched: true });
    faults.push(...servedFaults(served, answers).map((fault) => `NODE_OPTIONS, ${mode}: ${fault}`));
  }
  return { complaints, answers, faults };
}

/** Without `serverExternalPackages`: `ws` and this package are in the bundle. */
async function bundledFaults(
  application: Application,
  recipe: Recipe,
  alone: Alone,
): Promise<string[]> {
  const kept = `  serverExternalPackages: ['ws', '${us}'],\n`;
  await write(application, edited(recipe, [[kept, '']]).files);
  const found = newComplaints(await build(application), alone.complaints);
  const served = await ask(application, 'standalone', { watched: true });
  found.push(...seenOrTold(served, alone.answers));
  return found.map((fault) => `all bundled: ${fault}`);
}

const turns = new Map<string, Promise<unknown>>();

/** One after the other what is done in the same folder. */
function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const result = (turns.get(folder) ?? Promise.resolve()).then(work);
  turns.set(
    folder,
    result.catch(() => undefined),
  );
  return result;
}

const bundlers = ['turbopack', 'webpack'] as const;

const example = bundlers.map((bundler) => ({
  name: `the example next, ${bundler}`,
  faults: (tarball: string): Promise<string[]> =>
    inTurn('example', () => exampleFaults(bundler, tarball)),
}));

const recipes = bundlers.flatMap((bundler) =>
  lines.map((line) => ({
    name: `Next.js, ${bundler}, ${line.name}`,
    faults: (tarball: string): Promise<string[]> =>
      inTurn(line.folder, async () => {
        const packages = { ...line.packages, ...nextPackages };
        const folder = await installed(`beside/next/${line.folder}`, packages, tarball);
        const simulator = await startSimulator();
        try {
          const node = await nodeBinary(line.node);
          const application = { folder, node, bundler, simulator: simulator.url };
          const recipe = await readRecipe('Next.js');
          const alone = await preloaded(application, recipe);
          return [
            ...alone.faults,
            ...(await recipeFaults(application, recipe, alone)),
            ...(line.name === 'SDK 2' ? await bundledFaults(application, recipe, alone) : []),
          ];
        } finally {
          await simulator.close();
        }
      }),
  })),
);

export const nextRows: readonly Row[] = [...recipes, ...example];
