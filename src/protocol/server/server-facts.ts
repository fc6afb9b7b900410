import type { UsageFacts } from './usage-metadata.js';

/** One entry of `toolCall.functionCalls`. */
export interface ToolCallFacts {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** The JSON text of `args`; in content mode only. */
  readonly args: string | undefined;
}

/**
 * What a server frame says. A flag is set only where the frame holds `true`; an object counts only
 * where it is one.
 */
export interface ServerFacts {
  setupComplete: boolean;
  sessionId: string | undefined;
  serverContent: boolean;
  /**
   * The frame says nothing but that there is more audio, as nearly all frames of a session do: with
   * words to it at most, that nobody wants to know.
   */
  onlyAudio: boolean;
  /** Elements of `serverContent.modelTurn.parts`. */
  parts: number;
  /** Decoded bytes of the parts' `inlineData` of type `audio/*`. */
  audioBytes: number;
  /** Those bytes as PCM of 16 bits, one channel, at the rate of their MIME type (default 24000). */
  audioSeconds: number;
  imageParts: number;
  /** Parts with some text that is no thought. */
  textParts: number;
  thoughtParts: number;
  /** The text of those text parts; in content mode only. */
  text: string | undefined;
  generationComplete: boolean;
  turnComplete: boolean;
  interrupted: boolean;
  waitingForInput: boolean;
  turnCompleteReason: string | undefined;
  interactionStatus: string | undefined;
  /** A transcription with some text. */
  inputTranscription: boolean;
  outputTranscription: boolean;
  /** Its text; in content mode only. */
  inputTranscript: string | undefined;
  outputTranscript: string | undefined;
  /** The first {@link LISTED} calls. */
  toolCalls: readonly ToolCallFacts[];
  /** All calls, also those beyond the list. */
  toolCallCount: number;
  /** The first {@link LISTED} ids of `toolCallCancellation`. */
  cancelledIds: readonly string[];
  usage: UsageFacts | undefined;
  goAway: boolean;
  /** Seconds. */
  timeLeft: number | undefined;
  /** A `sessionResumptionUpdate`. */
  resumption: boolean;
  newHandle: string | undefined;
  resumable: boolean;
  voiceActivity: 'start' | 'end' | undefined;
  /** `voiceActivity.audioOffset`: seconds of the client's audio up to where it was detected. */
  voiceOffset: number | undefined;
}

/** How many entries of a list in a frame are kept. */
export const LISTED = 128;

export const NONE: readonly never[] = Object.freeze([]);

/** A frame that says nothing. */
export function noServerFacts(): ServerFacts {
  return {
    setupComplete: false,
    sessionId: undefined,
    serverContent: false,
    onlyAudio: false,
    parts: 0,
    audioBytes: 0,
    audioSeconds: 0,
    imageParts: 0,
    textParts: 0,
    thoughtParts: 0,
    text: undefined,
    generationComplete: false,
    turnComplete: false,
    interrupted: false,
    waitingForInput: false,
    turnCompleteReason: undefined,
    interactionStatus: undefined,
    inputTranscription: false,
    outputTranscription: false,
    inputTranscript: undefined,
    outputTranscript: undefined,
    toolCalls: NONE,
    toolCallCount: 0,
    cancelledIds: NONE,
    usage: undefined,
    goAway: false,
    timeLeft: undefined,
    resumption: false,
    newHandle: undefined,
    resumable: false,
    voiceActivity: undefined,
    voiceOffset: undefined,
  };
}

/** Whether a frame that was read to its end holds audio and not one thing more. */
export function saysOnlyAudio(facts: ServerFacts): boolean {
  return (
    facts.audioBytes > 0 &&
    facts.parts === 1 &&
    facts.textParts === 0 &&
    facts.thoughtParts === 0 &&
    facts.imageParts === 0 &&
    !facts.setupComplete &&
    !facts.generationComplete &&
    !facts.turnComplete &&
    !facts.interrupted &&
    !facts.waitingForInput &&
    !facts.inputTranscription &&
    facts.outputTranscript === undefined &&
    facts.toolCallCount === 0 &&
    facts.cancelledIds.length === 0 &&
    facts.usage === undefined &&
    !facts.goAway &&
    !facts.resumption &&
    facts.voiceActivity === undefined
  );
}
