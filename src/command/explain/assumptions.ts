import type { CloseDiagnosis, CloseFacts } from '../../diagnosis/close-facts.js';
import { modelName } from '../../diagnosis/models/model-name.js';
import type { CloseCause, SessionPhase } from '../../words.js';
import type { FoundClose } from './closes/found-close.js';

/** Causes that are told by the model's name, and by the day. */
export const MODEL_CAUSES: readonly (CloseCause | undefined)[] = [
  'model_mismatch',
  'model_retired',
  'model_not_live',
  'model_not_found',
];

/**
 * What was taken for granted of a close, because the text or the table says so and nobody else.
 *
 * @param given - What the caller says.
 * @param tell - Takes secrets out.
 */
export function assumptions(
  close: FoundClose,
  given: Pick<CloseFacts, 'api' | 'model' | 'location' | 'code' | 'at'>,
  facts: CloseFacts,
  { cause }: CloseDiagnosis,
  tell: (text: string) => string,
): string[] {
  if (cause === undefined) return [];
  const { api, model, location, code, phase, httpStatus, errorCode } = facts;
  const said: string[] = [];
  if (api !== undefined && given.api === undefined) {
    const name = api === 'vertex' ? 'Vertex AI' : 'the Gemini API';
    if (close.apiAssumed) said.push(`the API is ${name}: the reason's words are its`);
    else said.push(`the API is ${name}, by the text`);
  }
  if (model !== undefined && given.model === undefined && !isIn(facts.reason ?? '', model)) {
    const why = /\bmodels?\b/i.test(facts.reason ?? '')
      ? 'the reason does not name it whole'
      : 'the text around the close names it';
    said.push(`the model is ${tell(modelName(model))}: ${why}`);
  }
  if (location !== undefined && given.location === undefined && api === 'vertex') {
    said.push(`the location is ${location}, by the text`);
  }
  if (close.codeAssumed && given.code === undefined) {
    said.push(`the code is ${code}, with which this sentence was seen`);
  }
  if (httpStatus === undefined && errorCode === undefined && needsPhase(cause, facts)) {
    said.push(
      phase === undefined
        ? 'the close came before setupComplete'
        : `the session was ${PHASE[phase]} when it closed`,
    );
  }
  if (MODEL_CAUSES.includes(cause) && close.at === undefined && given.at === undefined) {
    said.push('the close is of today');
  }
  return said;
}

const PHASE: Readonly<Record<SessionPhase, string>> = {
  handshake: 'not yet open',
  setup: 'in setup',
  active: 'set up',
  going_away: 'told to leave (goAway)',
};

function needsPhase(cause: CloseCause, { phase }: CloseFacts): boolean {
  const tells: readonly CloseCause[] = [
    'model_mismatch',
    'model_retired',
    'invalid_argument',
    'unsupported_operation',
    'internal',
    'session_expired',
  ];
  return phase === undefined ? tells.includes(cause) : phase !== 'setup';
}

function isIn(reason: string, model: string): boolean {
  return reason.toLowerCase().includes(modelName(model).toLowerCase());
}
