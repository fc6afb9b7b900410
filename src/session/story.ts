import type { CloseDiagnosis } from '../diagnosis/close-facts.js';
import type { SessionPhase } from '../words.js';
import type { AuthKind } from '../words.js';
import type { SetupContent } from '../protocol/client/setup-content.js';
import type { SetupFacts } from '../protocol/client/setup.js';
import type { PlayedAudio } from './playout.js';
import type { StallKind } from './silence/stall-kinds.js';
import type { Tokens } from './turns/tokens.js';

/** A moment on the process's monotonic clock (`performance.now()`), in milliseconds. */
export type Moment = number;

/**
 * What told the end of the user's input: a message (ai.google.dev/api/live), or the level of the audio
 * that was sent.
 */
export type InputEndSource =
  | 'activity_end'
  | 'audio_stream_end'
  | 'voice_activity'
  | 'client_content'
  | 'tool_response'
  | 'text'
  | 'audio_level';

/** One model generation, told when nothing more can come for it. */
export interface Generation {
  readonly start: Moment;
  readonly end: Moment;
  readonly firstAudio: Moment | undefined;
  /** The end of the user's input that it answers; `undefined` where that is not known. */
  readonly inputEnd: { readonly source: InputEndSource; readonly at: Moment } | undefined;
  readonly audio: PlayedAudio;
  readonly tokens: Tokens | undefined;
  readonly finishReason: string | undefined;
  /** The cause, where an abnormal close cut it. */
  readonly errorType: string | undefined;
  /** What was said, where content is captured. */
  readonly content: GenerationContent | undefined;
}

/** Transcripts and texts of one generation, cut at {@link contentLimit} characters each. */
export interface GenerationContent {
  readonly input: readonly { readonly role: string; readonly text: string }[];
  readonly output: string;
}

/** A tool call as the server made it. */
export interface ToolCall {
  readonly name: string | undefined;
  readonly id: string | undefined;
  /** The JSON of its arguments, where content is captured. */
  readonly args?: string | undefined;
}

/** How a tool call ended. */
export type ToolOutcome = 'answered' | 'cancelled' | { readonly errorType: string | undefined };

/** What ended a silence in which something was due. */
export type StallEnd = 'reply' | 'user' | 'close';

/** A silence in which something was due, and that lasted too long. */
export interface Stall {
  readonly kind: StallKind;
  /** When it was due. */
  readonly start: Moment;
  readonly end: Moment;
  readonly endedBy: StallEnd;
}

/** Totals of a session. */
export interface Totals {
  generations: number;
  interruptions: number;
  toolCalls: number;
  stalls: number;
  messagesSent: number;
  messagesReceived: number;
  bytesSent: number;
  bytesReceived: number;
  /** Seconds. */
  audioSent: number;
  /** Seconds. */
  audioReceived: number;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** USD; `undefined` where nothing had a price. */
  cost: number | undefined;
}

/** Who ended the connection: `undefined` where the process itself ends ({@link SessionEnd.code} absent too). */
export type CloseInitiator = 'client' | 'server' | 'network';

/** How a session ended. */
export interface SessionEnd {
  readonly phase: SessionPhase;
  readonly code: number | undefined;
  /** Without credentials. */
  readonly reason: string;
  readonly initiator: CloseInitiator | undefined;
  readonly httpStatus: number | undefined;
  /** What to call the error: cause, error code or close code. `undefined` on a normal end. */
  readonly diagnosis: CloseDiagnosis | undefined;
  /** The last kinds of message, without content; on an abnormal end. */
  readonly lastMessages: string | undefined;
  /** What the socket's `error` said, without credentials. */
  readonly errorMessage: string | undefined;
  /** What failed the connect, where the setup was never complete. */
  readonly connectError: string;
  readonly totals: Readonly<Totals>;
}

/**
 * What a session tells, in the order in which it happens. Whoever listens makes spans, metrics and
 * events of it and decides nothing. `Tool` is the listener's own mark of an open tool call.
 */
export interface SessionStory<Tool> {
  authenticated(kind: AuthKind): void;
  setUp(setup: SetupFacts, model: string | undefined, location: string | undefined): void;
  /** What the setup tells the model, where content is captured. */
  instructed(content: SetupContent): void;
  /**
   * The session continues one that the listener once marked so (see {@link SessionStory.mark}).
   *
   * @param sequence - 2 for the first resumption of a session, 3 for the next, …
   */
  resumed(earlier: unknown, sequence: number): void;
  /** @param gap - Seconds from the end of the session that this one resumes to its own setupComplete. */
  resumedAfter(gap: number): void;
  /** What {@link SessionStory.resumed} of a later session is to be told of this one. */
  mark(): unknown;
  setupComplete(sessionId: string | undefined): void;
  /** @param timeLeft - Seconds; `undefined` where the server does not say. */
  goingAway(timeLeft: number | undefined): void;
  resumable(): void;
  interrupted(): void;
  toolCalled(call: ToolCall, at: Moment): Tool;
  /** @param result - The JSON of the answer, where content is captured. */
  toolEnded(tool: Tool, outcome: ToolOutcome, at: Moment, result?: string): void;
  generated(generation: Generation): void;
  /** A silence has lasted too long. Told while it lasts. */
  stalled(kind: StallKind): void;
  /** It is over. Told of the first ones of a session only. */
  stallEnded(stall: Stall): void;
  /** The user has spoken, as messages tell. */
  userSpoke(start: Moment, end: Moment): void;
  /** Tokens counted, once each: those of generations and those that belong to none. */
  tokens(tokens: Tokens): void;
  /** What was sent and received since the last time. */
  traffic(since: Traffic): void;
  /** @returns What settles when the end is delivered, where that is under way. Never rejects. */
  ended(end: SessionEnd): Promise<void> | undefined;
  /** Calls `fn` in the session's context, or the tool's. */
  run<A extends readonly unknown[], R>(
    tool: Tool | undefined,
    fn: (...args: A) => R,
    self: unknown,
    args: A,
  ): R;
}

/** Bytes and seconds of audio that went over the socket. */
export interface Traffic {
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly audioSent: number;
  readonly audioReceived: number;
}
