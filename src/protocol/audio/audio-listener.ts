import type { Bytes } from '../../platform/index.js';

/** Whoever listens to the audio of a connection. */
export interface AudioListener {
  /**
   * Hears a chunk of samples of 16 bits, little-endian, in one channel.
   *
   * @param start - Where its base64 text begins in the frame. (White space in it is escaped, and what
   * is escaped is not heard.)
   * @param bytes - How many bytes the text decodes to.
   * @param rate - Samples a second.
   * @param at - When it was sent, in milliseconds.
   */
  hear(frame: string | Bytes, start: number, bytes: number, rate: number, at: number): void;
}
