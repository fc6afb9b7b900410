import type { CloseDiagnosis, CloseFacts } from '../../diagnosis/close-facts.js';
import { modelName } from '../../diagnosis/models/model-name.js';
import { MODEL_CAUSES } from './assumptions.js';
import { namesBeginning } from './reasons/said-by-reason.js';

/** An option that would tell more. */
export interface Missing {
  readonly option: string;
  readonly why: string;
}

/** What would tell more of this close, by the option's name. */
export function missingFacts(
  facts: CloseFacts,
  { cause, field, hint }: CloseDiagnosis,
  cutModel: string | undefined,
): Missing[] {
  const { api, code, reason = '', setup, location, httpStatus, errorCode } = facts;
  const model = modelName(facts.model ?? '');
  const asked: Missing[] = [];
  const ask = (option: string, why: string): void => void asked.push({ option, why });
  const isOfModel = MODEL_CAUSES.includes(cause) || cause === 'location';
  const isSilent = code === 1008 && reason.trim() === '';
  if (httpStatus !== undefined || errorCode !== undefined) return asked;
  if (api === undefined && (isOfModel || isSilent || cause === 'unknown' || hint === undefined)) {
    ask('--api gemini|vertex', 'a model is right on one API and wrong on the other');
  }
  if (model === '' && (isOfModel || isSilent)) {
    ask('--model NAME', cutModel === undefined ? ITS_NAME : cutText(cutModel));
  }
  if (api === 'vertex' && isOfModel && location === undefined) {
    ask('--location PLACE', 'not every model is served everywhere');
  }
  if (code === undefined) ask('--code NUMBER', 'the close code');
  else if (cause === 'unknown' && reason.trim() === '') {
    ask('--reason TEXT', 'the words that came with the code');
  }
  const isUnnamed =
    cause === 'invalid_argument' || cause === 'unsupported_operation' || cause === 'internal';
  if (isUnnamed && field === undefined) {
    if (setup === undefined) ask('--setup FILE', 'what the setup holds may tell what was refused');
    if (model === '') ask('--model NAME', 'what is refused differs by model');
    if (api === undefined) ask('--api gemini|vertex', 'what is refused differs by API');
  }
  return asked;
}

const ITS_NAME = 'its name tells whether it is of the other API, retired or misspelled';

function cutText(cut: string): string {
  const names = namesBeginning(cut);
  const known = names.length === 0 ? '' : `; known are ${names.join(', ')}`;
  return `Google cut its name after '${cut}'${known}`;
}
