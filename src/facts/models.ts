import { NATIVE_AUDIO_PLACES } from './places.js';

/**
 * When and where one API serves a model. Dates are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, in UTC, as
 * exactly as the source gives them, and stand for the first day of what they name: an end is asked
 * for only after Google refused a model, or to choose a model to suggest, and in both an end taken
 * too early does less harm than one taken too late.
 */
export interface Served {
  /** First day. Default: always. */
  from?: string;
  /** First day on which it is gone. Default: no end is known. */
  until?: string;
  /** Vertex AI locations that serve it, where only these do. Default: no limit is known. */
  only?: readonly string[];
  /** Vertex AI locations that do not serve it. Default: none is known. */
  except?: readonly string[];
  /** A Vertex AI location known to serve it, for hints beside `except`. */
  suchAs?: string;
  /**
   * From this day on it may be gone, though Google does not say so: a newer model is the first
   * advice then, and `why` is said. Default: no doubt.
   */
  doubted?: { from: string; why: string };
  /** Whether a project must be let in by Google. Default: false. */
  restricted?: boolean;
}

/** One model of the catalogue. At least one of `gemini` and `vertex` must serve it. */
export interface ModelRow {
  /** The bare id, e.g. `gemini-3.8-live`. */
  name: string;
  /** Life on the Gemini API; `true`: no dates known; `false` (default): not there; `'unknown'`: no mismatch is ever told. */
  gemini?: Served | boolean | 'unknown' | undefined;
  /** Life on Vertex AI, likewise. */
  vertex?: Served | boolean | 'unknown' | undefined;
  /** The id of the same model on the other API. Default: none is known. */
  counterpart?: string | undefined;
  /** Ids to use instead, best first: the first that this API serves on the day is named. Default: none. */
  successors?: readonly string[] | undefined;
  /** `pattern` where only third parties know of it. Default `known`. */
  confidence?: 'known' | 'pattern' | undefined;
  /** The one method that it answers. Default: `BidiGenerateContent` and `…Constrained`. */
  method?: 'BidiGenerateMusic' | undefined;
  /** Where these facts are from. Required of built-in rows, see the table's test. */
  source?: string | undefined;
}

// Google's deprecations page and Live overview: one list for both APIs, since each id knows where it lives. What
// stands behind gemini-3.8-live is for closes on a day before that was released.
const NATIVE_AUDIO = [
  'gemini-2.5-flash-native-audio-preview-12-2025',
  'gemini-live-2.5-flash-native-audio',
  'gemini-3.8-live',
  'gemini-2.5-flash-native-audio-preview-09-2025',
  'gemini-live-2.5-flash-preview-native-audio-09-2025',
  'gemini-2.5-flash-preview-native-audio-dialog',
  'gemini-live-2.5-flash-preview-native-audio',
] as const;
const CONVERSATION = ['gemini-3.8-live', ...NATIVE_AUDIO] as const;

/** What to use in place of a 2.5 native audio model, and of any other conversational one. */
export const SUCCESSORS = { nativeAudio: NATIVE_AUDIO, conversation: CONVERSATION };

// LiteLLM 1.109, citing Google's page; unconfirmed by Google.
const CLAIMED_END = {
  from: '2026-11-17',
  why: 'a third party dates its end to 2026-11-17, which Google does not confirm',
};

const DEPRECATIONS = 'https://ai.google.dev/gemini-api/docs/deprecations';
const CHANGELOG = 'https://ai.google.dev/gemini-api/docs/changelog';
const LIFECYCLE = 'Agent Platform model lifecycle and Live overview';
const PROBES = 'https://github.com/kazunori279/adk-streaming-test';

