/**
 * What we cost a voice client, of its CPU: a table for each Node version, the median of three runs.
 * `npm run bench -- --node 24` runs one version; `--rounds 40` takes longer, and is steadier.
 */
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { installed, packed } from '../../children/cache.js';
import { endWith } from '../../children/check.js';
import { nodeBinary } from '../../children/nodes.js';
import { repository } from '../../children/tree.js';

const { values } = parseArgs({
  options: {
    node: { type: 'string', default: '' },
    rounds: { type: 'string', default: '12' },
  },
});

/** The newest of each line. */
const nodes = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'].filter((version) =>
  version.startsWith(values.node),
);
const packages = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/instrumentation': '0.223.0',
  '@opentelemetry/sdk-trace-node': '2.12.0',
  ws: '8.23.0',
};
const runs = 3;

const sockets = ['buffers', 'array-buffers', 'global'] as const;
type Socket = (typeof sockets)[number];
const headings: Record<Socket, string> = {
  buffers: 'ws, Buffers',
  'array-buffers': 'ws, array buffers',
  global: 'global WebSocket',
};

/** The rows of the table; of each the goals, by socket. */
const rows = [
  { name: 'audio frame, 10 KB', words: 'audio', mode: 'with', goals: [1.04, 1.04, 1.05] },
  { name: 'audio with transcript', words: 'words', mode: 'with', goals: [1.06, 1.06, 1.07] },
  // What the machine makes of no difference at all.
  { name: 'without us', words: 'audio', mode: 'without', goals: undefined },
] as const;

/** What one run of client.mjs says; microseconds. */
interface Run {
  readonly live: number;
  readonly other: number;
  readonly ratio: number;
  readonly difference: number;
}

async function run(binary: string, folder: string, args: readonly string[]): Promise<Run> {
  const script = join(folder, 'field/client.mjs');
  const { stdout } = await promisify(execFile)(binary, [script, ...args], { cwd: folder });
  return JSON.parse(stdout) as Run;
}

async function main(): Promise<number> {
  const folder = await installed('bench', packages, await packed());
  await cp(join(repository, 'test/bench/field'), join(folder, 'field'), { recursive: true });
  for (const version of nodes) {
    console.log(
      `\nNode ${version}: CPU of a client that parses and sends, without us = 1 (goal); µs a frame`,
    );
    print('', Object.values(headings));
    const binary = await nodeBinary(version);
    for (const { name, words, mode, goals } of rows) {
      const cells: string[] = [];
      for (const [column, socket] of sockets.entries()) {
        if (socket === 'global' && version.startsWith('20.')) continue;
        const found: Run[] = [];
        for (let n = 0; n < runs; n++) {
          found.push(await run(binary, folder, [socket, words, values.rounds, mode]));
        }
        const goal = goals ? ` (${goals[column]})` : '';
        const ratio = median(found.map((one) => one.ratio)).toFixed(3);
        const difference = median(found.map((one) => one.difference)).toFixed(2);
        cells.push(`${ratio}${goal} ${difference.padStart(5)} µs`);
      }
      print(name, cells);
    }
  }
  return 0;
}

function print(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(24), ...cells.map((cell) => cell.padEnd(24)));
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}

await endWith(main);
