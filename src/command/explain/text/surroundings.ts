import { ENDPOINTS } from '../../../facts/endpoints.js';
import { LIVE_WORD } from '../../../facts/model-shapes.js';
import { looksLikeCredential, looksLikeModel } from '../../../facts/credential-shapes.js';
import { readEndpoint, readMistakenEndpoint, type Endpoint } from '../../../protocol/endpoint.js';
import type { LiveApi, SessionPhase } from '../../../words.js';

/** What a text says of the session whose close it tells, beside code and reason. */
export interface Surroundings {
  readonly api?: LiveApi;
  readonly version?: string;
  readonly method?: string;
  readonly host?: string;
  readonly location?: string;
  /** In the spelling of the text. */
  readonly model?: string;
  /** The newest day named: milliseconds since 1970. */
  readonly at?: number;
  readonly phase?: SessionPhase;
  readonly setup?: unknown;
}

/** A URL, or a path of a Live service alone, as an access log has it. */
const URL_OR_PATH =
  /\b(?:wss?|https?):\/\/[^\s"'<>`\\)\]},]+|(?:\/{1,2}ws)?\/google\.[\w.]+(?:GenerativeService|LlmBidiService)[./]BidiGenerate\w+[^\s"'<>`\\)]*/g;
const SERVICE = /google\.[\w.]+(?:GenerativeService|LlmBidiService)[./]BidiGenerate\w+/g;
const HOST =
  /(?<![\w.@-])(?:[a-z0-9-]+\.){0,3}(?:[a-z0-9-]*aiplatform(?:\.[a-z0-9-]+\.rep)?|generativelanguage)\.googleapis\.com/g;

/** Settings and attributes that say which API a client was told to use. */
const API_WORDS: readonly (readonly [RegExp, LiveApi])[] = [
  [/\b(?:use_)?vertex_?ai["'\\]*\s*[:=]\s*["'\\]*(?:true|1|yes)\b/i, 'vertex'],
  [/\b(?:use_)?vertex_?ai["'\\]*\s*[:=]\s*["'\\]*(?:false|0|no)\b/i, 'gemini'],
  [/gemini\.api\.name["'\\]*\s*[:=]\s*["'\\]*vertex\b|\bgcp\.vertex_ai\b/, 'vertex'],
  [/gemini\.api\.name["'\\]*\s*[:=]\s*["'\\]*gemini\b|\bgcp\.gemini\b/, 'gemini'],
  [/(?:^|[\s{,"'])api["'\\]*\s*[:=]\s*["'\\]*vertex/i, 'vertex'],
  [/(?:^|[\s{,"'])api["'\\]*\s*[:=]\s*["'\\]*gemini\b(?!-)/i, 'gemini'],
];

const MODEL =
  /(?<![\w.-])((?:[\w.-]+\/){0,8}?(?:gemini|lyria)-[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?![\w/-]|:(?!bidi)[a-z]+[A-Z])/g;
/** A model that is named to be used instead, or asked for in vain. */
const ADVICE =
  /(?:(?:^|[.:!;)]\s+|\b(?:please|should|instead,?|then) )[Uu]se|\b[Tt]ry(?: using)?(?: model=)?|\bmean|\binstead of|\b[Ss]witch to|\b[Rr]ecommended:?|suggested_model["'\\]*[:=]|\bcounterpart,?(?: there,)?)\s*["'`\\]*$/;
const MODEL_LABEL = /\bmodel(?:[_ ]?(?:name|id))?["'\\)]*\s*(?:[:=]|=>|is)?\s*["'`\\(]*$/i;

/** A line that is of a Live session. */
const OF_CONNECTION =
  /set_?up|bidi|live|connect|clos|web-?socket|\bwss?:|\bAPIError|["'{]model|model=/i;

const LOCATION =
  /(?<![a-z])location(?:s\/|["'\\]*\s*[:=]\s*["'\\]*|\s+["'\\]*)([a-z]{2,20}(?:-[a-z]{2,20}\d{1,2})|global|us|eu)(?![\w-])/i;
const DATE = /(?<![\d.-])(20[2-9]\d)[-/](0[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?![\d-])/;
/** The Live API has been there since then; an older date is of something else. */
const FIRST_DAY = Date.UTC(2024, 11, 1);
const DAY = 24 * 60 * 60 * 1000;

const SET_UP = /["'\\]?setup_?complete["'\\]*\s*[:=]\s*(?:\{|Live)/i;
const GO_AWAY = /["'\\]?go_?away["'\\]*\s*[:=]\s*(?:\{|Live)/i;
const PHASE = /gemini\.live\.phase["'\\]*\s*[:=]\s*["'\\]*(handshake|setup|active|going_away)\b/;

/** What a text has said, with what its next line says. */
export function withLine(context: Surroundings, said: Surroundings): Surroundings {
  // A host alone may be that of a REST call: it does not take the place of a Live path.
  if (said.api !== undefined && said.method === undefined && context.method !== undefined) {
    const { api: _, host: __, location: ___, ...rest } = said;
    if (said.host !== undefined) return { ...context, ...rest };
  }
  return { ...context, ...said };
}

/** What one line says. */
export function surroundingsIn(line: string, now: number): Surroundings {
  const endpoint = endpointIn(line);
  const api = endpoint?.api ?? API_WORDS.find(([words]) => words.test(line))?.[1];
  const model = modelIn(line);
  const location = endpoint?.location ?? LOCATION.exec(line)?.[1]?.toLowerCase();
  const at = dayIn(line, now);
  const phase = (PHASE.exec(line)?.[1] ??
    (GO_AWAY.test(line) ? 'going_away' : SET_UP.test(line) ? 'active' : undefined)) as
    SessionPhase | undefined;
  const setup = line.includes('setup') ? setupIn(line) : undefined;
  return {
    ...(api !== undefined && { api }),
    ...(endpoint?.version !== undefined && { version: endpoint.version }),
    ...(endpoint?.method !== undefined && { method: endpoint.method }),
    ...(endpoint?.host && { host: endpoint.host }),
    ...(location !== undefined && { location }),
    ...(model !== undefined && { model }),
    ...(at !== undefined && { at }),
    ...(phase !== undefined && { phase }),
    ...(setup !== undefined && { setup }),
  };
}

type Place = Partial<Pick<Endpoint, 'api' | 'version' | 'method' | 'host' | 'location'>>;

function endpointIn(line: string): Place | undefined {
  if (!line.includes('google')) return undefined;
  let mistaken: Place | undefined;
  for (const [text] of line.matchAll(URL_OR_PATH)) {
    const isUrl = /^\w+:/.test(text);
    const url = isUrl ? text.replace(/^http/i, 'ws') : `ws://unnamed.invalid/${text}`;
    const endpoint = readEndpoint(url);
    if (endpoint !== undefined) return isUrl ? endpoint : { ...endpoint, host: '' };
    mistaken ??= readMistakenEndpoint(url);
  }
  const [service] = SERVICE.exec(line) ?? [];
  SERVICE.lastIndex = 0;
  if (service !== undefined) {
    const endpoint = readEndpoint(`ws://unnamed.invalid/ws/${service}`);
    if (endpoint !== undefined) return { ...endpoint, host: '' };
  }
  if (mistaken !== undefined) return hostOnly(mistaken.host ?? '') ?? mistaken;
  const [host] = line.match(HOST) ?? [];
  return host === undefined ? undefined : hostOnly(host);
}

/** What a host of Google's alone tells. */
function hostOnly(host: string): Place | undefined {
  const row = ENDPOINTS.find((each) => each.host.test(host));
  if (row === undefined) return undefined;
  const { location } = readEndpoint(`wss://${host}${row.path}`) ?? {};
  return { api: row.api, host, location };
}

/**
 * The model that a line names: by a label first, and never one that it gives as advice. Programs use
 * other models, too: one that cannot be Live counts where the line is of a connection.
 */
function modelIn(line: string): string | undefined {
  let first: string | undefined;
  for (const match of line.matchAll(MODEL)) {
    const [, text = ''] = match;
    const name = text.slice(text.lastIndexOf('/') + 1);
    const before = line.slice(Math.max(0, match.index - 40), match.index);
    // `gemini-live` and the like are names of programs.
    if (!/\d/.test(name) && !name.startsWith('lyria')) continue;
    if (!looksLikeModel(name) || ADVICE.test(before)) continue;
    if (!LIVE_WORD.test(name) && !OF_CONNECTION.test(line)) continue;
    const model = spelling(text);
    if (MODEL_LABEL.test(before)) return model;
    first ??= model;
  }
  return first;
}

/** The path of a model as setup.model would have it, without what stands before it in a URL. */
function spelling(text: string): string {
  const path =
    /(?:projects\/[\w.:-]+\/locations\/[\w-]+\/)?publishers\/google\/models\/[^/]+$|(?:projects\/[\w.:-]+\/)?(?:models|tunedModels)\/[^/]+$/.exec(
      text,
    )?.[0] ?? text.slice(text.lastIndexOf('/') + 1);
  return path.split('/').some(looksLikeCredential) ? path.slice(path.lastIndexOf('/') + 1) : path;
}

function dayIn(line: string, now: number): number | undefined {
  const [, year, month, day] = DATE.exec(line) ?? [];
  if (year === undefined) return undefined;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return time >= FIRST_DAY && time <= now + DAY ? time : undefined;
}

const SETUP = /\{\s*\\*"setup\\*"\s*:\s*\{/;

/** The setup in a line that holds the message whole. */
function setupIn(line: string): unknown {
  const start = SETUP.exec(line)?.index;
  if (start === undefined) return undefined;
  const text = line.slice(start);
  for (const each of [text, text.replace(/\\(["\\])/g, '$1')]) {
    for (let end = each.lastIndexOf('}'); end > 0; end = each.lastIndexOf('}', end - 1)) {
      if (text.length - end > 2_000) break;
      try {
        return (JSON.parse(each.slice(0, end + 1)) as { setup: unknown }).setup;
      } catch {
        // It ends elsewhere.
      }
    }
  }
  return undefined;
}
