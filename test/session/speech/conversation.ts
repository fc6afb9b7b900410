import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import type WebSocketClass from 'ws';
import { WebSocketServer } from 'ws';
import { base64, type Sound } from '../../protocol/audio/sounds.js';
import type { JsonObject } from '../../simulator/json.js';
import { audio, generationComplete, turnComplete } from '../../simulator/messages.js';

/** How a client sends a sound. */
export interface Manner {
  /** Milliseconds of audio in a chunk. */
  readonly chunk?: number;
  /** Chunks that are sent together; `Infinity`: all at once. */
  readonly together?: number;
  readonly mimeType?: string;
  readonly form?: 'text' | 'bytes' | 'ArrayBuffer';
  readonly mediaChunks?: boolean;
}

/** What happens next, on the clock of the wall. */
export type Act =
  | ({ readonly say: Sound } & Manner)
  /** The client sends this. */
  | { readonly send: JsonObject }
  | { readonly wait: number }
  /** The server sends these, and the client has them. */
  | { readonly reply: readonly JsonObject[] };

/** An answer with sound, from its first audio to the end of its turn. */
export const answer: Act = { reply: [audio(4_800), generationComplete, turnComplete()] };

/** When what happened, on the process's clock, in milliseconds. */
export interface Told {
  readonly traceId: string;
  /** For each act, when it began: the first sample of a sound, the reply's arrival. */
  readonly at: readonly number[];
  /** By how much a chunk was sent too late, at most: on a busy machine, all are. */
  readonly late: number;
}

const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=k';

/** Plays both sides over a socket of its own, and closes it. */
export async function converse(
  WebSocket: typeof WebSocketClass,
  acts: readonly Act[],
  setup: JsonObject = {},
): Promise<Told> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const peer = once(server, 'connection') as Promise<[WebSocketClass]>;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  let traceId = '';
  socket.on('open', () => (traceId = trace.getActiveSpan()?.spanContext().traceId ?? ''));
  const [[there]] = await Promise.all([peer, once(socket, 'open')]);
  socket.send(JSON.stringify({ setup: { model: 'models/gemini-3.8-live', ...setup } }));
  await once(there, 'message');
  const hear = async (message: JsonObject): Promise<number> => {
    const arrived = once(socket, 'message');
    there.send(Buffer.from(JSON.stringify(message)));
    await arrived;
    return performance.now();
  };
  await hear({ setupComplete: {} });
  const at: number[] = [];
  let late = 0;
  for (const act of acts) {
    let began = performance.now();
    if ('wait' in act) await sleep(act.wait);
    else if ('send' in act) socket.send(JSON.stringify(act.send));
    else if ('say' in act) late = Math.max(late, await say(socket, act));
    else {
      for (const [index, message] of act.reply.entries()) {
        const arrived = await hear(message);
        if (index === 0) began = arrived;
      }
    }
    at.push(began);
  }
  socket.close(1000);
  await once(socket, 'close');
  server.close();
  return { traceId, at, late };
}

/**
 * As a microphone does: a chunk is sent when its last sample is there.
 *
 * @returns How late one was.
 */
async function say(socket: WebSocketClass, act: { readonly say: Sound } & Manner): Promise<number> {
  const { say: sound, chunk = 20, together = 1, form = 'text' } = act;
  const { rate, samples } = sound;
  const size = Math.round((rate * chunk) / 1_000);
  const began = performance.now();
  let late = 0;
  for (let from = 0, n = 1; from < samples.length; from += size, n++) {
    const stop = Math.min(samples.length, from + size);
    // Chunks that are sent together wait together.
    if (together !== Infinity && (n - 1) % together === 0) {
      const there = Math.min(samples.length, (n - 1 + together) * size);
      const due = began + (1_000 * there) / rate;
      await sleep(Math.max(0, due - performance.now()));
      const tooLate = performance.now() - due;
      // What was to come with the delivery before it does not, and counts as of when it is sent.
      late = Math.max(late, tooLate > 20 ? tooLate + together * chunk : tooLate);
    }
    const blob = {
      data: base64(sound, from, stop),
      mimeType: act.mimeType ?? `audio/pcm;rate=${rate}`,
    };
    const text = JSON.stringify({
      realtimeInput: act.mediaChunks ? { mediaChunks: [blob] } : { audio: blob },
    });
    if (form === 'text') socket.send(text);
    else if (form === 'bytes') socket.send(Buffer.from(text));
    else socket.send(new TextEncoder().encode(text).buffer);
  }
  return late;
}
