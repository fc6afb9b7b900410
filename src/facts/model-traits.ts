/*
 * What a model's name says of its silences: whether one is right, and how long it may be.
 */

/** How a family of models differs from the others when it is silent. */
export interface ModelTraits {
  /** It does not answer speech that is not meant for it, whatever the setup says. */
  readonly proactive: boolean;
  /** It may think for long before it speaks. */
  readonly thinksLong: boolean;
  /** Functions do not block unless their declaration says so. */
  readonly nonBlocking: boolean;
  /** It ends the user's turn only while audio goes on coming. */
  readonly needsTrailingAudio: boolean;
  /** Calls, their answers and what the model says then are one turn, with one turnComplete. */
  readonly oneTurnWithTools: boolean;
}

interface TraitsRow {
  readonly names: RegExp;
  readonly traits: Partial<ModelTraits>;
  readonly source: string;
}

const usual: ModelTraits = {
  proactive: false,
  thinksLong: false,
  nonBlocking: false,
  needsTrailingAudio: false,
  oneTurnWithTools: false,
};

/** All rows whose pattern fits a name hold for it. */
export const traitsTable: readonly TraitsRow[] = [
  {
    names: /^gemini-3\.8-live/,
    traits: { proactive: true, nonBlocking: true },
    source: 'https://ai.google.dev/gemini-api/docs/models/gemini-3.8-live',
  },
  {
    names: /^gemini-3\.8-live/,
    traits: { needsTrailingAudio: true },
    source: 'https://github.com/openclaw/openclaw/issues/152830',
  },
  {
    names: /^gemini-3\.8-live-extended-thinking/,
    traits: { thinksLong: true },
    source: 'https://ai.google.dev/gemini-api/docs/live-api/thinking',
  },
  {
    // On Vertex AI half-cascade models end the calling turn first, and then answer in another.
    names: /^gemini-2\.5-flash.*native-audio|^gemini-3\./,
    traits: { oneTurnWithTools: true },
    source: 'https://github.com/pydantic/pydantic-ai/pull/6324 (tests/realtime/cassettes)',
  },
];

/** @param model - The bare id, e.g. `gemini-3.8-live`. */
export function modelTraits(model: string | undefined): ModelTraits {
  if (model === undefined) return usual;
  return traitsTable.reduce<ModelTraits>(
    (traits, row) => (row.names.test(model) ? { ...traits, ...row.traits } : traits),
    usual,
  );
}
