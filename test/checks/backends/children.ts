import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from './check.js';
import { until } from './until.js';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  /** What it said on both streams, in the order it came. */
  readonly output: string;
}

const running = new Set<ChildProcess>();
// Whatever ends this process ends what it started.
process.once('exit', () => running.forEach((child) => kill(child, 'SIGKILL')));

/** Runs a command to its end; it is killed after `seconds`. */
export async function finish(command: Command, seconds: number): Promise<Finished> {
  const { child, stdout, output } = launch(command);
  const tooLong = setTimeout(() => kill(child, 'SIGKILL'), seconds * 1000);
  const code = await exited(child);
  clearTimeout(tooLong);
  return { code, stdout: stdout(), output: output() };
}

export async function finishWell(command: Command, seconds: number): Promise<string> {
  const { code, stdout, output } = await finish(command, seconds);
  if (code === 0) return stdout;
  throw new Error(`${command.command} ${command.args.join(' ')}: exit code ${code}\n${output}`);
}

/** Starts a server, waits until it is ready, and stops it at the check's end. */
export async function serve(
  check: Check,
  command: Command,
  ready: () => Promise<true | undefined>,
): Promise<{ readonly output: () => string }> {
  const { child, output } = launch(command);
  let ended = false;
  void exited(child).then(() => (ended = true));
  check.atEnd(async () => {
    if (ended) return;
    const forced = setTimeout(() => kill(child, 'SIGKILL'), 10_000);
    kill(child, 'SIGTERM');
    await exited(child);
    clearTimeout(forced);
  });
  try {
    await until(`${command.command} is ready`, 60, async () => {
      if (ended) return true;
      return ready();
    });
  } catch (error) {
    throw new Error(output(), { cause: error });
  }
  if (ended) throw new Error(`${command.command} ended at once:\n${output()}`);
  return { output };
}

/** So many ports of the loopback interface that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address !== null && typeof address === 'object') ports.push(address.port);
  }
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** A folder that is removed at the check's end. */
export async function scratch(check: Check): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gemini-live-check-'));
  check.atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface Launched {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly output: () => string;
}

function launch({ command, args, env, cwd }: Command): Launched {
  // A group of its own: npm and tsx start children that must end with it.
  const child = spawn(command, args, {
    cwd,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  let own = '';
  let both = '';
  const keep = (chunk: Buffer | string): void => {
    both = (both + chunk.toString()).slice(-200_000);
  };
  child.stdout?.on('data', (chunk: Buffer) => (own = (own + chunk.toString()).slice(-2_000_000)));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => keep(String(error)));
  return { child, stdout: () => own, output: () => both };
}

function exited(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(null));
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}
