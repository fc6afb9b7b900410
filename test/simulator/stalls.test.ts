import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { stallTable } from '../../src/session/silence/stall-kinds.js';
import { drive, liveUrl, realTimeTurn, stalls, startSimulator, type Simulator } from './index.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

describe('a session that goes silent', () => {
  it('is there for each kind', () => {
    expect(Object.keys(stalls).sort()).toEqual(Object.keys(stallTable).sort());
  });

  it.each(Object.values(stalls))(
    '$name plays its part and says no more',
    { timeout: 30_000 },
    async (script) => {
      const socket = new WebSocket(liveUrl(simulator.url, { ...script, script: script.name }));
      const { messages } = await drive(socket, script, { leave: null });
      const connection = simulator.connections.at(-1);
      const told = messages.length;
      await sleep(300);
      expect(connection?.script).toMatchObject({ name: script.name, finished: true });
      expect(messages).toHaveLength(told);
      expect(socket.readyState).toBe(WebSocket.OPEN);
      let pongs = 0;
      socket.on('pong', () => (pongs += 1));
      socket.ping();
      await sleep(100);
      expect(pongs).toBe(script.name === 'stall-half_open' ? 0 : 1);
      socket.terminate();
    },
  );
});

it('speaks and listens at the pace of real audio', async () => {
  const socket = new WebSocket(liveUrl(simulator.url, { api: 'gemini', script: 'real-time-turn' }));
  const start = performance.now();
  await drive(socket, realTimeTurn);
  // 1 s of nobody, 1.5 s of a voice, 0.8 s of nobody, 1 s of an answer.
  expect(performance.now() - start).toBeGreaterThan(4_200);
  const frames = simulator.connections.at(-1)?.frames ?? [];
  // The setup, and a piece each 100 ms.
  expect(frames).toHaveLength(1 + 33);
});
