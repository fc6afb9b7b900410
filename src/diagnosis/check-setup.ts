import { CAPABILITIES } from '../facts/capabilities.js';
import { MISPLACED_FIELDS } from '../facts/field-places.js';
import { MODELS } from '../facts/models.js';
import type { Confidence, LiveApi } from '../words.js';
import { isOf } from './cause-by-frames.js';
import { SetupReading, walk } from './frames/setup-shape.js';
import { causeByModel } from './models/cause-by-model.js';
import { Catalogue } from './models/model-catalogue.js';
import { modelName } from './models/model-name.js';
import { normalizedFacts } from './normalized-facts.js';

/** A session that is about to be opened. */
export interface SetupToCheck {
  api: LiveApi;
  /** The API version in the URL, e.g. `v1beta`. Default: nothing is said of versions. */
  version?: string | undefined;
  /** The model in any spelling. Default: that of the setup. */
  model?: string | undefined;
  /** Vertex AI location. Default: the one in the model's path. */
  location?: string | undefined;
  /** The `setup` that is to be sent. */
  setup?: unknown;
  /** The day: a Date, milliseconds since 1970, or a date string. Default: now. */
  at?: Date | number | string | undefined;
}

/** Something that Google is known to refuse. */
export interface SetupProblem {
  /** What to change, e.g. `setup.model`. */
  field: string;
  problem: string;
  remedy: string;
  confidence: Confidence;
  /** Who says so. */
  source: string;
}

let catalogue: Catalogue | undefined;

/**
 * What is known to be wrong with a session before it is opened: its model's name, its place and its
 * setup, by the tables that tell why one closed. An empty list means that nothing is known against
 * it. Never throws, and asks nobody.
 *
 * @example
 * ```ts
 * checkSetup({
 *   api: 'gemini',
 *   model: 'gemini-3.8-live',
 *   setup: { generationConfig: { enableAffectiveDialog: true } },
 * });
 * // [{ field: 'setup.generationConfig.enableAffectiveDialog', remedy: 'Leave it out: …', … }]
 * ```
 */
export function checkSetup(check: SetupToCheck): SetupProblem[] {
  try {
    const facts = normalizedFacts(check);
    return [...modelProblems(facts), ...setupProblems(facts, check.setup)];
  } catch {
    // A getter of the caller's that throws: nothing is known then.
    return [];
  }
}

type Facts = ReturnType<typeof normalizedFacts>;

function modelProblems(facts: Facts): SetupProblem[] {
  const { api, model, at, location, method } = facts;
  if (api === undefined || modelName(model) === '') return [];
  catalogue ??= new Catalogue(MODELS);
  const known = catalogue.find(model);
  const source = known?.source ?? 'the shape of the name';
  const asked = {
    api,
    model,
    at,
    location,
    method,
    accepted: false,
    mayMismatch: true,
    bare: false,
  };
  const finding = causeByModel(catalogue, { ...asked, said: 'model_not_found' });
  const { cause, hint, suggestedModel, mismatch } = finding ?? {};
  // A model that is not found for no known reason may well be there.
  const isTold =
    hint !== undefined &&
    (cause !== 'model_not_found' || (known === undefined && suggestedModel !== undefined));
  if (!isTold) return vertexSpelling(facts);
  const unsure = mismatch ? mismatch.confidence !== 'known' : finding?.confidence === 'likely';
  return [
    {
      field: cause === 'location' ? 'location' : 'setup.model',
      problem: hint,
      remedy: suggestedModel === undefined ? hint : `Use '${suggestedModel}'.`,
      confidence: unsure || cause === 'model_not_found' ? 'likely' : 'known',
      source,
    },
  ];
}

/** js and py send `models/X` to Vertex AI as it is. */
function vertexSpelling({ api, model }: Facts): SetupProblem[] {
  if (api !== 'vertex' || !/^\s*models\//.test(model)) return [];
  return [
    {
      field: 'setup.model',
      problem: "The model has the Gemini API's spelling.",
      remedy: `Write projects/P/locations/L/publishers/google/models/${modelName(model)}.`,
      confidence: 'likely',
      source: 'googleapis/js-genai src/_transformers.ts',
    },
  ];
}

function setupProblems(facts: Facts, setup: unknown): SetupProblem[] {
  const shape = new SetupReading(setup);
  const given = typeof setup === 'object' && setup !== null;
  const refused = CAPABILITIES.filter(
    (row) =>
      given &&
      (row.phase === 'setup' || row.phase === 'first_content') &&
      row.frames === undefined &&
      isOf(row, facts) &&
      row.setup?.(shape) === true,
  ).map(({ field, problem, remedy, confidence, source }) => ({
    field,
    problem,
    remedy,
    confidence,
    source,
  }));
  return [...refused, ...misplaced(setup)];
}

function misplaced(setup: unknown): SetupProblem[] {
  const problems = new Map<string, SetupProblem>();
  walk(setup, (path) => {
    const field = `setup.${path}`;
    const row = MISPLACED_FIELDS.find(({ sent, byValue }) => !byValue && sent.includes(field));
    if (row === undefined) return;
    const problem = 'The API does not look for this field there.';
    const { remedy, source } = row;
    problems.set(field, { field, problem, remedy, confidence: 'known', source });
  });
  return [...problems.values()];
}
