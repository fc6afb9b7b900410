import type { Api, Method } from './endpoint.js';
import type { JsonObject } from './json.js';

/**
 * One step of a script. The server plays them in order and `drive` plays the client's side of the
 * same list, so that the order of messages is the script's on both ends.
 */
export type Step =
  /** The server sends this message in a binary frame. */
  | { readonly send: JsonObject }
  /** The server sends this text or these bytes as they are: text frames, or no JSON at all. */
  | { readonly raw: string | Uint8Array; readonly binary?: boolean }
  /**
   * The server waits for a client message with this key (`toolResponse`, `realtimeInput.audio`),
   * passing over others. The driver sends `say`, or the usual message of that kind.
   */
  | { readonly expect: string; readonly say?: JsonObject }
  /** The driver sends this; the server does not wait for it. */
  | { readonly say: JsonObject }
  | { readonly wait: number }
  /** The server speaks for so many seconds, at the pace of real audio: a frame each 100 ms. */
  | { readonly speak: number }
  /** The driver's microphone hears a voice, or nothing, for so many seconds, at that pace. */
  | { readonly voice: number }
  | { readonly quiet: number }
  /** The server reads nothing more, and so answers no ping. */
  | { readonly deaf: true }
  /** The server closes; no code means an empty close frame (1005). A long reason is cut at 123 bytes. */
  | { readonly close: readonly [code?: number, reason?: string] }
  /** The driver closes; the server waits for it. */
  | { readonly leave: readonly [code?: number, reason?: string] }
  /** The server cuts the connection inside a frame. */
  | { readonly cut: true }
  | { readonly ping: string }
  /** Only as a first step: the upgrade is refused with this HTTP status … */
  | { readonly refuse: number }
  /** … or never answered … */
  | { readonly stall: true }
  /** … or hung up on. */
  | { readonly hangUp: true };

/**
 * What the server does on one connection. A script takes the place of the judgement: any
 * credential and model will do. Unless its first step is `{ expect: 'setup' }` or ends the
 * handshake, setup is answered with setupComplete before the first step. After the last step the
 * server is silent until the client closes.
 */
export interface Script {
  readonly name?: string;
  readonly steps: readonly Step[];
}

export type InputEnd =
  | 'activity_end'
  | 'audio_stream_end'
  | 'voice_activity'
  | 'client_content'
  | 'tool_response'
  | 'text'
  | 'audio_level';

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** What one `realtime_inference` span must say. */
export interface ExpectedGeneration {
  /** `null`: no usage on this span. */
  readonly tokens: Tokens | null;
  /** The one of `gen_ai.response.finish_reasons`; left out: must be absent. */
  readonly finish?: string;
  /**
   * `gemini.live.input_end.source`; `null`: must be absent; left out: the contract does not settle
   * it, or the generation holds no audio.
   */
  readonly inputEnd?: InputEnd | null;
}

/** What telemetry must say of a session, reckoned by hand from the contract. */
export interface Expected {
  readonly generations: number;
  readonly interruptions: number;
  readonly toolCalls: number;
  /** Totals of the session. */
  readonly tokens: Tokens;
  /** In the order in which they begin. */
  readonly each: readonly ExpectedGeneration[];
  readonly notes?: string;
}

/** A real order of messages, with its source and what telemetry must make of it. */
export interface Scenario extends Script {
  readonly name: string;
  /** Where the order was seen or is documented. */
  readonly source: string;
  readonly api: Api;
  readonly model: string;
  readonly method?: Method;
  /** What the client's setup holds beside the model. */
  readonly setup?: JsonObject;
  readonly expected: Expected;
}

/** Whether a script plays the setup itself. */
export function isFullyScripted({ steps: [first] }: Script): boolean {
  return first !== undefined && 'expect' in first && first.expect === 'setup';
}
