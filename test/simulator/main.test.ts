import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { drive, ends, liveUrl, startSimulator } from './index.js';

async function start(
  ...args: string[]
): Promise<{ child: ChildProcess; url: string; cert?: string }> {
  const main = new URL('main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url, certificate } = JSON.parse(line) as { url: string; certificate?: string };
  return { child, url, ...(certificate === undefined ? {} : { cert: certificate }) };
}

describe('the simulator as a process', () => {
  it('says where it listens, plays a script by name, ends with its input', async () => {
    const { child, url } = await start('--today', '2026-06-01');
    const script = ends['close-1011'] ?? { steps: [] };
    const socket = new WebSocket(liveUrl(url, { api: 'gemini', script: 'close-1011' }));
    expect((await drive(socket, script)).code).toBe(1011);
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends at SIGTERM, open connections or not', async () => {
    const { child, url } = await start();
    const socket = new WebSocket(liveUrl(url, { api: 'gemini' }));
    await once(socket, 'open');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe('TLS', () => {
  it('is served with a certificate that the client can be told to trust', async () => {
    const simulator = await startSimulator({ tls: true });
    const url = liveUrl(simulator.url, { api: 'vertex' });
    expect(url).toMatch(/^wss:/);
    const script = { steps: [] };
    simulator.next(script);
    const trusting = new WebSocket(url, { ca: simulator.certificate });
    expect((await drive(trusting, script)).code).toBe(1000);
    const [refused] = (await once(new WebSocket(url), 'error').catch((e) => [e])) as [
      NodeJS.ErrnoException,
    ];
    expect(refused.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    await simulator.close();
  });
});
