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
