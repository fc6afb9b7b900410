import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from './channel.js';
import { field, type JsonValue } from './json.js';
import { audio } from './messages.js';
import { inRealTime } from './real-time.js';
import type { Step } from './script.js';

/** Plays the server's side of a script, as far as the connection lasts. */
export async function play(
  channel: Channel,
  steps: readonly Step[],
  onStep: (played: number) => void,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (!(await playStep(channel, step))) return;
    onStep(index + 1);
  }
}

/** Whether a client message is of the kind that a script waits for: `a` or `a.b`. */
export function isKind(message: JsonValue | undefined, kind: string): boolean {
  let inner: JsonValue | undefined = message;
  for (const key of kind.split('.')) {
    inner = field(inner, key);
    if (inner === undefined) return false;
  }
  return true;
}

/** Whether the script goes on. */
async function playStep(channel: Channel, step: Step): Promise<boolean> {
  if ('send' in step) await channel.send(step.send);
  else if ('raw' in step) await channel.sendRaw(step.raw, step.binary ?? true);
  else if ('expect' in step) return await expectMessage(channel, step.expect);
  else if ('wait' in step) await sleep(step.wait);
  else if ('speak' in step) await inRealTime(step.speak, () => channel.send(audio(4800)));
  // The microphone is the driver's, and what follows comes behind what it hears.
  else if ('voice' in step) await sleep(step.voice * 1_000);
  else if ('quiet' in step) await sleep(step.quiet * 1_000);
  else if ('deaf' in step) channel.deafen();
  else if ('close' in step) channel.close(...step.close);
  else if ('leave' in step) await drain(channel);
  else if ('cut' in step) channel.cut();
  else if ('ping' in step) channel.ping(step.ping);
  // `say` is the driver's alone; `refuse`, `stall` and `hangUp` have been played at the handshake.
  return true;
}

async function expectMessage(channel: Channel, kind: string): Promise<boolean> {
  for (;;) {
    const frame = await channel.next();
    if (frame === undefined) return false;
    if (isKind(frame.message, kind)) return true;
  }
}

async function drain(channel: Channel): Promise<void> {
  while ((await channel.next()) !== undefined);
}
