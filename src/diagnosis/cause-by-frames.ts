import {
  CAPABILITIES,
  FRAME_NOTES,
  NEWEST_MESSAGE,
  type BareSentence,
  type CapabilityRow,
} from '../facts/capabilities.js';
import type { Finding } from './close-facts.js';
import { withLink } from './hint-text.js';
import { firstMoment } from './models/model-catalogue.js';
import { modelKey } from './models/model-name.js';
import type { NormalizedFacts } from './normalized-facts.js';

const REPLACED = " The token's own setup may have replaced this one.";

/** Rows that hold of the session and of what was seen, sure ones first. */
export function refusals(
  facts: NormalizedFacts,
  sentence: BareSentence | 'named',
): readonly CapabilityRow[] {
  const rows = CAPABILITIES.filter(
    (row) =>
      row.says.includes(sentence) && isOf(row, facts) && inPhase(row, facts) && holds(row, facts),
  );
  return [...rows].sort(
    (a, b) => Number(b.confidence === 'known') - Number(a.confidence === 'known'),
  );
}

/** Where Google names no field: what the frames show that this model refuses. */
export function causeByFrames(facts: NormalizedFacts, sentence: BareSentence): Finding | undefined {
  const [row] = refusals(facts, sentence);
  if (row === undefined) return wrongModelPath(facts, sentence) ?? note(facts, sentence);
  const replaced = isReplaceable(facts, row.field);
  return {
    cause: row.cause,
    field: fieldOf(row, facts),
    hint: adviceOf(row, facts),
    confidence: replaced ? 'likely' : row.confidence,
  };
}

/** The row's advice, by the path of the field that it is about. */
export function adviceOf(row: CapabilityRow, facts: NormalizedFacts): string {
  const text = `${fieldOf(row, facts)}: ${row.problem} ${row.remedy}`;
  return withLink(isReplaceable(facts, row.field) ? text + REPLACED : text, undefined, facts.api);
}

export function fieldOf(row: CapabilityRow, { seen }: NormalizedFacts): string {
  return row.field === NEWEST_MESSAGE
    ? ((seen?.last ?? seen?.media)?.kind ?? row.field)
    : row.field;
}

/** An ephemeral token may carry a setup that takes the place of the client's. */
export function isReplaceable({ method }: NormalizedFacts, field: string): boolean {
  return method === 'BidiGenerateContentConstrained' && field.startsWith('setup.');
}

/** The row is about this model, API, version and day. */
export function isOf(
  { models, api, versions, from, until }: CapabilityRow,
  facts: Pick<NormalizedFacts, 'api' | 'model' | 'version' | 'at'>,
): boolean {
  return (
    (models === undefined || models.test(modelKey(facts.model))) &&
    (api === undefined || api === facts.api) &&
    (versions === undefined || versions.test(facts.version ?? '')) &&
    (from === undefined || facts.at >= firstMoment(from)) &&
    (until === undefined || facts.at < firstMoment(until))
  );
}

function inPhase({ phase }: CapabilityRow, { phase: now, seen }: NormalizedFacts): boolean {
  if (phase === 'any') return true;
  const running = now === 'active' || now === 'going_away';
  if (phase === 'setup') return !running && now !== 'handshake';
  if (!running) return false;
  return phase === 'session' || (seen !== undefined && seen.contents > 0 && !seen.answered);
}

function holds(row: CapabilityRow, { seen }: NormalizedFacts): boolean {
  if (seen === undefined) return false;
  if (row.setup !== undefined && (seen.setup === undefined || !row.setup(seen.setup))) return false;
  return row.frames === undefined || row.frames(seen);
}

/** Vertex AI answers `models/X`, which js and py leave as it is, with an invalid argument. */
function wrongModelPath(facts: NormalizedFacts, sentence: BareSentence): Finding | undefined {
  const { api, model, phase } = facts;
  if (api !== 'vertex' || sentence !== 'argument' || model === '') return undefined;
  if (phase === 'active' || phase === 'going_away' || !/^\s*models\//.test(model)) return undefined;
  return {
    cause: 'invalid_argument',
    field: 'setup.model',
    hint: `setup.model has the Gemini API's spelling. Vertex AI wants projects/P/locations/L/publishers/google/models/${modelKey(model).slice(0, 80)}.`,
    confidence: 'likely',
  };
}

function note(facts: NormalizedFacts, sentence: BareSentence): Finding | undefined {
  const { seen, api, model } = facts;
  const row = FRAME_NOTES.find(
    (each) =>
      each.says.includes(sentence) &&
      (each.api === undefined || each.api === api) &&
      (each.models === undefined || each.models.test(modelKey(model))) &&
      seen !== undefined &&
      each.frames(seen),
  );
  return row && { cause: 'unsupported_operation', hint: row.hint, confidence: 'known' };
}
