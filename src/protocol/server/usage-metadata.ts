import type { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';

/** What tokens stand for. */
export type Modality = 'text' | 'audio' | 'image' | 'video' | 'document';

/** Tokens by modality. */
export interface ModalityCounts {
  text?: number;
  audio?: number;
  image?: number;
  video?: number;
  document?: number;
}

/**
 * A `usageMetadata`. A count is a safe integer from 0; what the frame does not hold, or holds as
 * anything else, is `undefined`.
 */
export interface UsageFacts {
  prompt: number | undefined;
  cached: number | undefined;
  /** `responseTokenCount`, or else `candidatesTokenCount` (Vertex AI). */
  response: number | undefined;
  toolUsePrompt: number | undefined;
  thoughts: number | undefined;
  total: number | undefined;
  promptDetails: ModalityCounts | undefined;
  cacheDetails: ModalityCounts | undefined;
  /** `responseTokensDetails`, or else `candidatesTokensDetails` (Vertex AI). */
  responseDetails: ModalityCounts | undefined;
  toolUsePromptDetails: ModalityCounts | undefined;
}

const USAGE = new Names([
  'promptTokenCount',
  'cachedContentTokenCount',
  'responseTokenCount',
  'candidatesTokenCount',
  'toolUsePromptTokenCount',
  'thoughtsTokenCount',
  'totalTokenCount',
  'promptTokensDetails',
  'cacheTokensDetails',
  'responseTokensDetails',
  'candidatesTokensDetails',
  'toolUsePromptTokensDetails',
]);
const DETAIL = new Names(['modality', 'tokenCount']);
const MODALITY = new Names(['TEXT', 'AUDIO', 'IMAGE', 'VIDEO', 'DOCUMENT']);
const modalities = {
  TEXT: 'text',
  AUDIO: 'audio',
  IMAGE: 'image',
  VIDEO: 'video',
  DOCUMENT: 'document',
} as const satisfies Record<string, Modality>;

/** Reads the next value as a `usageMetadata`. */
export function readUsage(json: JsonCursor): UsageFacts | undefined {
  if (!json.enterObject()) return undefined;
  const usage: UsageFacts = {
    prompt: undefined,
    cached: undefined,
    response: undefined,
    toolUsePrompt: undefined,
    thoughts: undefined,
    total: undefined,
    promptDetails: undefined,
    cacheDetails: undefined,
    responseDetails: undefined,
    toolUsePromptDetails: undefined,
  };
  let candidates: number | undefined;
  let candidatesDetails: ModalityCounts | undefined;
  for (let key = json.nextKey(USAGE); key !== undefined; key = json.nextKey(USAGE)) {
    switch (key) {
      case 'promptTokenCount':
        usage.prompt = json.count();
        break;
      case 'cachedContentTokenCount':
        usage.cached = json.count();
        break;
      case 'responseTokenCount':
        usage.response = json.count();
        break;
      case 'candidatesTokenCount':
        candidates = json.count();
        break;
      case 'toolUsePromptTokenCount':
        usage.toolUsePrompt = json.count();
        break;
      case 'thoughtsTokenCount':
        usage.thoughts = json.count();
        break;
      case 'totalTokenCount':
        usage.total = json.count();
        break;
      case 'promptTokensDetails':
        usage.promptDetails = readDetails(json);
        break;
      case 'cacheTokensDetails':
        usage.cacheDetails = readDetails(json);
        break;
      case 'responseTokensDetails':
        usage.responseDetails = readDetails(json);
        break;
      case 'candidatesTokensDetails':
        candidatesDetails = readDetails(json);
        break;
      case 'toolUsePromptTokensDetails':
        usage.toolUsePromptDetails = readDetails(json);
        break;
      default:
        json.skip();
    }
  }
  usage.response ??= candidates;
  usage.responseDetails ??= candidatesDetails;
  return usage;
}

/** `[{ "modality": "TEXT", "tokenCount": 360 }]`; `undefined` where it counts nothing. */
function readDetails(json: JsonCursor): ModalityCounts | undefined {
  let counts: ModalityCounts | undefined;
  if (!json.enterArray()) return undefined;
  while (json.nextElement()) {
    if (!json.enterObject()) continue;
    let modality: Modality | undefined;
    let count: number | undefined;
    for (let key = json.nextKey(DETAIL); key !== undefined; key = json.nextKey(DETAIL)) {
      if (key === 'modality') modality = readModality(json);
      else if (key === 'tokenCount') count = json.count();
      else json.skip();
    }
    if (modality === undefined || count === undefined) continue;
    counts ??= {};
    const sum = (counts[modality] ?? 0) + count;
    if (Number.isSafeInteger(sum)) counts[modality] = sum;
  }
  return counts;
}

function readModality(json: JsonCursor): Modality | undefined {
  const name = json.textAmong(MODALITY);
  return name === '' ? undefined : modalities[name];
}
