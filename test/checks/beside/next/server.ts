import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedPort, startCollector } from '../../../children/collector.js';
import type { Recorded } from '../../../children/recorded.js';

export interface Command {
  readonly node: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether all has come that is waited for, 5 s at most. */
  readonly isComplete?: (recorded: Recorded, said: string) => boolean;
}

/** What became of a server that was asked for a few pages and then told to end. */
export interface Served {
  /** What was answered, in the order in which it was asked for. */
  readonly answers: readonly string[];
  /** Standard output and standard error. */
  readonly said: string;
  readonly recorded: Recorded;
}

/** How long a server may take to listen, or a page to be compiled and answered, in milliseconds. */
const patience = 60_000;

/**
 * Runs a web server, exporting to a collector, until it has been visited.
 *
 * @param visit - Is given the server's URL, and gives what was answered.
 */
export async function serve(
  command: Command,
  visit: (url: string) => Promise<readonly string[]>,
): Promise<Served> {
  const collector = await startCollector();
  const port = await closedPort();
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command.node, command.args, {
    cwd: command.cwd,
    env: {
      PATH,
      HOME,
      ...collector.env,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_NODE_RESOURCE_DETECTORS: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      NEXT_TELEMETRY_DISABLED: '1',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      ...command.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: a development server has children that outlive a lone signal.
    detached: true,
  });
  let said = '';
  const hear = (text: string): void => void (said += text);
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      hear(String(error));
      resolve();
    });
  });
  try {
    await Promise.race([listening(port), ended]);
    const answers = await visit(`http://127.0.0.1:${port}`);
    const isComplete = command.isComplete ?? (() => true);
    const deadline = Date.now() + 5000;
    while (!isComplete(collector.recorded(), said) && Date.now() < deadline) await sleep(100);
    return { answers, said, recorded: collector.recorded() };
  } finally {
    await end(child.pid, ended);
    await collector.close();
  }
}

/** Status and body of a page, or the error where none came. */
export async function answer(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    return String(error);
  }
}

async function listening(port: number): Promise<void> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    if ((await answer(`http://127.0.0.1:${port}/`)).startsWith('200')) return;
    await sleep(100);
  }
}

/** Ends a group of processes: asked first, then not. */
async function end(group: number | undefined, ended: Promise<void>): Promise<void> {
  if (group === undefined) return;
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-group, name);
    } catch {
      // It has ended.
    }
  };
  signal('SIGTERM');
  await Promise.race([ended, sleep(3000)]);
  signal('SIGKILL');
  await ended;
}