/** The catalogue, best model first. Adding a model is adding a row. */
export const MODELS: readonly ModelRow[] = [
  {
    name: 'gemini-3.8-live',
    gemini: { from: '2026-09-15' },
    vertex: { from: '2026-09-15' },
    source: `${DEPRECATIONS}; ${LIFECYCLE}`,
  },
  {
    // Google's words: on the Gemini API. Third parties' words: the Vertex AI id.
    name: 'gemini-3.8-live-extended-thinking',
    gemini: { from: '2026-09-15' },
    counterpart: 'gemini-3.8-live-extended-thinking-preview',
    successors: CONVERSATION,
    confidence: 'pattern',
    source: `${DEPRECATIONS}; third-party evidence for Vertex AI`,
  },
  {
    name: 'gemini-3.8-live-extended-thinking-preview',
    vertex: { from: '2026-09-15' },
    counterpart: 'gemini-3.8-live-extended-thinking',
    successors: CONVERSATION,
    confidence: 'pattern',
    source: 'third-party evidence only',
  },
  {
    name: 'gemini-3.5-transcribe-live',
    gemini: { from: '2026-08-26' },
    counterpart: 'gemini-3.5-transcribe-live-preview',
    source: CHANGELOG,
  },
  {
    name: 'gemini-3.5-transcribe-live-preview',
    vertex: { only: ['global'] },
    counterpart: 'gemini-3.5-transcribe-live',
    source: LIFECYCLE,
  },
  {
    name: 'gemini-3.5-live-translate-preview',
    gemini: { from: '2026-06' },
    vertex: true,
    source: `${CHANGELOG}; https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/gemini/3-5-live-translate`,
  },
  {
    // Vertex AI refused it in every capture; if there is an allowlist, `accepted` speaks for it.
    name: 'gemini-3.1-flash-live-preview',
    gemini: { from: '2026-03-26', doubted: CLAIMED_END },
    successors: CONVERSATION,
    source: `${CHANGELOG}; ${PROBES}`,
  },
  {
    name: 'gemini-2.5-flash-native-audio-preview-12-2025',
    gemini: { from: '2025-12-12', doubted: CLAIMED_END },
    counterpart: 'gemini-live-2.5-flash-native-audio',
    successors: NATIVE_AUDIO,
    source: CHANGELOG,
  },
  {
    // Seen passing on 2026-08-18, and in a key's ListModels on 2026-10-08.
    name: 'gemini-2.5-flash-native-audio-preview-09-2025',
    gemini: {
      from: '2025-09-23',
      doubted: { from: '2026-09', why: "Google's table has not listed it since September 2026" },
    },
    counterpart: 'gemini-live-2.5-flash-preview-native-audio-09-2025',
    successors: NATIVE_AUDIO,
    source: `${DEPRECATIONS}; ${PROBES}`,
  },
  {
    name: 'gemini-2.5-flash-native-audio-latest',
    gemini: true,
    counterpart: 'gemini-live-2.5-flash-native-audio',
    successors: NATIVE_AUDIO,
    source: CHANGELOG,
  },
  {
    name: 'gemini-live-2.5-flash-native-audio',
    vertex: { from: '2025-12-12', until: '2026-12-13', ...NATIVE_AUDIO_PLACES },
    counterpart: 'gemini-2.5-flash-native-audio-preview-12-2025',
    successors: NATIVE_AUDIO,
    source: LIFECYCLE,
  },
  {
    name: 'gemini-live-2.5-flash',
    vertex: { only: ['global'], restricted: true },
    counterpart: 'gemini-live-2.5-flash-preview',
    successors: CONVERSATION,
    source: LIFECYCLE,
  },
  {
    name: 'gemini-live-2.5-flash-preview-native-audio-09-2025',
    vertex: { from: '2025-09', until: '2026-08-27', ...NATIVE_AUDIO_PLACES },
    counterpart: 'gemini-2.5-flash-native-audio-preview-09-2025',
    successors: NATIVE_AUDIO,
    source: LIFECYCLE,
  },
  {
    name: 'gemini-live-2.5-flash-preview-native-audio-09-17',
    vertex: { from: '2025-09', until: '2026-03', ...NATIVE_AUDIO_PLACES },
    counterpart: 'gemini-2.5-flash-native-audio-preview-09-2025',
    successors: NATIVE_AUDIO,
    source: PROBES,
  },
  {
    name: 'gemini-live-2.5-flash-preview-native-audio',
    vertex: { until: '2026-03', ...NATIVE_AUDIO_PLACES },
    counterpart: 'gemini-2.5-flash-native-audio-preview-09-2025',
    successors: NATIVE_AUDIO,
    source: PROBES,
  },
  {
    // A Gemini API name in spite of its look: why no prefix rule can be right.
    name: 'gemini-live-2.5-flash-preview',
    gemini: { from: '2025-06-17', until: '2025-12-09' },
    counterpart: 'gemini-live-2.5-flash',
    successors: CONVERSATION,
    source: DEPRECATIONS,
  },
  {
    name: 'gemini-2.0-flash-live-001',
    gemini: { from: '2025-04-09', until: '2025-12-09' },
    counterpart: 'gemini-2.0-flash-live-preview-04-09',
    successors: CONVERSATION,
    source: DEPRECATIONS,
  },
  {
    name: 'gemini-2.0-flash-live-preview-04-09',
    vertex: { from: '2025-04-09', until: '2026' },
    counterpart: 'gemini-2.0-flash-live-001',
    successors: CONVERSATION,
    source: LIFECYCLE,
  },
  {
    name: 'gemini-2.5-flash-preview-native-audio-dialog',
    gemini: { from: '2025-05-20', until: '2025-10-20' },
    counterpart: 'gemini-live-2.5-flash-preview-native-audio',
    successors: NATIVE_AUDIO,
    source: CHANGELOG,
  },
  {
    name: 'gemini-2.5-flash-exp-native-audio-thinking-dialog',
    gemini: { from: '2025-05-20', until: '2025-10-20' },
    successors: NATIVE_AUDIO,
    source: CHANGELOG,
  },
  {
    // Google gave no days; the first refused probes are of 2026-02-06 and 2025-11-06.
    name: 'gemini-2.0-flash-exp',
    gemini: { from: '2024-12', until: '2026-02' },
    vertex: { from: '2024-12', until: '2025-11' },
    successors: CONVERSATION,
    source: PROBES,
  },
  {
    name: 'gemini-robotics-er-2-streaming-preview',
    gemini: { from: '2026-07-30' },
    vertex: 'unknown',
    source: CHANGELOG,
  },
  {
    name: 'lyria-realtime-exp',
    gemini: { from: '2025-05-20' },
    method: 'BidiGenerateMusic',
    source: CHANGELOG,
  },
];

/** Names that people write and no API has, and the models that they mean, best first. */
export const SLIPS: readonly {
  name: string;
  meant: readonly string[];
  source: string;
}[] = [
  ...['gemini-3.8-flash-live', 'gemini-3-flash-live', 'gemini-3.8-live-preview'].map((name) => ({
    name,
    meant: ['gemini-3.8-live'],
    source: 'seen in public code, 2026',
  })),
  ...['gemini-2.5-flash-live', 'gemini-2.5-flash-native-audio'].map((name) => ({
    name,
    meant: NATIVE_AUDIO,
    source: 'seen in public code, 2026',
  })),
];
