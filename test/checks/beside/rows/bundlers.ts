import { join } from 'node:path';
import { installed, type Packages } from '../../../children/cache.js';
import { faults } from '../../../children/faults.js';
import { nodeBinary } from '../../../children/nodes.js';
import { startSimulator, type Simulator } from '../../../simulator/index.js';
import { bundle, type Workshop } from '../bundled/application.js';
import { newComplaints } from '../bundled/complaints.js';
import { lines, type Line } from '../bundled/lines.js';
import { changesOf, genaiFaults, seenOrTold } from '../bundled/outcomes.js';
import { edited, readRecipe, type Edit, type Recipe } from '../bundled/recipe.js';
import type { Row } from '../row.js';

/** The newest that run on Node 20, but for tsup, which wants Node 22.18. */
const bundlerPackages: Packages = {
  '@rollup/plugin-commonjs': '29.0.3',
  '@rollup/plugin-json': '6.1.0',
  '@rollup/plugin-node-resolve': '16.0.3',
  esbuild: '0.28.2',
  rollup: '4.68.8',
  tsup: '9.0.0',
  typescript: '5.9.3',
  vite: '8.3.8',
  webpack: '5.112.2',
  'webpack-cli': '7.3.1',
};

/** A bundler as its section of examples/recipes/bundlers.md has it, or as a user changes that. */
interface Bundler {
  readonly name: string;
  readonly section: string;
  readonly edits?: readonly Edit[];
  /** What makes a build quick, where it is not the recipe's own. */
  readonly quick?: readonly Edit[];
  /** It keeps packages out by itself: there is nothing to leave out of the recipe. */
  readonly byItself?: true;
  /** Where the line's does not do. */
  readonly node?: string;
}

const us = 'opentelemetry-instrumentation-gemini-live';

const commonJsSource: Edit = ['app.mjs', 'app.cjs'];
const banner = `  // CommonJS packages in an ES bundle, such as the OpenTelemetry SDK, need a \`require\`.
  banner: {
    js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);",
  },
`;

/** Minifying takes most of webpack's time. */
const readable: Edit = [
  "mode: 'production'",
  "mode: 'production', optimization: { minimize: false }",
];

const bundlers: readonly Bundler[] = [
  { name: 'webpack', section: 'webpack', quick: [readable] },
  { name: 'webpack, CommonJS', section: 'webpack', edits: [commonJsSource, readable] },
  { name: 'Vite SSR', section: 'Vite' },
  {
    name: 'Vite SSR by itself',
    section: 'Vite',
    edits: [[`  ssr: { noExternal: true, external: ['ws', '${us}'] },\n`, '']],
    byItself: true,
  },
  { name: 'esbuild', section: 'esbuild' },
  {
    name: 'esbuild, CommonJS',
    section: 'esbuild',
    edits: [["format: 'esm'", "format: 'cjs'"], [banner, ''], commonJsSource],
  },
  { name: 'tsup', section: 'tsup', node: '22.23.3' },
  {
    name: 'tsup by itself',
    section: 'tsup',
    edits: [[`  noExternal: [/^(?!(ws|${us})(\\/|$))/],\n`, '']],
    byItself: true,
    node: '22.23.3',
  },
  { name: 'Rollup', section: 'Rollup' },
];

/** Of a list of names, or of an alternative in a regular expression. */
function keep(recipe: Recipe, names: readonly string[]): Recipe {
  const list = names.map((name) => `'${name}'`).join(', ');
  const pattern = names.length === 0 ? '\\0' : names.join('|');
  const text = JSON.stringify(recipe.files);
  return edited(
    recipe,
    text.includes(`'ws', '${us}'`) ? [[`'ws', '${us}'`, list]] : [[`ws|${us}`, pattern]],
  );
}

async function workshop(line: Line, bundler: Bundler, tarball: string): Promise<Workshop> {
  const tools = await installed('beside/bundlers', bundlerPackages);
  const folder = await installed(`beside/bundlers/${line.folder}`, line.packages, tarball);
  return {
    folder: join(folder, 'bundled', bundler.name.toLowerCase().replaceAll(/\W+/g, '-')),
    node: await nodeBinary(bundler.node ?? line.node),
    commands: join(tools, 'node_modules/.bin'),
  };
}

/** As the recipe says: with the SDK in the bundle, and with all telemetry preloaded. */
async function recipeFaults(
  place: Workshop,
  recipe: Recipe,
  quick: Recipe,
  simulator: Simulator,
): Promise<string[]> {
  const alone = await bundle(place, recipe, 'sdk', simulator);
  const [aloneWs, aloneGenai] = [await alone.run('ws'), await alone.run('genai')];
  const watched = await bundle(place, recipe, 'us', simulator);
  const [ws, genai] = [await watched.run('ws'), await watched.run('genai')];
  const bare = await bundle(place, quick, 'none', simulator);
  const started = await bare.run('ws', ['--import', `${us}/start`]);
  return [
    ...(watched.code === 0 ? [] : [`the build ended with ${watched.code}`]),
    ...newComplaints(watched.complaints, alone.complaints),
    ...changesOf(ws, aloneWs),
    ...changesOf(genai, aloneGenai),
    ...faults(ws),
    ...genaiFaults(genai),
    ...faults(started).map((fault) => `with …/start preloaded: ${fault}`),
  ];
}

/** With what the rule wants out in the bundle. */
async function otherFaults(
  place: Workshop,
  recipe: Recipe,
  simulator: Simulator,
): Promise<string[]> {
  const alone = await bundle(place, recipe, 'sdk', simulator);
  const aloneWs = await alone.run('ws');
  const watched = await bundle(place, recipe, 'us', simulator);
  const ws = await watched.run('ws');
  return [
    ...(watched.code === alone.code ? [] : [`the build ended with ${watched.code}`]),
    ...newComplaints(watched.complaints, alone.complaints),
    ...changesOf(ws, aloneWs),
    ...(aloneWs.code === 0 ? seenOrTold(ws) : []),
  ];
}

export const bundlerRows: readonly Row[] = bundlers.flatMap((bundler) =>
  lines.map((line) => ({
    name: `${bundler.name}, ${line.name}`,
    faults: async (tarball: string): Promise<string[]> => {
      const place = await workshop(line, bundler, tarball);
      const recipe = edited(await readRecipe(bundler.section), bundler.edits ?? []);
      const quick = edited(recipe, bundler.quick ?? []);
      const simulator = await startSimulator();
      try {
        const found = await recipeFaults(place, recipe, quick, simulator);
        if (bundler.byItself) return found;
        return [
          ...found,
          ...(await otherFaults(place, keep(quick, ['ws']), simulator)).map(
            (fault) => `only ws kept out: ${fault}`,
          ),
          ...(await otherFaults(place, keep(quick, []), simulator)).map(
            (fault) => `all bundled: ${fault}`,
          ),
        ];
      } finally {
        await simulator.close();
      }
    },
  })),
);
