import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { repository } from '../children/tree.js';

/** How the command ended, and what it wrote. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface How {
  /** Standard input; closed and empty by default. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The program; of the build by default. */
  readonly program?: string;
  readonly node?: string;
  readonly nodeArgs?: readonly string[];
  readonly cwd?: string;
  /** Told of the process once it runs. */
  readonly onStart?: (child: ReturnType<typeof spawn>) => void;
}

export const program = join(repository, 'dist/cjs/cli.js');

/** Runs the command as a process of its own, with nothing of the environment that it reads. */
export async function runCommand(args: readonly string[], how: How = {}): Promise<Ran> {
  const { input = '', env, node = process.execPath, nodeArgs = [], cwd = repository } = how;
  const child = spawn(node, [...nodeArgs, how.program ?? program, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve([code, signal]));
  });
  const late = setTimeout(() => child.kill('SIGKILL'), 25_000);
  how.onStart?.(child);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [[code, signal], stdout, stderr] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  clearTimeout(late);
  return { code, signal, stdout, stderr };
}
