import { diagnoseClose } from '../../diagnosis/diagnose-close.js';
import type { CloseDiagnosis, CloseFacts } from '../../diagnosis/close-facts.js';
import { modelName } from '../../diagnosis/models/model-name.js';
import type { CloseCause, Confidence, LiveApi, SessionPhase } from '../../words.js';
import { namesBeginning } from './said-by-reason.js';
import { documentedAt } from './documented-at.js';
import type { CountedClose, FoundClose } from './found-close.js';

/** What is told of a close. Nothing in it is secret. */
export interface Explanation {
  readonly count: number;
  readonly code?: number | undefined;
  readonly reason: string;
  readonly httpStatus?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly api?: LiveApi | undefined;
  readonly version?: string | undefined;
  readonly host?: string | undefined;
  readonly location?: string | undefined;
  readonly model?: string | undefined;
  /** The day of the close, `YYYY-MM-DD`. */
  readonly day: string;
  /** `normal`: nothing went wrong. */
  readonly cause: CloseCause | 'normal';
  readonly confidence?: Confidence | undefined;
  readonly hint?: string | undefined;
  readonly field?: string | undefined;
  readonly suggestedModel?: string | undefined;
  /** What to use today, where the close is of an earlier day. */
  readonly suggestedToday?: string | undefined;
  readonly mismatch?: string | undefined;
  readonly documentation?: string | undefined;
  readonly assumed: readonly string[];
  /** Options that would tell more. */
  readonly missing: readonly Missing[];
}

export interface Missing {
  readonly option: string;
  readonly why: string;
}

/** What the caller says of the closes, whatever the text says. */
export type Overrides = Pick<
  CloseFacts,
  'api' | 'model' | 'location' | 'version' | 'phase' | 'setup' | 'code' | 'reason' | 'httpStatus'
> & { readonly at?: number };

const MODEL_CAUSES: readonly (CloseCause | undefined)[] = [
  'model_mismatch',
  'model_retired',
  'model_not_live',
  'model_not_found',
];
const DAY = 24 * 60 * 60 * 1000;

/**
 * Why a close came, what was assumed for it, and what would tell more.
 *
 * @param now - Today: milliseconds since 1970.
 * @param scrub - Takes secrets out of a text, but for the names given with it.
 */
export function explain(
  { close, count }: CountedClose,
  overrides: Overrides,
  now: number,
  scrub: (text: string, spared: readonly (string | undefined)[]) => string,
): Explanation {
  const facts = factsOf(close, overrides, now);
  const found = diagnoseClose(facts);
  const { cause = 'normal' } = found;
  const { api, code, location, host, version, httpStatus } = facts;
  const model = facts.model === undefined ? undefined : modelName(facts.model);
  const tell = (text: string): string => scrub(text, [model, location]);
  const told = found.hint === undefined ? undefined : documentedAt(found.hint, found.cause!, api);
  const today =
    now - Number(facts.at) > DAY ? diagnoseClose({ ...facts, at: now }).suggestedModel : undefined;
  return {
    count,
    code,
    reason: tell(facts.reason ?? ''),
    httpStatus,
    errorCode: facts.errorCode,
    api,
    version: version && tell(version),
    host: host && tell(host),
    location,
    model: model && tell(model),
    day: new Date(Number(facts.at)).toISOString().slice(0, 10),
    cause,
    confidence: found.confidence,
    hint: told && tell(told.text),
    field: found.field,
    suggestedModel: found.suggestedModel ?? found.mismatch?.suggestedModel,
    suggestedToday: today !== found.suggestedModel ? today : undefined,
    mismatch: found.mismatch?.kind,
    documentation: told?.page,
    assumed: assumptions(close, overrides, facts, found, tell),
    missing: cause === 'normal' ? [] : missing(facts, found, close.cutModel),
  };
}

function factsOf(close: FoundClose, overrides: Overrides, now: number): CloseFacts {
  const given = Object.fromEntries(
    Object.entries(overrides).filter(([, value]) => value !== undefined),
  ) as Overrides;
  const { form: _, codeAssumed: __, apiAssumed: ___, cutModel: ____, ...found } = close;
  const opened = found.httpStatus === undefined && found.errorCode === undefined;
  return {
    at: now,
    phase: opened ? undefined : 'handshake',
    ...found,
    ...given,
    // What the text says of another place or host is not said of the one that is asked about.
    ...(given.api !== undefined && given.api !== found.api && { host: undefined }),
  };
}

function assumptions(
  close: FoundClose,
  given: Overrides,
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
    said.push(`the model is ${tell(modelName(model))}: the reason does not name it whole`);
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

/** What would tell more of this close, by the option's name. */
function missing(
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
