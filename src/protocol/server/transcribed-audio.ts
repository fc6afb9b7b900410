import { audioSeconds, type AudioTally } from '../audio/audio-blob.js';
import { TranscribedEnvelope, type Span } from '../audio/transcribed-envelope.js';
import { decoded, type Bytes } from '../../platform/index.js';
import type { ServerFacts } from './server-facts.js';

/**
 * Remembers what the last frame said that held audio and its transcription, for the frames that
 * differ from it in nothing else.
 */
export class TranscribedAudio {
  private readonly envelope = new TranscribedEnvelope();
  private facts: ServerFacts | undefined;
  private rate = 1;

  /** @param content - Whether the transcription is read as well. */
  constructor(private readonly content: boolean) {}

  /** The facts of a frame in the remembered envelope: an object that the next call uses again. */
  recall(frame: string | Bytes): ServerFacts | undefined {
    const { facts, envelope } = this;
    if (facts === undefined || typeof frame === 'string') return undefined;
    const length = envelope.open(frame);
    if (length === -1) return undefined;
    facts.audioBytes = length;
    facts.audioSeconds = audioSeconds(length, this.rate);
    if (this.content) {
      facts.outputTranscript = decoded(frame, envelope.wordsStart, envelope.wordsStop);
    }
    return facts;
  }

  /** Remembers a frame that was read, if its audio is in one plain string. */
  remember(frame: string | Bytes, audio: AudioTally, transcript: Span, facts: ServerFacts): void {
    if (typeof frame === 'string' || audio.blobs !== 1 || audio.start === -1) return;
    if (!this.envelope.learn(frame, audio, transcript)) return;
    this.facts = { ...facts };
    this.rate = audio.rate;
  }
}
