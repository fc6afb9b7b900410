/* All benchmarks, each in a process of its own: npm run bench */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benchmarks = [
  ['message.mjs'],
  ['speech.mjs'],
  ['loopback.mjs'],
  ['memory.mjs', '--expose-gc'],
  ['startup.mjs'],
];
for (const [file, ...flags] of benchmarks) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { status } = spawnSync(process.execPath, [...flags, path], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  console.log('');
}
