import { decoded } from '../../platform/index.js';
import { frameBytes } from '../frame-bytes.js';
import {
  get,
  integerOf,
  isString,
  listOf,
  numberOf,
  objectOf,
  stringOf,
  type JsonObject,
} from './json-fields.js';
import { setupContent, type SetupContent } from './setup-content.js';
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
  /** In content mode only. */
  readonly content: SetupContent | undefined;
  /** The handle of the session to resume. Secret. */
  readonly resumptionHandle: string | undefined;
  /** Whether the server is to send resumption handles. */
  readonly resumptionRequested: boolean;
  /** The server is to transcribe what the user says. */
  readonly inputTranscription: boolean;
  /**
   * Who tells when the user speaks: the server, by listening, unless the setup switches that off
   * (`realtimeInputConfig.automaticActivityDetection.disabled`). `undefined`: nobody speaks. Source:
   * ai.google.dev/api/live.
   */
  readonly activityDetection: 'automatic' | 'manual' | undefined;
  readonly proactiveAudio: boolean;
  /** Names of the declared functions with behavior `BLOCKING` and with `NON_BLOCKING`. */
  readonly blockingFunctions: readonly string[];
  readonly nonBlockingFunctions: readonly string[];
}

/**
 * The parsed `setup` of a session, of whatever method: BidiGenerateMusic has one too. It comes once,
 * so it is parsed as a whole.
 *
 * @returns `undefined` where the frame is none.
 */
export function parseSetup(data: FrameData): JsonObject | undefined {
  return objectOf(parse(data), 'setup');
}

/**
 * What a parsed `setup` asks for. Keys are known in camelCase and in snake_case.
 *
 * @param content - Whether what it tells the model is read as well.
 */
export function setupFacts(setup: JsonObject, content = false): SetupFacts {
  const config = objectOf(setup, 'generationConfig');
  const resumption = objectOf(setup, 'sessionResumption');
  const voiceConfig = objectOf(objectOf(config, 'speechConfig'), 'voiceConfig');
  const detection = objectOf(objectOf(setup, 'realtimeInputConfig'), 'automaticActivityDetection');
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
    toolNames: functionsOf(setup).map(nameOf).filter(isString),
    content: content ? setupContent(setup) : undefined,
    resumptionHandle: stringOf(resumption, 'handle'),
    resumptionRequested: resumption !== undefined,
    inputTranscription: objectOf(setup, 'inputAudioTranscription') !== undefined,
    activityDetection: get(detection, 'disabled') === true ? 'manual' : 'automatic',
    proactiveAudio: get(objectOf(setup, 'proactivity'), 'proactiveAudio') === true,
    blockingFunctions: functionsThat(setup, 'BLOCKING'),
    nonBlockingFunctions: functionsThat(setup, 'NON_BLOCKING'),
  };
}

function functionsOf(setup: JsonObject): readonly unknown[] {
  return listOf(setup, 'tools').flatMap((tool) => listOf(tool, 'functionDeclarations'));
}

function functionsThat(setup: JsonObject, behavior: string): readonly string[] {
  return functionsOf(setup)
    .filter((declared) => get(declared, 'behavior') === behavior)
    .map(nameOf)
    .filter(isString);
}

function nameOf(declared: unknown): string | undefined {
  return stringOf(declared, 'name');
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
