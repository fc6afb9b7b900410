// How to make the simulator end a session for each cause. `script` names what it plays; without one
// it judges the credential and the model as Google does.
const live = 'gemini-3.8-live';

export const causes = [
  {
    cause: 'model_mismatch',
    api: 'vertex',
    model: 'gemini-2.5-flash-native-audio-preview-12-2025',
  },
  { cause: 'model_retired', api: 'gemini', model: 'gemini-2.0-flash-live-001' },
  { cause: 'model_not_live', api: 'vertex', model: 'gemini-2.5-flash' },
  { cause: 'model_not_found', api: 'gemini', model: 'gemini-3.8-life' },
  { cause: 'auth', api: 'gemini', model: live, credential: 'bad-key' },
  { cause: 'permission', api: 'vertex', model: live, credential: 'denied-token' },
  { cause: 'quota', api: 'gemini', model: live, credential: 'quota-key' },
  // Served from `global` alone.
  { cause: 'location', api: 'vertex', model: 'gemini-3.5-transcribe-live-preview' },
  { cause: 'invalid_argument', api: 'gemini', model: live, script: 'close-1007' },
  { cause: 'unsupported_operation', api: 'gemini', model: live, script: 'close-1008' },
  // What the model in play refuses: the field is named.
  {
    cause: 'unsupported_operation',
    api: 'gemini',
    model: 'gemini-3.1-flash-live-preview',
    say: (session) =>
      session.sendClientContent({ turns: [{ role: 'user', parts: [{ text: 'hello' }] }] }),
  },
  {
    cause: 'unsupported_operation',
    api: 'gemini',
    model: live,
    config: { enableAffectiveDialog: true },
    say: (session) => session.sendRealtimeInput({ text: 'hello' }),
  },
  {
    cause: 'unsupported_operation',
    api: 'gemini',
    model: live,
    config: { thinkingConfig: { thinkingLevel: 'LOW' } },
  },
  {
    cause: 'invalid_argument',
    api: 'gemini',
    model: live,
    say: (session) => session.sendRealtimeInput({ activityStart: {} }),
  },
  { cause: 'session_expired', api: 'gemini', model: live, handle: 'handle-7-secret' },
  { cause: 'overloaded', api: 'gemini', model: live, script: 'overloaded' },
  { cause: 'internal', api: 'gemini', model: live, script: 'close-1011' },
  { cause: 'quota', api: 'gemini', model: live, script: 'refuse-429' },
  { cause: 'network', api: 'gemini', model: live, script: 'hang-up' },
  { cause: 'unknown', api: 'gemini', model: live, script: 'close-1008-empty' },
];
