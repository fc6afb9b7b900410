import { NONE } from '../server/server-facts.js';

/** One entry of `toolResponse.functionResponses`. */
export interface ToolResponseFacts {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** More responses to this call will follow. */
  readonly willContinue: boolean;
  /** How the model is to take the response: `INTERRUPT`, `WHEN_IDLE`, `SILENT`. */
  readonly scheduling: string | undefined;
  /** The JSON text of `response`; in content mode only. */
  readonly response: string | undefined;
}

/** One entry of `clientContent.turns`. */
export interface InputMessage {
  /** `user` where the turn names none. */
  readonly role: string;
  readonly text: string;
}

/**
 * What a client frame says. A flag is set only where the frame holds `true`; an object counts only
 * where it is one.
 */
export interface ClientFacts {
  /**
   * The frame's UTF-8 bytes: {@link byteLength} for nothing. (In a stream of audio as text, a
   * payload is taken for the ASCII that base64 is.)
   */
  bytes: number;
  /** Decoded bytes of `realtimeInput.audio` and `.mediaChunks` of type `audio/*`. */
  audioBytes: number;
  /** Those bytes as PCM of 16 bits, one channel, at the rate of their MIME type (default 16000). */
  audioSeconds: number;
  /** `realtimeInput.video`, or `image/*` or `video/*` in `.mediaChunks`. */
  video: boolean;
  /** What the message is, e.g. `realtimeInput.audio`; `unknown` for what the API does not have. */
  kind: string;
  /** A turn of `clientContent` has no role. */
  rolelessTurn: boolean;
  /** A turn holds a functionCall or functionResponse. */
  functionParts: boolean;
  /** A turn holds audio. */
  audioParts: boolean;
  hasTurns: boolean;
  /** `mediaChunks` hold a picture. */
  imageChunks: boolean;
  /** A function response has `scheduling`. */
  scheduling: boolean;
  /** `realtimeInput.text` that is not empty. */
  text: boolean;
  activityStart: boolean;
  activityEnd: boolean;
  audioStreamEnd: boolean;
  clientContent: boolean;
  /** `clientContent.turnComplete` */
  turnComplete: boolean;
  /** `realtimeInput.text`, else the text of all turns together; in content mode only. */
  inputText: string | undefined;
  /** The turns that have text, 128 at most; in content mode only. */
  inputMessages: readonly InputMessage[] | undefined;
  /** The first 128 responses. */
  toolResponses: readonly ToolResponseFacts[];
}

/** A frame that says nothing. */
export function noClientFacts(): ClientFacts {
  return {
    bytes: 0,
    audioBytes: 0,
    audioSeconds: 0,
    video: false,
    kind: 'unknown',
    rolelessTurn: false,
    functionParts: false,
    audioParts: false,
    hasTurns: false,
    imageChunks: false,
    scheduling: false,
    text: false,
    activityStart: false,
    activityEnd: false,
    audioStreamEnd: false,
    clientContent: false,
    turnComplete: false,
    inputText: undefined,
    inputMessages: undefined,
    toolResponses: NONE,
  };
}

/** Whether a frame holds anything but audio, as hardly any frame of a session does. */
export function saysMoreThanAudio(facts: ClientFacts): boolean {
  return (
    facts.clientContent ||
    facts.text ||
    facts.activityStart ||
    facts.activityEnd ||
    facts.audioStreamEnd ||
    facts.toolResponses.length > 0
  );
}
