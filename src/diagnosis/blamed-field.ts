import { MISPLACED_FIELDS } from '../facts/field-places.js';
import { adviceOf, fieldOf, isReplaceable, refusals } from './cause-by-frames.js';
import type { Finding } from './close-facts.js';
import { withLink } from './hint-text.js';
import { quoted } from './models/model-name.js';
import type { NormalizedFacts } from './normalized-facts.js';
import { namedField, type NamedField } from './sentences/named-field.js';
import type { Reading } from './sentences/sentence-table.js';

const HANDLE = 'setup.sessionResumption.handle';
const MODEL_CAUSES = ['model_mismatch', 'model_retired', 'model_not_live', 'model_not_found'];

/** The finding with the field to change, where Google's words name it, and what Google leaves out. */
export function withField(finding: Finding, facts: NormalizedFacts, reading: Reading): Finding {
  const { cause } = finding;
  if (finding.field !== undefined || cause === 'unknown') return finding;
  if (MODEL_CAUSES.includes(cause)) return { ...finding, field: 'setup.model' };
  if (
    cause !== 'invalid_argument' &&
    cause !== 'unsupported_operation' &&
    cause !== 'session_expired'
  ) {
    return finding;
  }
  const named = cause === 'session_expired' ? undefined : namedField(facts.reason);
  if (named !== undefined) return byName(finding, facts, named);
  const said = typeof reading === 'object' ? reading.field : undefined;
  const rows = refusals(facts, 'named');
  const row =
    rows.find((each) => fieldOf(each, facts) === said) ?? (said ? undefined : aboutFirst(facts));
  if (said === undefined && row === undefined) return finding;
  const field = said ?? fieldOf(row!, facts);
  if (!isShown(field, facts)) return finding;
  return doubtful({ ...finding, field, ...(row && { hint: adviceOf(row, facts) }) }, facts);
}

/** What of the messages is meant by sentences that name a message of any kind. */
function aboutFirst(facts: NormalizedFacts) {
  const isFirst = /^setup must be the first/i.test(facts.reason.trim());
  const isMime = /^mime type '/i.test(facts.reason.trim());
  return refusals(facts, 'named').find(
    ({ phase, field }) =>
      (isFirst && phase === 'any') || (isMime && field === 'realtimeInput.mediaChunks'),
  );
}

function byName(finding: Finding, facts: NormalizedFacts, named: NamedField): Finding {
  const { path, problem } = named;
  const row = refusals(facts, 'named').find((each) => each.field === path);
  const place = MISPLACED_FIELDS.find(({ sent }) => sent.includes(path));
  const where = functionName(facts, named);
  const words = row ? `${row.problem} ${row.remedy}` : (place?.remedy ?? REMEDY[problem]);
  const said = {
    unknown: 'is no field there',
    value: 'has a value that Google rejects',
    schema: 'has a fault',
    refused: 'is not taken',
  };
  const text = `${path}${where} ${said[problem]}. ${words}`;
  // Google itself names it.
  return doubtful(
    { ...finding, field: path, hint: withLink(text, undefined, facts.api), confidence: 'known' },
    facts,
  );
}

const REMEDY = {
  unknown: 'Check its spelling and its place, or leave it out: this API version does not have it.',
  value: 'Correct the value; the reason says more.',
  schema: 'Correct that node of the schema, or leave it out.',
  refused: 'Leave it out, or use a model that takes it.',
} as const;

/** The function that Google means by its number. */
function functionName({ seen }: NormalizedFacts, { tool, declaration }: NamedField): string {
  if (tool === undefined || declaration === undefined) return '';
  const name = seen?.setup?.functionAt(tool, declaration);
  return name === undefined
    ? ` (functionDeclarations[${declaration}])`
    : ` of function ${quoted(name)}`;
}

/** Whether the client can have sent it: a handle is blamed for a setup that had one only. */
function isShown(field: string, { phase, seen, method }: NormalizedFacts): boolean {
  const running = phase === 'active' || phase === 'going_away';
  const path = field.replace(/^setup\./, '');
  if (field === HANDLE) return !running && (seen?.setup === undefined || seen.setup.has(path));
  if (method !== 'BidiGenerateContentConstrained' || !field.startsWith('setup.')) return true;
  return seen?.setup?.has(path) === true;
}

function doubtful(finding: Finding, facts: NormalizedFacts): Finding {
  return isReplaceable(facts, finding.field ?? '') ? { ...finding, confidence: 'likely' } : finding;
}
