/** The speech in the audio that the client sent, as far as its level tells. */
export interface HeardSpeech {
  /** Somebody speaks at the end of what was sent last. */
  readonly speaking: boolean;
  /**
   * When the last speech ended: the moment at which its last loud sample was there to be sent.
   * `undefined`: there was none.
   */
  readonly endedAt: number | undefined;
  /** How long the speech lasted that ended last, or that is going on; seconds. */
  readonly seconds: number;
  /** How often somebody spoke so far, what is going on included. */
  readonly utterances: number;
}
