import type { LiveApi } from '../words.js';

/**
 * USD for a million tokens, by what they stand for. What is left out has no known price, and costs
 * nothing that could be told.
 */
export interface Rates {
  text?: number | undefined;
  audio?: number | undefined;
  image?: number | undefined;
  video?: number | undefined;
}

/** What a model costs: list prices of the paid tier, in USD. */
export interface PriceRow {
  /** The bare id, or several, e.g. `gemini-3.8-live`. */
  model: string | readonly string[];
  /** The API that has this price. Default: either, also where it is not known which one. */
  api?: LiveApi | undefined;
  /** Vertex AI locations that have it, where only these do. Default: all. */
  only?: readonly string[] | undefined;
  /** Vertex AI locations for which no such price is known. Default: none. */
  except?: readonly string[] | undefined;
  /** First day, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, UTC. Default: always. */
  from?: string | undefined;
  input?: Rates | undefined;
  /** Thoughts are billed as text. */
  output?: Rates | undefined;
  /** Where this is from. Required of built-in rows, see the table's test. */
  source?: string | undefined;
}

/** The day on which the table was last held against its sources. */
export const PRICES_AS_OF = '2026-10-10';

/*
 * Google's two pages, as third parties transcribed them, and the packages that carry the same figures:
 * genai-prices (PyPI), litellm (PyPI), arize-phoenix (PyPI).
 */
const GEMINI = 'https://ai.google.dev/gemini-api/docs/pricing, as of 2026-10-09';
const VERTEX =
  'https://cloud.google.com/gemini-enterprise-agent-platform/generative-ai/pricing, read 2026-10-10';
const THREE = 'genai-prices 0.2.3, litellm 1.110.2, arize-phoenix 20.26.1';

const CONVERSATION_3 = {
  input: { text: 0.75, audio: 3, image: 1, video: 1 },
  output: { text: 4.5, audio: 12 },
} as const;
const TRANSCRIBE = { input: { text: 3.5, audio: 3.5 }, output: { text: 21 } } as const;
const TRANSLATE = { input: { text: 3.5, audio: 3.5 }, output: { text: 21, audio: 21 } } as const;

/**
 * The models that have a price; every other one has none. Google publishes no discount for what comes
 * from a cache in Live sessions, so that is billed as other input. Google Search, whose free share is
 * not seen in one session, and transcripts, which no usage shows, come on top.
 */
export const PRICES: readonly PriceRow[] = [
  { model: 'gemini-3.8-live', api: 'gemini', ...CONVERSATION_3, source: `${GEMINI}; ${THREE}` },
  {
    model: 'gemini-3.8-live',
    api: 'vertex',
    except: ['global'],
    ...CONVERSATION_3,
    source: `${VERTEX}; litellm 1.110.2`,
  },
  {
    model: ['gemini-3.8-live-extended-thinking', 'gemini-3.1-flash-live-preview'],
    api: 'gemini',
    ...CONVERSATION_3,
    source: `${GEMINI}; ${THREE}`,
  },
  {
    model: [
      'gemini-2.5-flash-native-audio-preview-12-2025',
      'gemini-2.5-flash-native-audio-preview-09-2025',
      'gemini-2.5-flash-native-audio-latest',
    ],
    api: 'gemini',
    input: { text: 0.5, audio: 3, video: 3 },
    output: { text: 2, audio: 12 },
    source: `${GEMINI}; ${THREE}`,
  },
  {
    model: 'gemini-live-2.5-flash-native-audio',
    api: 'vertex',
    input: { text: 0.5, audio: 3, image: 3, video: 3 },
    output: { text: 2, audio: 12 },
    source: `${VERTEX}; ${THREE}`,
  },
  {
    model: 'gemini-live-2.5-flash',
    api: 'vertex',
    input: { text: 0.5, audio: 3, image: 3, video: 3 },
    output: { text: 2, audio: 12 },
    source: `${VERTEX}; genai-prices 0.2.3`,
  },
  {
    model: 'gemini-3.5-live-translate-preview',
    api: 'gemini',
    ...TRANSLATE,
    source: `${GEMINI}; litellm 1.110.2`,
  },
  {
    model: 'gemini-3.5-live-translate-preview',
    api: 'vertex',
    ...TRANSLATE,
    source: `${VERTEX}; litellm 1.110.2`,
  },
  {
    model: 'gemini-3.5-transcribe-live',
    api: 'gemini',
    ...TRANSCRIBE,
    source: `${GEMINI}; litellm 1.110.2`,
  },
  {
    model: 'gemini-3.5-transcribe-live-preview',
    api: 'vertex',
    ...TRANSCRIBE,
    source: `${VERTEX}; litellm 1.110.2`,
  },
  {
    model: 'gemini-robotics-er-2-streaming-preview',
    api: 'gemini',
    input: { text: 1, audio: 1 },
    output: { text: 5 },
    source: `${GEMINI}; genai-prices 0.2.3, litellm 1.110.2`,
  },
  {
    model: 'gemini-robotics-er-2-streaming-preview',
    api: 'gemini',
    from: '2027-01-01',
    input: { text: 2, audio: 2 },
    output: { text: 10 },
    source: 'genai-prices 0.2.3',
  },
];
