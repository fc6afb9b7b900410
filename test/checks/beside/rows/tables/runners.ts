import type { Packages } from '../../../../children/cache.js';
import type { Call } from '../../watched.js';

/** A test runner, and what is run by it. */
export interface Runner {
  readonly name: string;
  /** Folder of its packages. */
  readonly folder: keyof typeof runners;
  /** The Node version; by default a line that has a global WebSocket. */
  readonly node?: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The calls that must have a session each. */
  readonly calls: readonly Call[];
}

const telemetry: Packages = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/context-async-hooks': '2.12.0',
  '@opentelemetry/sdk-trace': '2.12.1',
  undici: '7.30.2',
  ws: '8.23.0',
};

export const runners = {
  jest: { ...telemetry, jest: '30.5.2', 'jest-environment-jsdom': '30.5.2' },
  mocha: { ...telemetry, mocha: '12.0.3', sinon: '22.1.0' },
  'node-test': telemetry,
  vitest: {
    ...telemetry,
    vitest: '5.1.1',
    jsdom: '29.1.1',
    'happy-dom': '21.0.4',
    'mock-socket': '9.3.1',
    msw: '2.9.0',
  },
} as const satisfies Readonly<Record<string, Packages>>;

const fixtures = './test/checks/beside/fixtures/runners';

const talks = ['good', 'vertex-name-on-gemini', 'gemini-name-on-vertex'] as const;

/** As callEach of call.cjs names them. */
function callEach(files: readonly string[], kinds: readonly string[]): Call[] {
  return files.flatMap((file) =>
    kinds.flatMap((kind) =>
      talks.map((talk) => ({ name: [file, kind, talk].join(' ').trim(), talk })),
    ),
  );
}

function jest(tests: string, config: Readonly<Record<string, unknown>> = {}): string[] {
  const all = {
    testEnvironment: 'node',
    testMatch: [`**/fixtures/runners/jest/${tests}/*.test.cjs`],
    testSequencer: `${fixtures}/jest/sequencer.cjs`,
    moduleFileExtensions: ['cjs', 'js', 'json'],
    ...config,
  };
  // One process for all files, as on a machine with one core, or with few files.
  return ['./node_modules/jest/bin/jest.js', '--runInBand', '--config', JSON.stringify(all)];
}

function vitest(...options: readonly string[]): string[] {
  const config = ['--config', `${fixtures}/vitest/config.mjs`];
  return ['./node_modules/vitest/vitest.mjs', 'run', ...config, ...options];
}

/** A DOM, in which packages are those for Node all the same: for a browser, `ws` throws. */
const jsdom = {
  testEnvironment: 'jsdom',
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
};

const vitestFiles = ['first file', 'second file', 'third file'];

const node20 = '20.20.2';

