import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ended, observe, type Observed } from './observed.js';
import {
  drive,
  liveUrl,
  messages,
  stalls,
  startSimulator,
  type Simulator,
  type StallScript,
  type Step,
} from '../simulator/index.js';

/** A second each, so that an utterance does not outlast it. */
const limits = { unheard: 1, after_interrupt: 1, input_stopped: 1 };

let observed: Observed;
let simulator: Simulator;
beforeAll(async () => {
  observed = observe({ stalls: { ...limits, heard_no_reply: false, asked_no_reply: 5 } });
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

interface Microphone {
  readonly readyState: number;
  send(data: string): void;
}

/** Sends on what an open microphone hears in a quiet room. */
function keepOpen(socket: Microphone): () => void {
  const quiet = JSON.stringify(messages.client.quiet());
  const timer = setInterval(() => socket.readyState === 1 && socket.send(quiet), 100);
  return () => clearInterval(timer);
}

/** The kinds of stall in a session, some seconds after its script is played. */
async function play(script: StallScript, microphoneStays: boolean): Promise<string[]> {
  simulator.next(script);
  const socket = new observed.WebSocket(liveUrl(simulator.url, script));
  await drive(socket, script, { leave: null, patience: 20_000 });
  const shut = microphoneStays ? keepOpen(socket) : undefined;
  await sleep(3_500);
  shut?.();
  socket.close();
  await ended(observed, 'gemini.live.session');
  return observed
    .named('gemini.live.stall')
    .map(({ name }) => name.slice('gemini.live.stall '.length));
}

describe('silences that only the level of the audio tells', () => {
  it.each([
    ['unheard', true],
    ['after_interrupt', true],
    ['input_stopped', false],
  ] as const)('%s', { timeout: 30_000 }, async (kind, microphoneStays) => {
    expect(await play(stalls[kind], microphoneStays)).toEqual([kind]);
  });

  it('are none where the user is answered', { timeout: 30_000 }, async () => {
    const steps: Step[] = [
      ...stalls.input_stopped.steps,
      { send: messages.audio(24_000) },
      { send: messages.generationComplete },
      { send: messages.turnComplete() },
    ];
    expect(await play({ ...stalls.input_stopped, steps }, true)).toEqual([]);
  });
});
