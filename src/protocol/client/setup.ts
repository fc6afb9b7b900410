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
  /** As it is spelled, e.g. `LOW`. */
  readonly thinkingLevel: string | undefined;
  /** The prebuilt voice, e.g. `Kore`. */
  readonly voice: string | undefined;
  /** The functions that it declares. */
  readonly toolNames: readonly string[];
  /** The handle of the session to resume. Secret. */
  readonly resumptionHandle: string | undefined;
  /** Whether the server is to send resumption handles. */
  readonly resumptionRequested: boolean;
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
  const voiceConfig = objectOf(objectOf(config, 'speechConfig'), 'voiceConfig');
  return {
    model: stringOf(setup, 'model'),
    responseModalities: listOf(config, 'responseModalities').filter(isString),
    temperature: numberOf(config, 'temperature'),
    topP: numberOf(config, 'topP'),
    topK: numberOf(config, 'topK'),
    maxOutputTokens: integerOf(config, 'maxOutputTokens'),
    seed: integerOf(config, 'seed'),
    thinkingLevel: stringOf(objectOf(config, 'thinkingConfig'), 'thinkingLevel'),
    voice: stringOf(objectOf(voiceConfig, 'prebuiltVoiceConfig'), 'voiceName'),
    toolNames: listOf(setup, 'tools')
      .flatMap((tool) => listOf(tool, 'functionDeclarations'))
      .map((declaration) => stringOf(declaration, 'name'))
      .filter(isString),
    resumptionHandle: stringOf(resumption, 'handle'),
    resumptionRequested: resumption !== undefined,
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

function listOf(object: unknown, key: string): readonly unknown[] {
  const value = get(object, key);
  return Array.isArray(value) ? value : [];
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
