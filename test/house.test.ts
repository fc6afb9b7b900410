import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The one way through the house: which rooms, or files, a room may import. Its own is understood. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  words: [],
  version: [],
  platform: [],
  facts: ['words'],
  protocol: ['words', 'platform', 'facts/credential-shapes'],
  diagnosis: ['words', 'facts'],
  sockets: ['words', 'platform', 'protocol/wire'],
  session: [
    'words',
    'platform',
    'facts/model-traits',
    'facts/prices',
    'protocol',
    'diagnosis',
    'sockets/connection',
  ],
  config: ['words', 'platform', 'facts', 'session', 'telemetry'],
  start: ['platform', 'terminal'],
  // What a terminal shows: it draws what it is given.
  terminal: [],
  // Without a tracer: of telemetry only the names that a session's tree has in common with its spans.
  command: [
    'words',
    'version',
    'platform',
    'facts',
    'protocol',
    'diagnosis',
    'session',
    'sockets/connection',
    'telemetry/attributes',
    'telemetry/spans/span-attributes',
    'terminal',
  ],
  telemetry: ['words', 'version', 'platform', 'protocol', 'diagnosis', 'session'],
};

/** Files that wire the rooms, and the doors of the house: they may import any room. */
const wiring = [
  'cli',
  'endpoint-match',
  'index',
  'instrumentation',
  'observer',
  'print',
  'register',
  'start',
];

/** Rooms that may import packages, and which. */
const packages: Readonly<Record<string, RegExp>> = {
  platform: /^node:/,
  sockets: /^node:/,
  // `ws` is the application's own, looked for when `connect` runs.
  command: /^(?:node:|ws(?:\/package\.json)?$)/,
  telemetry: /^@opentelemetry\/api$/,
  config: /^@opentelemetry\/api$/,
  'endpoint-match': /^@opentelemetry\/api$/,
  instrumentation: /^@opentelemetry\/api$/,
  observer: /^@opentelemetry\/api$/,
  start: /^(?:@opentelemetry\/(?:api|sdk-node)|node:module)$/,
};

/** What only Node has, or what a test runner fakes; `platform` has a word for each. */
const runtime =
  /\b(?:process|Buffer|setTimeout|setInterval|setImmediate|performance|globalThis|require)\b(?!['`])|\bNodeJS\./;

const src = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replace(/\.ts$/, ''));
const texts = new Map(files.map((file) => [file, readFileSync(join(src, `${file}.ts`), 'utf8')]));

function importsOf(file: string): string[] {
  const found = withoutComments(file).matchAll(
    /(?:\bfrom|^import|\bimport\(|\brequire\()\s*'([^']+)'/gm,
  );
  return [...found].map(([, specifier = '']) =>
    specifier.startsWith('.')
      ? relative(src, join(src, dirname(file), specifier)).replace(/\.js$/, '')
      : specifier,
  );
}

const roomOf = (file: string): string => file.split('/', 1)[0] ?? '';
const isOurs = (specifier: string): boolean => texts.has(specifier);

function withoutComments(file: string): string {
  return (texts.get(file) ?? '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1');
}

/** Code without what stands in quotes. */
function codeOf(file: string): string {
  return withoutComments(file).replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

describe('the house', () => {
  it('has only rooms that the table knows', () => {
    expect(files.length).toBeGreaterThan(50);
    const known = new Set([...Object.keys(mayImport), ...wiring]);
    expect(files.map(roomOf).filter((room) => !known.has(room))).toEqual([]);
  });

  it('imports one way only', () => {
    const wrong = files
      .filter((file) => !wiring.includes(file))
      .flatMap((file) => {
        const room = roomOf(file);
        const allowed = [room, ...(mayImport[room] ?? [])];
        return importsOf(file)
          .filter(isOurs)
          .filter((to) => !allowed.some((each) => to === each || to.startsWith(`${each}/`)))
          .map((to) => `${file} imports ${to}`);
      });
    expect(wrong).toEqual([]);
  });

  it('takes packages only where they belong', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((to) => !isOurs(to) && packages[roomOf(file)]?.test(to) !== true)
        .map((to) => `${file} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no circles, of types either', () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]): void => {
      const at = way.indexOf(file);
      if (at !== -1) circles.push([...way.slice(at), file].join(' → '));
      if (at !== -1 || done.has(file)) return;
      for (const to of importsOf(file).filter(isOurs)) visit(to, [...way, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('names no runtime in the rooms that a browser shares', () => {
    const shared = ['words', 'facts', 'protocol', 'diagnosis', 'session', 'telemetry'];
    const wrong = files
      .filter((file) => shared.includes(roomOf(file)) && runtime.test(codeOf(file)))
      .map((file) => `${file}: ${runtime.exec(codeOf(file))?.[0]}`);
    expect(wrong).toEqual([]);
  });

  it('keeps a session a seam', () => {
    expect(texts.get('session/live-session')?.split('\n').length).toBeLessThanOrEqual(200);
  });
});
