import { decoded } from '../../platform/index.js';
import { frameBytes } from '../frame-bytes.js';
import type { FrameData } from '../wire.js';

/** What the client asks for in its first frame. */
export interface SetupFacts {
  /** As it is spelled: `models/X`, `projects/…/models/X`, `X`. */
  readonly model: string | undefined;
  /** e.g. `AUDIO` */
  readonly responseModalities: readonly string[];
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly topK: number | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly seed: number | undefined;
  /** The handle of the session to resume. Secret. */
  readonly resumptionHandle: string | undefined;
  /** Whether the server is to send resumption handles. */
  readonly resumptionRequested: boolean;
  /**
   * Who tells when the user speaks: the server, by listening, unless the setup switches that off
   * (`realtimeInputConfig.automaticActivityDetection.disabled`). `undefined`: nobody speaks. Source:
   * ai.google.dev/api/live.
   */
  readonly activityDetection: 'automatic' | 'manual' | undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The parsed `setup` of a session, of whatever method: BidiGenerateMusic has one too. It comes once,
 * so it is parsed as a whole.
 *
 * @returns `undefined` where the frame is none.
 */
export function parseSetup(data: FrameData): JsonObject | undefined {
  return objectOf(parse(data), 'setup');
}

/** What a parsed `setup` asks for. Keys are known in camelCase and in snake_case. */
export function setupFacts(setup: JsonObject): SetupFacts {
  const config = objectOf(setup, 'generationConfig');
  const resumption = objectOf(setup, 'sessionResumption');
  const modalities = get(config, 'responseModalities');
  const detection = objectOf(objectOf(setup, 'realtimeInputConfig'), 'automaticActivityDetection');
  return {
    model: stringOf(setup, 'model'),
    responseModalities: Array.isArray(modalities) ? modalities.filter(isString) : [],
    temperature: numberOf(config, 'temperature'),
    topP: numberOf(config, 'topP'),
    topK: numberOf(config, 'topK'),
    maxOutputTokens: integerOf(config, 'maxOutputTokens'),
    seed: integerOf(config, 'seed'),
    resumptionHandle: stringOf(resumption, 'handle'),
    resumptionRequested: resumption !== undefined,
    activityDetection: get(detection, 'disabled') === true ? 'manual' : 'automatic',
  };
}

function parse(data: FrameData): unknown {
  try {
    if (typeof data === 'string') return JSON.parse(data);
    const bytes = frameBytes(data);
    return bytes && JSON.parse(decoded(bytes));
  } catch {
    return undefined;
  }
}

function get(object: unknown, key: string): unknown {
  if (!isObject(object)) return undefined;
  const snakeCase = key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  return Object.hasOwn(object, key) ? object[key] : object[snakeCase];
}

function objectOf(object: unknown, key: string): JsonObject | undefined {
  const value = get(object, key);
  return isObject(value) ? value : undefined;
}

function stringOf(object: unknown, key: string): string | undefined {
  const value = get(object, key);
  return isString(value) && value !== '' ? value : undefined;
}

function numberOf(object: unknown, key: string): number | undefined {
  const value = get(object, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function integerOf(object: unknown, key: string): number | undefined {
  const value = numberOf(object, key);
  return Number.isSafeInteger(value) ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
