import type { Refused } from './refused-model.js';
import type { Catalogue, Model } from './model-catalogue.js';
import { placeNote } from './model-mismatch.js';
import { modelKey } from './model-name.js';
import { SUCCESSORS } from '../../facts/models.js';
import { apiOfShape } from './model-shape.js';

/** What else may be wrong where Vertex AI says "not live" of a Live model of its own. */
export function toServedHere(
  catalogue: Catalogue,
  { api, model: raw, location }: Refused,
  { name }: Model,
): string | undefined {
  if (api !== 'vertex') return undefined;
  // @google/genai leaves models/X as it is, and Vertex AI then answers 1007.
  if (/^[\s/]*models\//i.test(raw) && !/publishers\//i.test(raw)) {
    return `It is a Live model there: write setup.model as projects/P/locations/L/publishers/google/models/${name}.`;
  }
  const note = placeNote(catalogue, name, { api, location });
  return note === '' ? undefined : `It is a Live model there${note}.`;
}

/** What to use in place of a model that is not Live here. */
export function replacements({ model: raw }: Refused, model: Model | undefined): readonly string[] {
  if (model === undefined) {
    const shaped = apiOfShape(modelKey(raw)) !== undefined;
    return shaped ? SUCCESSORS.nativeAudio : SUCCESSORS.conversation;
  }
  const { counterpart, confidence, successors = [] } = model;
  return counterpart === undefined || confidence === 'pattern'
    ? successors
    : [counterpart, ...successors];
}
