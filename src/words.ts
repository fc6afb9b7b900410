/*
 * The words that several rooms share, written once. They lean on no room.
 */

/** The two APIs that serve Live sessions: the Gemini API, and Vertex AI ("Agent Platform"). */
export type LiveApi = 'gemini' | 'vertex';

/** How a connection identifies its caller: the kind of credential, never its value. */
export type AuthKind = 'api_key' | 'ephemeral_token' | 'oauth' | 'none';

/**
 * Where a session was when it closed. `handshake`: the socket had not opened; `setup`: no
 * setupComplete had come; `active`: it had; `going_away`: the server had sent goAway.
 */
export type SessionPhase = 'handshake' | 'setup' | 'active' | 'going_away';

export const CLOSE_CAUSES = [
  'model_mismatch',
  'model_retired',
  'model_not_live',
  'model_not_found',
  'auth',
  'permission',
  'quota',
  'location',
  'endpoint',
  'invalid_argument',
  'unsupported_operation',
  'session_expired',
  'overloaded',
  'internal',
  'network',
  'unknown',
] as const;

/** Why a Live session closed: the closed list behind `gemini.close.cause`. */
export type CloseCause = (typeof CLOSE_CAUSES)[number];

/** How sure a cause is: told by Google's own words or by proof, or by weaker signs. */
export type Confidence = 'known' | 'likely';

/** What a setup asks for, by the camelCase path of each field from `setup` on, without indexes. */
export interface SetupShape {
  /** The values at this path; none where it is absent. An object or array is `undefined`. */
  values(path: string): readonly (string | number | boolean | undefined)[];
  has(path: string): boolean;
  /** Names of declared functions by tool and function index; let go when the setup is accepted. */
  functionAt(tool: number, index: number): string | undefined;
}

/** What is remembered of a client frame: its kind, and what Google may refuse in it. */
export interface SentMessage {
  /** e.g. `realtimeInput.audio`, `clientContent`; `unknown` for what the API does not have. */
  readonly kind: string;
  /** A turn of `clientContent` has no role. */
  readonly rolelessTurn: boolean;
  /** A turn holds a functionCall or functionResponse. */
  readonly functionParts: boolean;
  /** A turn holds audio. */
  readonly audioParts: boolean;
  /** `clientContent.turns` is there and not empty. */
  readonly hasTurns: boolean;
  /** `mediaChunks` hold a picture. */
  readonly imageChunks: boolean;
  /** A function response has `scheduling`. */
  readonly scheduling: boolean;
}

/** What was seen of a session's frames. */
export interface SeenFrames {
  readonly setup: SetupShape | undefined;
  /** How many setups were sent. */
  readonly setups: number;
  /** Something else was sent before setupComplete. */
  readonly early: boolean;
  /** The newest client message but setup and streamed media … */
  readonly last: SentMessage | undefined;
  /** … and how many messages, of both sides, came since. */
  readonly since: number;
  /** The newest streamed media. */
  readonly media: SentMessage | undefined;
  /** Client messages with content since setupComplete. */
  readonly contents: number;
  /** The model has answered. */
  readonly answered: boolean;
  /** Audio was sent since setupComplete. */
  readonly audio: boolean;
  /** Tool calls without an answer. */
  readonly openCalls: number;
  /** The newest activity: ended with nothing or only text in it, or a marker without its partner. */
  readonly activity: 'empty' | 'text_only' | 'unpaired' | undefined;
}
