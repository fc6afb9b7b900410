import type { Finding } from './close-facts.js';
import { causeByModel } from './models/cause-by-model.js';
import { modelName } from './models/model-name.js';
import type { Catalogue } from './models/model-catalogue.js';
import type { NormalizedFacts } from './normalized-facts.js';
import type { Reading, Said } from './sentences/sentence-table.js';

/** The cause by what the reason says; `undefined` where that is not known. */
export function causeBySentence(
  catalogue: Catalogue,
  facts: NormalizedFacts,
  reading: Reading,
): Finding | undefined {
  if (isSaid(reading)) return causeBySaid(catalogue, facts, reading);
  if (reading !== 'nothing' || facts.code !== 1008) return undefined;
  const finding = causeByName(catalogue, facts, undefined);
  // Google said nothing: the name alone tells.
  return finding && { ...finding, confidence: 'likely' };
}

export function isSaid(reading: Reading): reading is Said {
  return typeof reading === 'object';
}

export function causeBySaid(
  catalogue: Catalogue,
  facts: NormalizedFacts,
  said: Said,
): Finding | undefined {
  const { cause } = said;
  const hint = said.hint(facts.api, facts.phase);
  const plain = hint === undefined ? { cause } : { cause, hint };
  if (!said.byName || (cause !== 'model_not_found' && cause !== 'model_not_live')) return plain;
  const finding = causeByName(catalogue, facts, cause);
  return finding === undefined || finding.hint === undefined ? (finding ?? plain) : finding;
}

/** What plain words say; of a model that is not there, its name tells more. */
export function causeByPlainWords(
  catalogue: Catalogue,
  facts: NormalizedFacts,
  plain: Finding | undefined,
): Finding | undefined {
  if (plain?.cause !== 'model_not_found') return plain;
  const finding = causeByName(catalogue, facts, 'model_not_found');
  return finding?.hint === undefined ? plain : { ...finding, confidence: 'likely' };
}

/** A model's name that stands whole in a reason, with what follows it. */
const WHOLE_NAME = /^\s*(?:models\/)?([\w.-]+) is not found for|models\/([\w.-]+)` was not found/i;

function wholeName(reason: string): string | undefined {
  const [, named, published] = WHOLE_NAME.exec(reason) ?? [];
  return named ?? published;
}

function causeByName(
  catalogue: Catalogue,
  facts: NormalizedFacts,
  said: 'model_not_found' | 'model_not_live' | undefined,
): Finding | undefined {
  // After setupComplete the name has been accepted, and what is in it explains nothing.
  if (facts.phase === 'active' || facts.phase === 'going_away') return said && { cause: said };
  const { api, at, location, method, accepted, code } = facts;
  // An ephemeral token may have named the model, and then only the reason does.
  const read = modelName(facts.model) === '' ? wholeName(facts.reason) : undefined;
  const model = read ?? facts.model;
  // No model that could be suggested makes music.
  const mayMismatch = code === 1008 && method !== 'BidiGenerateMusic';
  const name = modelName(model).toLowerCase();
  const bare =
    api === 'gemini' &&
    name !== '' &&
    !model.includes('/') &&
    facts.reason.trimStart().toLowerCase().startsWith(`${name} `);
  const finding = causeByModel(catalogue, {
    bare,
    api,
    model,
    at,
    location,
    method,
    accepted,
    said,
    mayMismatch,
  });
  if (finding === undefined || read === undefined) return finding;
  const mismatch = finding.mismatch && { ...finding.mismatch, confidence: 'pattern' as const };
  return { ...finding, ...(mismatch && { mismatch }), confidence: 'likely' };
}
