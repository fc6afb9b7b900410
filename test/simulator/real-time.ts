import { setTimeout as sleep } from 'node:timers/promises';

/** Audio goes in pieces of so many milliseconds. */
const piece = 100;

/** How many pieces so many seconds are. */
export function pieces(seconds: number): number {
  return Math.round((seconds * 1_000) / piece);
}

/** Sends so many seconds of audio, a piece when its last sample is there to be sent. */
export async function inRealTime(seconds: number, send: () => void | Promise<void>): Promise<void> {
  const start = performance.now();
  for (let n = 1; n <= pieces(seconds); n++) {
    await sleep(Math.max(0, start + n * piece - performance.now()));
    await send();
  }
}
