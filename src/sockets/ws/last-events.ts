import { executionAsyncId } from 'node:async_hooks';
import { inNextTurn, soon } from '../../platform/index.js';
import { whenDelivered } from '../held-events.js';
import { readyState, type EmitArgs, type WsSocket } from './socket-shape.js';

/** How a `close` comes behind its `error`: in one go, as the very next tick, or at its own time. */
type Following = 'at once' | 'next' | 'later';

/**
 * The last events of one socket: its `close`, and before it, where the upgrade failed, its `error`.
 * They wait where an export is under way, else they pass as they come. ws itself is not held back:
 * by the time when they are handed over, the socket has closed.
 */
export class LastEvents {
  readonly #hand: (self: WsSocket, args: EmitArgs) => boolean;
  #held: (() => boolean)[] | undefined;
  #waited = false;
  #following: Following = 'later';
  #errorTurn: number | undefined;

  constructor(hand: (self: WsSocket, args: EmitArgs) => boolean) {
    this.#hand = hand;
  }

  /** @returns What `emit` returns. */
  emit(self: WsSocket, args: EmitArgs, delivery: Promise<void> | undefined): boolean {
    if (this.#held === undefined) {
      if (delivery === undefined || this.#waited) return this.#hand(self, args);
      this.#waited = true;
      this.#held = [];
      whenDelivered(delivery, () => this.#release(self));
      if (args[0] === 'error') this.#seeWhatFollows();
    } else if (this.#errorTurn === executionAsyncId()) {
      this.#following = 'at once';
    }
    this.#held.push(() => this.#hand(self, args));
    return self.listenerCount(args[0]) > 0;
  }

  #seeWhatFollows(): void {
    this.#errorTurn = executionAsyncId();
    this.#following = 'next';
    soon(() => {
      if (this.#held?.length === 1) this.#following = 'later';
    });
  }

  /**
   * Since ws 7.5 a failed request gives `error` and `close` at once, so that there is no `close` if
   * `error` throws. Where ws aborts the request, `close` is the next tick in older versions; where it
   * destroys the socket, it comes after whatever the handlers have put off.
   * Source: ws lib/websocket.js, emitErrorAndClose and abortHandshake.
   */
  #release(self: WsSocket): void {
    const [first, second] = this.#held ?? [];
    this.#held = undefined;
    if (first === undefined || second === undefined) {
      first?.();
      return;
    }
    const close = (): void => {
      setReadyState(self, readyState.closed);
      second();
    };
    if (this.#following === 'next') soon(close);
    if (this.#following === 'later') inNextTurn(close);
    setReadyState(self, readyState.closing);
    first();
    if (this.#following === 'at once') close();
  }
}

/** ws before 7.4 keeps it in `readyState` itself. */
function setReadyState(socket: WsSocket, value: number): void {
  Reflect.set(socket, '_readyState' in socket ? '_readyState' : 'readyState', value);
}
