import type { LiveMessage } from './frames/raw-messages.js';
import type { CloseCause, Confidence, LiveApi, SeenFrames, SessionPhase } from '../words.js';

/** What is known of a close. Everything may be left out; what is left out is never guessed. */
export interface CloseFacts {
  /** The API that the URL names. Without it no mismatch can be told. */
  api?: LiveApi | undefined;
  /** `setup.model` in any spelling. */
  model?: string | undefined;
  /** The WebSocket close code; `undefined` where the socket reported none. */
  code?: number | undefined;
  /** The close reason, which Google cuts hard at 123 bytes. */
  reason?: string | undefined;
  /** The moment of the close: a Date, milliseconds since 1970, or a date string. Default: now. */
  at?: Date | number | string | undefined;
  /** Default: no setupComplete is known to have come, as in `setup`. */
  phase?: SessionPhase | undefined;
  /** Vertex AI location, e.g. `us-central1`. Default: the one in the model's resource path. */
  location?: string | undefined;
  /** `BidiGenerateContent`, `BidiGenerateContentConstrained` or `BidiGenerateMusic`. */
  method?: string | undefined;
  /** The API version in the URL, e.g. `v1beta`. */
  version?: string | undefined;
  /** The host in the URL: on Google's own the path has to be that of its API. */
  host?: string | undefined;
  /** The `setup` that was sent, parsed. With it a refused setting is told where Google names none. */
  setup?: unknown;
  /** Parsed messages of the session, oldest first: the whole, or the newest of it. */
  messages?: readonly LiveMessage[] | undefined;
  /** What was seen of the frames, in place of `setup` and `messages`. */
  seen?: SeenFrames | undefined;
  /** HTTP status that refused the upgrade. */
  httpStatus?: number | undefined;
  /** Code of the socket's error, e.g. `ENOTFOUND`. */
  errorCode?: string | undefined;
  /** Whether the WebSocket constructor threw, so that no connection was tried. Default: false. */
  thrown?: boolean | undefined;
  /**
   * Whether this process has seen this model accepted on this API. Such a name is never called
   * mismatched, retired or not Live. Default: false.
   */
  accepted?: boolean | undefined;
}

/** A model of the other API. */
export interface Mismatch {
  kind: 'gemini_api_model_on_vertex_ai' | 'vertex_ai_model_on_gemini_api';
  /** What a person reads; at most 512 characters. */
  hint: string;
  /** The id to use on this API on the day of the close; absent where none is known. */
  suggestedModel?: string;
  /** `known`: in the catalogue, from Google's own words; `pattern`: the name's shape, or third-party evidence. */
  confidence: 'known' | 'pattern';
}

/** Why a session closed, and what to do. */
export interface CloseDiagnosis {
  /** `undefined` after a normal close: 1000, 1001 or 1005. */
  cause: CloseCause | undefined;
  /** What happened and what to do; at most 300 characters, 512 for a mismatch. Never there for `unknown`. */
  hint: string | undefined;
  /** Set exactly where the cause is `model_mismatch`. */
  mismatch: Mismatch | undefined;
  /** The cause; for `network` the error's code; for `unknown` the close code or HTTP status. */
  errorType: string | undefined;
  /** What to change in what the client sent, e.g. `setup.model`; absent where nothing can be told. */
  field?: string;
  /** How sure the cause is; absent for `unknown`. */
  confidence?: Confidence;
  /** The id that the hint says to use instead, where it names one. */
  suggestedModel?: string;
}

/** What one step of the diagnosis found out. */
export interface Finding {
  readonly cause: CloseCause;
  readonly hint?: string;
  readonly mismatch?: Mismatch;
  readonly suggestedModel?: string;
  readonly field?: string;
  /** Default: `known`. */
  readonly confidence?: Confidence;
}
