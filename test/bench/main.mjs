/* All benchmarks, each in a process of its own: npm run bench. Arguments are for the one in the field. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benchmarks = [
  ['field/main.ts', '--import', 'tsx'],
  ['message.mjs'],
  ['speech.mjs'],
  ['memory.mjs', '--expose-gc'],
  ['startup.mjs'],
];
/** A benchmark that cannot get its packages. */
const skipped = 77;
let result = 0;
for (const [file, ...flags] of benchmarks) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const args = file === 'field/main.ts' ? process.argv.slice(2) : [];
  const { status } = spawnSync(process.execPath, [...flags, path, ...args], { stdio: 'inherit' });
  if (status === skipped) result = skipped;
  else if (status !== 0) process.exit(status ?? 1);
  console.log('');
}
process.exit(result);
