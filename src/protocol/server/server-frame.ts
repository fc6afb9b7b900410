import { AudioStream } from '../audio/audio-stream.js';
import { AudioTally } from '../audio/audio-blob.js';
import { encodedBriefly } from '../../platform/index.js';
import { frameBytes } from '../frame-bytes.js';
import { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';
import { readServerContent } from './server-content.js';
import { noServerFacts, saysOnlyAudio, type ServerFacts } from './server-facts.js';
import {
  readCancellation,
  readGoAway,
  readResumption,
  readSetupComplete,
  readToolCall,
  readVadSignal,
  readVoiceActivity,
} from './session-messages.js';
import { TranscribedAudio } from './transcribed-audio.js';
import { readUsage } from './usage-metadata.js';
import type { FrameData } from '../wire.js';

export type { ServerFacts, ToolCallFacts } from './server-facts.js';
export type { Modality, ModalityCounts, UsageFacts } from './usage-metadata.js';

const MESSAGE = new Names([
  'setupComplete',
  'serverContent',
  'toolCall',
  'toolCallCancellation',
  'usageMetadata',
  'goAway',
  'sessionResumptionUpdate',
  'voiceActivity',
  'voiceActivityDetectionSignal',
]);

/** Samples a second of the model's voice. */
const OUTPUT_RATE = 24_000;

// One serves all readers: a frame is read to its end before the next begins.
const json = new JsonCursor();

/**
 * Makes a reader of server frames. A frame is never decoded as a whole: structure is checked byte
 * by byte, a long string is skipped by native search. Audio frames that come in the envelope of the
 * one before them are not walked through at all.
 *
 * @param options - `content`: whether texts, transcripts and arguments are read as well.
 * @returns A function that gives the facts of a frame, and `undefined` for what is not a JSON
 * object. It never throws. **The facts are valid until the next call**, which may use the same
 * object again; what hangs on them (usage, lists, strings) stays as it is. See {@link JsonCursor}
 * for the one leniency towards invalid JSON.
 */
export function createServerFrameReader(options: {
  readonly content: boolean;
}): (data: FrameData) => ServerFacts | undefined {
  const { content } = options;
  const audio = new AudioTally(OUTPUT_RATE);
  const stream = new AudioStream<ServerFacts>();
  const transcript = { start: 0, stop: 0 };
  const transcribed = new TranscribedAudio(content);
  let facts = noServerFacts();

  return (data) => {
    const frame = typeof data === 'string' ? data : frameBytes(data);
    if (frame === undefined) return undefined;
    const media = stream.recall(frame) ?? transcribed.recall(frame);
    if (media !== undefined) return media;
    const bytes = typeof frame === 'string' ? encodedBriefly(frame) : frame;
    facts = noServerFacts();
    audio.clear();
    if (!json.read(bytes, readMessage)) return undefined;
    facts.audioBytes = audio.bytes;
    facts.audioSeconds = audio.seconds;
    facts.onlyAudio = saysOnlyAudio(facts);
    // A transcription differs from frame to frame.
    if (facts.outputTranscription) transcribed.remember(frame, audio, transcript, facts);
    else stream.remember(frame, bytes, audio, facts);
    return facts;
  };

  function readMessage(): boolean {
    let activity: ServerFacts['voiceActivity'];
    let signal: ServerFacts['voiceActivity'];
    if (!json.enterObject()) return false;
    for (let key = json.nextKey(MESSAGE); key !== undefined; key = json.nextKey(MESSAGE)) {
      switch (key) {
        case 'setupComplete':
          readSetupComplete(json, facts);
          break;
        case 'serverContent':
          readServerContent(json, facts, audio, transcript, content);
          break;
        case 'toolCall':
          readToolCall(json, facts, content);
          break;
        case 'toolCallCancellation':
          readCancellation(json, facts);
          break;
        case 'usageMetadata':
          facts.usage = readUsage(json);
          break;
        case 'goAway':
          readGoAway(json, facts);
          break;
        case 'sessionResumptionUpdate':
          readResumption(json, facts);
          break;
        case 'voiceActivity':
          activity = readVoiceActivity(json, facts);
          break;
        case 'voiceActivityDetectionSignal':
          signal = readVadSignal(json);
          break;
        default:
          json.skip();
      }
    }
    facts.voiceActivity = activity ?? signal;
    return true;
  }
}
