import type { CloseFacts } from './close-facts.js';
import type { LiveApi, SeenFrames, SessionPhase } from '../words.js';
import { logOf } from './frames/raw-messages.js';
import { locationIn, modelName } from './models/model-name.js';

/** What is known of a close, with everything that is not of its type left out. */
export interface NormalizedFacts {
  readonly api?: LiveApi | undefined;
  /** As it was given; `''` where there was none. */
  readonly model: string;
  readonly code?: number | undefined;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly phase?: SessionPhase | undefined;
  readonly location?: string | undefined;
  readonly method?: string | undefined;
  readonly host?: string | undefined;
  readonly version?: string | undefined;
  readonly seen?: SeenFrames | undefined;
  readonly httpStatus?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly thrown: boolean;
  readonly accepted: boolean;
}

// Far more than any model's path or name has.
const LONGEST_MODEL = 1024;
const PHASES: readonly unknown[] = ['handshake', 'setup', 'active', 'going_away'];

/** Takes anything: the facts of a close come from applications and sockets of any kind. */
export function normalizedFacts(close: CloseFacts): NormalizedFacts {
  const given: { readonly [Key in keyof CloseFacts]?: unknown } =
    typeof close === 'object' && close !== null ? close : {};
  const named = typeof given.model === 'string' ? given.model : modelOf(given.setup);
  const model = named.slice(0, LONGEST_MODEL);
  const phase = PHASES.includes(given.phase) ? (given.phase as SessionPhase) : undefined;
  return {
    api: given.api === 'gemini' || given.api === 'vertex' ? given.api : undefined,
    model,
    code: integer(given.code),
    reason: typeof given.reason === 'string' ? given.reason : '',
    at: moment(given.at),
    phase,
    host: typeof given.host === 'string' ? given.host.toLowerCase() : undefined,
    version: typeof given.version === 'string' ? given.version : undefined,
    seen: (given.seen as SeenFrames | undefined) ?? logOf(given.setup, given.messages, phase),
    location: location(given.location) ?? location(locationIn(model)),
    method: typeof given.method === 'string' ? given.method : undefined,
    httpStatus: status(given.httpStatus),
    errorCode: errorCode(given.errorCode),
    accepted: given.accepted === true,
    thrown: given.thrown === true,
  };
}

/** Spellings of the model by which a reason may call it, lower-case, without white space. */
export function modelSpellings(model: string): string[] {
  const raw = model.replace(/\s+/g, '').toLowerCase();
  const names = [raw, modelName(raw)];
  for (let at = raw.indexOf('models/'); at !== -1; at = raw.indexOf('models/', at + 1)) {
    names.push(raw.slice(at + 'models/'.length));
  }
  return names.filter((name) => name !== '');
}

function modelOf(setup: unknown): string {
  const model = (setup as { readonly model?: unknown } | null | undefined)?.model;
  return typeof model === 'string' ? model : '';
}

function integer(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function moment(value: unknown): number {
  const time =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'string'
        ? Date.parse(value)
        : typeof value === 'number'
          ? value
          : NaN;
  return Number.isFinite(time) ? time : Date.now();
}

function location(value: unknown): string | undefined {
  const name = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return /^[a-z][a-z0-9-]{0,40}$/.test(name) ? name : undefined;
}

/** 101 is no refusal. */
function status(value: unknown): number | undefined {
  const code = integer(value);
  return code !== undefined && code >= 100 && code <= 599 && code !== 101 ? code : undefined;
}

/** Only what has the form of a code: the value becomes `error.type`, a metric's attribute. */
function errorCode(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(value) ? value : undefined;
}
