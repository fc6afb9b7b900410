/** What users need, and nothing else. */
const needed = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'package.json',
  'dist/cjs/package.json',
  ...['index', 'register', 'start'].flatMap((name) => [
    `dist/cjs/${name}.js`,
    `dist/cjs/${name}.d.ts`,
  ]),
  // The command, and how it and the demo draw.
  'dist/cjs/cli.js',
  'dist/cjs/print.js',
  'dist/esm/index.js',
  'dist/esm/index.d.ts',
] as const;

/** @param json - What `npm pack --json` says. */
export function contentFaults(json: string): string[] {
  const [{ files }] = JSON.parse(json) as [{ files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);
  return [
    ...paths
      .filter((path) => !(needed as readonly string[]).includes(path))
      .map((path) => `${path} is for nobody`),
    ...needed.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
  ];
}
