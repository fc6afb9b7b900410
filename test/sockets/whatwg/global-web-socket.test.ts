import { describe, expect, it } from 'vitest';
import { bundledChild } from './bundled-child.js';

const child = bundledChild('global-web-socket.child.ts');

interface Report {
  loadedByUs: boolean;
  sessions: string[][];
  contexts: string[];
  restored: boolean;
  missed: string[];
}

async function run(mode: string): Promise<Report> {
  return JSON.parse(await child(mode)) as Report;
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
