import { causeByCode, UNKNOWN } from './cause-by-code.js';
import { withField } from './blamed-field.js';
import { causeByFrames } from './cause-by-frames.js';
import { causeByPlainWords, causeBySaid, causeBySentence, isSaid } from './cause-by-sentence.js';
import type { Finding } from './close-facts.js';
import type { Catalogue } from './models/model-catalogue.js';
import { modelSpellings, type NormalizedFacts } from './normalized-facts.js';
import { plainFinding } from './sentences/plain-sentence.js';
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
  const bare = isSaid(reading) ? reading.bare : undefined;
  const found =
    (bare && causeByFrames(facts, bare)) ??
    causeBySentence(catalogue, facts, reading) ??
    causeByPlainWords(catalogue, facts, plainFinding(code, reason)) ??
    UNKNOWN;
  return withField(found, facts, reading);
}
