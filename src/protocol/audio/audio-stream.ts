import type { Bytes } from '../../platform/index.js';
import type { AudioListener } from './audio-listener.js';
import { audioSeconds, type AudioTally } from './audio-blob.js';
import { ByteEnvelope, TextEnvelope } from './envelope.js';

interface AudioFacts {
  audioBytes: number;
  audioSeconds: number;
}

/** Remembers what the last audio frame said, for the frames that differ from it in nothing else. */
export class AudioStream<F extends AudioFacts> {
  private readonly byteEnvelope = new ByteEnvelope();
  private readonly textEnvelope = new TextEnvelope();
  /** What the frame of the remembered envelope said, and the sample rate in it. */
  private byteFacts: F | undefined;
  private textFacts: F | undefined;
  private byteRate = 1;
  private textRate = 1;
  private bytesArePlain = false;
  private textIsPlain = false;

  /** The facts of a frame in the remembered envelope: an object that the next call uses again. */
  recall(frame: string | Bytes): F | undefined {
    return typeof frame === 'string'
      ? tell(this.textFacts, this.textEnvelope.open(frame), this.textRate)
      : tell(this.byteFacts, this.byteEnvelope.open(frame), this.byteRate);
  }

  /** Plays a frame that {@link recall} knew to whoever listens. */
  play(frame: string | Bytes, facts: F, listener: AudioListener, at: number): void {
    if (typeof frame === 'string') {
      if (!this.textIsPlain) return;
      listener.hear(frame, this.textEnvelope.start, facts.audioBytes, this.textRate, at);
    } else if (this.bytesArePlain) {
      listener.hear(frame, this.byteEnvelope.start, facts.audioBytes, this.byteRate, at);
    }
  }

  /** Remembers a frame that was read, if its audio is in one plain string. */
  remember(frame: string | Bytes, bytes: Bytes, audio: AudioTally, facts: F): void {
    if (audio.blobs !== 1 || audio.start === -1) return;
    if (typeof frame !== 'string') {
      if (!this.byteEnvelope.learn(bytes, audio.start, audio.stop)) return;
      this.byteFacts = { ...facts };
      this.byteRate = audio.rate;
      this.bytesArePlain = audio.plain.length > 0;
    } else if (bytes.length === frame.length) {
      // All ASCII, so offsets in the bytes are offsets in the text.
      if (!this.textEnvelope.learn(frame, audio.start, audio.stop)) return;
      this.textFacts = { ...facts };
      this.textRate = audio.rate;
      this.textIsPlain = audio.plain.length > 0;
    }
  }
}

function tell<F extends AudioFacts>(
  facts: F | undefined,
  decoded: number,
  rate: number,
): F | undefined {
  if (decoded === -1 || facts === undefined) return undefined;
  facts.audioBytes = decoded;
  facts.audioSeconds = audioSeconds(decoded, rate);
  return facts;
}
