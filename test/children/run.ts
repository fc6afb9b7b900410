import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecord, type Recorded } from './recorded.js';

export interface Script {
  /** The Node binary; the running one by default. */
  readonly node?: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** It is killed after that many; 20 by default. */
  readonly seconds?: number;
  /** Told of the process whenever it has said something. */
  readonly onOutput?: (stdout: string, child: ChildProcess) => void;
}

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
  readonly recorded: Recorded;
}

/** Runs a script of real code in a process of its own, to its end. */
export async function run(script: Script): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'gemini-live-child-'));
  const record = join(folder, 'record');
  try {
    await writeFile(record, '');
    const ended = await execute(script, record);
    return { ...ended, recorded: readRecord(await readFile(record, 'utf8')) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function execute(script: Script, record: string): Promise<Omit<Outcome, 'recorded'>> {
  const { node = process.execPath, args, cwd, env, seconds = 20, onOutput } = script;
  const begun = performance.now();
  const child = spawn(node, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...inherited(), ...env, RECORD: record },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tooLong = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(stdout, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve([code, signal]));
    },
  );
  clearTimeout(tooLong);
  return { code, signal, stdout, stderr, milliseconds: performance.now() - begun };
}

/** Nothing of how the tests themselves run, and no exporter unless the test asks for one. */
function inherited(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return {
    PATH,
    HOME,
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
}
