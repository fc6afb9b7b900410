import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

/**
 * A file beside the tests, bundled and run in a process of its own, in which no class was used yet
 * and this Node has a global WebSocket.
 *
 * @returns What runs it and gives what it prints.
 */
export function bundledChild(file: string): (...args: string[]) => Promise<string> {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whatwg-'));
    await build({
      entryPoints: [join(import.meta.dirname, file)],
      outfile: join(folder, 'child.cjs'),
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    });
  });
  afterAll(() => rm(folder, { recursive: true }));
  return async (...args) => {
    const all = ['--experimental-websocket', join(folder, 'child.cjs'), ...args];
    return (await promisify(execFile)(process.execPath, all)).stdout;
  };
}
