import { executionAsyncId } from 'node:async_hooks';
import { soon } from '../../platform/index.js';
import { whenDelivered, withReadyState } from '../held-events.js';
import { readyState, type EmitArgs, type WsSocket } from './socket-shape.js';

interface HeldEvent {
  readonly self: WsSocket;
  readonly args: EmitArgs;
  /** Events that ws emits in one go have the same: see {@link LastEvents.release}. */
  readonly turn: number;
}

/**
 * The last events of one socket: its `close`, and before it, where the upgrade failed, its `error`.
 * They wait where an export is under way, else they pass as they come. ws itself is not held back:
 * by the time when they are handed over, the socket has closed.
 */
export class LastEvents {
  readonly #hand: (self: WsSocket, args: EmitArgs) => boolean;
  #held: HeldEvent[] | undefined;
  #waited = false;

  constructor(hand: (self: WsSocket, args: EmitArgs) => boolean) {
    this.#hand = hand;
  }

  /** @returns What `emit` returns. */
  emit(self: WsSocket, args: EmitArgs, delivery: Promise<void> | undefined): boolean {
    if (this.#held === undefined) {
      if (delivery === undefined || this.#waited) return this.#hand(self, args);
      this.#waited = true;
      this.#held = [];
      whenDelivered(delivery, () => this.#release());
    }
    this.#held.push({ self, args, turn: executionAsyncId() });
    return self.listenerCount(args[0]) > 0;
  }

  #release(): void {
    const [first, second] = this.#held ?? [];
    this.#held = undefined;
    if (first === undefined) return;
    const { self } = first;
    if (second === undefined) {
      this.#hand(self, first.args);
      return;
    }
    // Since ws 7.5 `close` mostly comes right behind `error`, and not at all if that throws; where
    // older versions abort the request, or the socket is destroyed, it comes in a turn of its own.
    // Source: ws lib/websocket.js, emitErrorAndClose and abortHandshake.
    const together = first.turn === second.turn;
    if (!together) soon(() => this.#hand(self, second.args));
    try {
      withReadyState(self, readyState.closing, () => this.#hand(self, first.args));
    } catch (thrown) {
      if (together) putBack(self);
      throw thrown;
    }
    if (together) this.#hand(self, second.args);
  }
}

/** A socket whose `error` threw was never closed. ws before 7.4 keeps its state in `readyState`. */
function putBack(socket: WsSocket): void {
  Reflect.set(socket, '_readyState' in socket ? '_readyState' : 'readyState', readyState.closing);
}
