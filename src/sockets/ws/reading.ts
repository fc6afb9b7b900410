import type { WsSocket } from './socket-shape.js';

/** Whether the application reads the socket, for those who must not hold it. */
export function readingOf(socket: WsSocket): () => boolean | undefined {
  const reference = new WeakRef(socket);
  return () => {
    const present = reference.deref();
    return present && !(present.isPaused === true || present._socket?.isPaused?.() === true);
  };
}
