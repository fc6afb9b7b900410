import { causeByCode, UNKNOWN } from './cause-by-code.js';
import { causeBySaid, causeBySentence, isSaid } from './cause-by-sentence.js';
import type { Finding } from './close-facts.js';
import type { Catalogue } from './models/model-catalogue.js';
import { modelSpellings, type NormalizedFacts } from './normalized-facts.js';
import type { CloseReasons } from './sentences/sentence-table.js';

/** Why the session closed, step by step; `undefined` after a normal close. */
export function findCause(
  catalogue: Catalogue,
  reasons: CloseReasons,
  facts: NormalizedFacts,
): Finding | undefined {
  const { code, reason, model } = facts;
  const reading =
    code === undefined ? undefined : reasons.read(code, reason, modelSpellings(model));
  if (isSaid(reading) && reading.own) return causeBySaid(catalogue, facts, reading);
  const byCode = causeByCode(facts);
  if ('found' in byCode) return byCode.found;
  if ('normal' in byCode) return undefined;
  return causeBySentence(catalogue, facts, reading) ?? UNKNOWN;
}
