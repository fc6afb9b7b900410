import type { AudioListener } from '../audio/audio-listener.js';
import { AudioStream } from '../audio/audio-stream.js';
import { AudioTally, isOfType, readBlob } from '../audio/audio-blob.js';
import { readClientContent } from './client-content.js';
import { noClientFacts, type ClientFacts } from './client-facts.js';
import { encodedBriefly, type Bytes } from '../../platform/index.js';
import { frameBytes } from '../frame-bytes.js';
import { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';
import { readToolResponse } from './tool-response.js';
import type { FrameData } from '../wire.js';

export type { ClientFacts, InputMessage, ToolResponseFacts } from './client-facts.js';
export { byteLength } from '../frame-bytes.js';

const MESSAGE = new Names(['realtimeInput', 'clientContent', 'toolResponse', 'setup'], true);
const REALTIME_INPUT = new Names(
  ['audio', 'video', 'text', 'activityStart', 'activityEnd', 'audioStreamEnd', 'mediaChunks'],
  true,
);

/** What an input of each kind is called. */
const KIND = {
  audio: 'realtimeInput.audio',
  video: 'realtimeInput.video',
  text: 'realtimeInput.text',
  activityStart: 'realtimeInput.activityStart',
  activityEnd: 'realtimeInput.activityEnd',
  audioStreamEnd: 'realtimeInput.audioStreamEnd',
  mediaChunks: 'realtimeInput.mediaChunks',
} as const;

/** Samples a second of the user's voice. */
const INPUT_RATE = 16_000;

// One serves all readers: a frame is read to its end before the next begins.
const json = new JsonCursor();

/**
 * Gives the facts of a frame, and `undefined` for what is not a JSON object. It never throws. **The
 * facts are valid until the next call**, which may use the same object again; what hangs on them
 * (lists, strings) stays as it is.
 */
export interface ClientFrameReader {
  (data: FrameData): ClientFacts | undefined;
  /** The same, and the audio in the frame is heard, which was sent then. */
  listen(data: FrameData, listener: AudioListener, at: number): ClientFacts | undefined;
}

/**
 * Makes a reader of client frames, as {@link createServerFrameReader} makes one of server frames.
 * All keys are known in camelCase and in snake_case; a key in both spellings counts as one key
 * twice.
 *
 * @param options - `content`: whether texts and tool responses are read as well.
 */
export function createClientFrameReader(options: { readonly content: boolean }): ClientFrameReader {
  const { content } = options;
  const slot = new AudioTally(INPUT_RATE);
  const chunks = new AudioTally(INPUT_RATE);
  const stream = new AudioStream<ClientFacts>();
  let facts = noClientFacts();
  let videoChunks = false;
  let realtimeText: string | undefined;
  let turnsText: string | undefined;

  const read = (data: FrameData): ClientFacts | undefined => {
    const frame = typeof data === 'string' ? data : frameBytes(data);
    if (frame === undefined) return undefined;
    const media = stream.recall(frame);
    if (media === undefined) return readAnew(frame, inBytes(frame));
    media.bytes = frame.length;
    return media;
  };
  const listen: ClientFrameReader['listen'] = (data, listener, at) => {
    const frame = typeof data === 'string' ? data : frameBytes(data);
    if (frame === undefined) return undefined;
    const media = stream.recall(frame);
    if (media !== undefined) {
      media.bytes = frame.length;
      stream.play(frame, media, listener, at);
      return media;
    }
    const bytes = inBytes(frame);
    const anew = readAnew(frame, bytes);
    if (anew === undefined) return undefined;
    play(slot, bytes, listener, at);
    play(chunks, bytes, listener, at);
    return anew;
  };
  return Object.assign(read, { listen });

  function readAnew(frame: string | Bytes, bytes: Bytes): ClientFacts | undefined {
    facts = noClientFacts();
    forgetRealtimeInput();
    turnsText = undefined;
    if (!json.read(bytes, readMessage)) return undefined;
    facts.bytes = bytes.length;
    facts.inputText = realtimeText ?? turnsText;
    facts.imageChunks = videoChunks;
    facts.video ||= videoChunks;
    facts.audioBytes = slot.bytes + chunks.bytes;
    facts.audioSeconds = slot.seconds + chunks.seconds;
    if (slot.blobs + chunks.blobs === 1) {
      stream.remember(frame, bytes, slot.blobs === 1 ? slot : chunks, facts);
    }
    return facts;
  }

  function readMessage(): boolean {
    if (!json.enterObject()) return false;
    for (let key = json.nextKey(MESSAGE); key !== undefined; key = json.nextKey(MESSAGE)) {
      if (key !== '') facts.kind = key;
      if (key === 'realtimeInput') readRealtimeInput();
      else if (key === 'clientContent') turnsText = readClientContent(json, facts, content);
      else if (key === 'toolResponse') readToolResponse(json, facts, content);
      else json.skip();
    }
    return true;
  }

  function readRealtimeInput(): void {
    forgetRealtimeInput();
    if (!json.enterObject()) return;
    for (let key = json.nextKey(REALTIME_INPUT); key !== undefined;) {
      if (key !== '') facts.kind = KIND[key];
      switch (key) {
        case 'audio':
          slot.clear();
          slot.add(readBlob(json));
          break;
        case 'video':
          facts.video = json.isObject();
          break;
        case 'text':
          facts.text = json.isString() && json.start !== json.stop;
          realtimeText = content && facts.text ? json.decode() : undefined;
          break;
        case 'activityStart':
          facts.activityStart = json.isObject();
          break;
        case 'activityEnd':
          facts.activityEnd = json.isObject();
          break;
        case 'audioStreamEnd':
          facts.audioStreamEnd = json.isTrue();
          break;
        case 'mediaChunks':
          readMediaChunks();
          break;
        default:
          json.skip();
      }
      key = json.nextKey(REALTIME_INPUT);
    }
  }

  /** What older clients send, for audio and for pictures. */
  function readMediaChunks(): void {
    chunks.clear();
    videoChunks = false;
    if (!json.enterArray()) return;
    while (json.nextElement()) {
      const blob = readBlob(json);
      chunks.add(blob);
      videoChunks ||= isOfType(blob, 'image/') || isOfType(blob, 'video/');
    }
  }

  // As with JSON.parse, the last of several equal keys wins.
  function forgetRealtimeInput(): void {
    slot.clear();
    chunks.clear();
    videoChunks = false;
    realtimeText = undefined;
    facts.video = false;
    facts.text = false;
    facts.activityStart = false;
    facts.activityEnd = false;
    facts.audioStreamEnd = false;
  }
}

function inBytes(frame: string | Bytes): Bytes {
  return typeof frame === 'string' ? encodedBriefly(frame) : frame;
}

function play({ plain }: AudioTally, bytes: Bytes, listener: AudioListener, at: number): void {
  for (let i = 0; i < plain.length; i += 3) {
    listener.hear(bytes, plain[i]!, plain[i + 1]!, plain[i + 2]!, at);
  }
}
