import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';

/** How a program of this folder ended, and what it left in the terminal. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The span tree; empty without telemetry. */
  readonly tree: string;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Runs a program as users do, by plain node, with or without telemetry preloaded. */
export async function run(
  program: string,
  args: readonly string[],
  { telemetry, env }: { telemetry: boolean; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const preload = telemetry ? ['--import', new URL('telemetry.mjs', import.meta.url).href] : [];
  const child = spawn(process.execPath, [...preload, here(program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  // A program that hangs is a failed demo, not one that never ends.
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const [code, stdout, stderr, tree] = await Promise.all([
    ended,
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
  ]);
  clearTimeout(late);
  return { code, stdout, stderr, tree: tree.trimEnd() };
}
