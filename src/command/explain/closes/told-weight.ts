import { MODELS } from '../../../facts/models.js';
import { modelKey } from '../../../diagnosis/models/model-name.js';
import { sentenceAt } from '../reasons/known-sentence.js';
import type { CountedClose } from './found-close.js';

const NAMES = new Set(MODELS.map(({ name }) => modelKey(name)));

/** How much closes tell, each on the average: of two readings of a text the one that tells more is right. */
export function toldWeight(closes: readonly CountedClose[]): number {
  const weights = closes.map(({ close: { reason, model, ...close } }) => {
    const words = sentenceAt(reason)?.weight ?? 0;
    const name = model !== undefined && NAMES.has(modelKey(model)) ? 20 : 0;
    const { api, host, location, httpStatus, code } = close;
    const rest = [api, host, location, httpStatus ?? code].filter((each) => each !== undefined);
    return words + name + 2 * rest.length;
  });
  return weights.length === 0 ? 0 : weights.reduce((sum, each) => sum + each, 0) / weights.length;
}
