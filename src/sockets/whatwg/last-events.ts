import { afterThis } from '../../platform/index.js';
import { whenDelivered, withReadyState } from '../held-events.js';
import type { WhatwgWebSocket } from './web-socket-prototype.js';

/**
 * The last events of one socket, where they are to wait until it has been told why they come:
 * `error` and the `close` that undici dispatches right behind it, or `close` alone.
 */
export class LastEvents {
  readonly #held: (() => void)[] = [];
  #behind = false;

  /** Lets the events wait that come now, until `delivery`. */
  holdUntil(delivery: Promise<void>): void {
    this.#behind = true;
    // Later events are none of undici's: it dispatches its own without a pause.
    void afterThis(() => (this.#behind = false));
    whenDelivered(delivery, () => {
      for (const release of this.#held.splice(0)) release();
    });
  }

  /**
   * @param inClose - Whether the application's `close()` makes undici dispatch it (undici 6 says
   * once more that the handshake failed).
   * @returns Whether an event that is dispatched now is held.
   */
  hold(socket: WhatwgWebSocket, dispatch: () => void, inClose: boolean): boolean {
    if (!this.#behind && !(inClose && this.#held.length > 0)) return false;
    const { readyState } = socket;
    this.#held.push(() => {
      if (socket.readyState === readyState) dispatch();
      else withReadyState(socket, readyState, dispatch);
    });
    return true;
  }
}
