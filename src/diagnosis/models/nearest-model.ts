import type { Catalogue } from './model-catalogue.js';
import type { LiveApi } from '../../words.js';
import { SLIPS } from '../../facts/models.js';
import { modelKey, modelName } from './model-name.js';

/** The longest ending that may have been forgotten: `-12-2025`, `-preview`. */
const FORGOTTEN = 8;
const LONGEST_NAME = 100;

/**
 * The model of this API, alive on the day, of which the name is a likely slip: another case, at
 * most two wrong letters, a forgotten ending, a `-preview` too many. Never one of another version:
 * who writes 3.9 for 3.8 has not mistyped.
 */
export function nearest(
  catalogue: Catalogue,
  raw: string,
  api: LiveApi,
  at: number,
): string | undefined {
  const key = modelKey(raw);
  if (key.length > LONGEST_NAME) return undefined;
  let best: { name: string; distance: number } | undefined;
  for (const { name } of catalogue.models()) {
    if (catalogue.standing(name, api, at) !== 'alive') continue;
    const distance = slip(key, modelKey(name));
    if (distance !== undefined && (best === undefined || distance < best.distance)) {
      best = { name, distance };
    }
  }
  return best?.name === modelName(raw) ? undefined : best?.name;
}

/** What is meant by a name that people are known to write for another. */
export function meant(
  catalogue: Catalogue,
  raw: string,
  api: LiveApi,
  at: number,
): string | undefined {
  const slip = SLIPS.find(({ name }) => name === modelKey(raw));
  return slip && catalogue.firstAlive(slip.meant, api, at);
}

/** How far the name is from the model's, in letters; `undefined` where it is no likely slip. */
function slip(key: string, model: string): number | undefined {
  if (key === model) return 0;
  if (key.length < 8 || version(key) !== version(model)) return undefined;
  if (key === `${model}-preview`) return 1;
  if (model.startsWith(`${key}-`) && model.length - key.length <= FORGOTTEN) return 1;
  const distance = editDistance(key, model);
  return distance <= 2 ? distance : undefined;
}

/** `2.5` of `gemini-live-2.5-flash`, also where it is written 2-5 or 2_5. */
function version(key: string): string {
  return (/\d+(?:[.\-_]\d+)?/.exec(key)?.[0] ?? '').replace(/[-_]/, '.');
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  // More than two letters' difference in length is no slip, however the rest agrees.
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 3;
}
