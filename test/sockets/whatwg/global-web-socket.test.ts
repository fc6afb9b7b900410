import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'global-web-socket-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'global-web-socket.child.ts')],
    outfile: join(folder, 'child.cjs'),
    bundle: true,
    platform: 'node',
    logLevel: 'error',
  });
});
afterAll(() => rm(folder, { recursive: true }));

interface Report {
  loadedByUs: boolean;
  sessions: string[][];
  contexts: string[];
  restored: boolean;
  missed: string[];
}

async function run(mode: string): Promise<Report> {
  const args = ['--experimental-websocket', join(folder, 'child.cjs'), mode];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Report;
}

const good = [
  'connecting in app',
  'opened',
  'sent hi',
  'received text text:hi',
  'received bytes bytes:hi',
  'closed 1008 "the reason" by frame',
];

describe.each(['fresh', 'captured'])('the global WebSocket, %s', (mode) => {
  it('is watched from the first socket on, and its class not read', async () => {
    const report = await run(mode);
    expect(report.loadedByUs).toBe(mode === 'captured');
    const [first, refused, later] = report.sessions;
    expect([first, later]).toEqual([good, good]);
    expect(refused?.slice(0, 2)).toEqual(['connecting in app', 'refused 401']);
    expect(refused?.at(-1)).toMatch(/^closed (undefined|1006) "" without$/);
    expect(report.contexts).toEqual(['session', 'session']);
    expect(report.restored).toBe(true);
  });
});

it('is left alone when switched off', async () => {
  const report = await run('off');
  expect(report.sessions).toEqual([[], [], []]);
  expect(report.missed).toEqual([]);
});