export const runs: readonly Runner[] = [
  ...(['on', 'soft', 'off'] as const).map((globalsCleanup): Runner => ({
    // On later lines Jest does not see what is put on its globals.
    name: `Jest 30, files in one process, globalsCleanup ${globalsCleanup}`,
    folder: 'jest',
    node: node20,
    args: jest('files', { testEnvironmentOptions: { globalsCleanup } }),
    env: { UNDICI: '1' },
    calls: callEach(['first file', 'last file'], ['ws', 'undici']),
  })),
  {
    name: 'Jest 30, files in one process, global WebSocket',
    folder: 'jest',
    args: jest('files'),
    env: { UNDICI: '1', GLOBAL: '1' },
    calls: callEach(['first file', 'last file'], ['ws', 'undici', 'global']),
  },
  {
    name: 'Jest 30, jsdom',
    folder: 'jest',
    args: jest('files', jsdom),
    calls: callEach(['first file', 'last file'], ['ws']),
  },
  {
    name: 'Jest 30, sessions that fail before the file is over',
    folder: 'jest',
    args: jest('torn-down'),
    env: { EXPORTER: 'lazy' },
    calls: ['one', 'two'].map((name) => ({ name, talk: 'fails in session' })),
  },
  ...[
    { name: 'modern', env: {} },
    { name: 'legacy', env: { LEGACY: '1' } },
  ].flatMap(({ name, env }) =>
    (['before', 'after'] as const).map((LOADED): Runner => ({
      name: `Jest 30, ${name} fake timers, loaded ${LOADED} them`,
      folder: 'jest',
      args: jest('fake-timers'),
      env: { ...env, LOADED, GLOBAL: '1', EXPORTER: 'stuck' },
      calls: callEach([''], ['ws', 'global']),
    })),
  ),
  {
    name: 'Jest 30, jsdom, modern fake timers',
    folder: 'jest',
    args: jest('fake-timers', jsdom),
    env: { LOADED: 'before', EXPORTER: 'stuck' },
    calls: callEach([''], ['ws']),
  },
  ...['--isolate', '--no-isolate'].map((isolate): Runner => ({
    name: `Vitest 5, ${isolate}`,
    folder: 'vitest',
    args: vitest(isolate),
    env: { TESTS: '*.test.mjs', UNDICI: '1', GLOBAL: '1' },
    calls: callEach(vitestFiles, ['ws', 'undici', 'global']),
  })),
  {
    name: 'Vitest 5, jsdom',
    folder: 'vitest',
    args: vitest('--environment=jsdom'),
    env: { TESTS: '*.test.mjs' },
    // undici hangs in it, without us, too.
    calls: callEach(vitestFiles, ['ws']),
  },
  {
    name: 'Vitest 5, happy-dom',
    folder: 'vitest',
    args: vitest('--environment=happy-dom'),
    env: { TESTS: '*.test.mjs', UNDICI: '1', GLOBAL: '1' },
    calls: callEach(vitestFiles, ['ws', 'undici', 'global']),
  },
  {
    name: 'Vitest 5, mock-socket 9 and msw 2',
    folder: 'vitest',
    args: vitest(),
    env: { TESTS: 'mocks.spec.mjs' },
    calls: [
      ...['before', 'after mock-socket', 'after msw'].flatMap((when) =>
        ['global', 'ws'].flatMap((kind) =>
          ['good', 'vertex-name-on-gemini'].map((talk) => ({
            name: `${kind} ${when} ${talk}`,
            talk,
          })),
        ),
      ),
      // msw closes the socket behind its own without a code.
      { name: 'global through msw good', talk: 'good, but for the code' },
    ],
  },
  ...(['before', 'after'] as const).map((LOADED): Runner => ({
    name: `Vitest 5, fake timers, loaded ${LOADED} them`,
    folder: 'vitest',
    args: vitest(),
    env: { TESTS: 'fake-timers.spec.mjs', LOADED, EXPORTER: 'stuck' },
    calls: callEach(['fake timers'], ['ws', 'global']),
  })),
  ...(['before', 'after'] as const).map((LOADED): Runner => ({
    name: `mocha 12, Sinon's fake timers, loaded ${LOADED} them`,
    folder: 'mocha',
    args: ['./node_modules/mocha/bin/mocha.js', `${fixtures}/mocha/fake-timers.cjs`],
    env: { LOADED, EXPORTER: 'stuck' },
    calls: callEach(['fake timers'], ['ws', 'global']),
  })),
  ...['20.20.2', '22.23.3', '26.10.0'].map((node): Runner => {
    const isGlobal = node !== node20;
    return {
      name: `node:test, mock.timers, Node ${node}`,
      folder: 'node-test',
      node,
      args: ['--test', `${fixtures}/node-test/fake-timers.cjs`],
      env: { EXPORTER: 'stuck', ...(isGlobal && { GLOBAL: '1' }) },
      calls: callEach(['fake timers'], isGlobal ? ['ws', 'global'] : ['ws']),
    };
  }),
];
