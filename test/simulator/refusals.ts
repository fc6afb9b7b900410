import type { Endpoint } from './endpoint.js';
import { field, isObject, list, text, type JsonObject, type JsonValue } from './json.js';
import type { Close } from './verdict.js';

/*
 * What Google refuses in a client frame, for the model and API that are played. Written from
 * captures and pages, and not from the tables of the instrumentation.
 */

const BARE = { code: 1007, reason: 'Request contains an invalid argument.' };
const PRECONDITION = { code: 1007, reason: 'Precondition check failed.' };

const unknownName = (name: string, place: string): Close => ({
  code: 1007,
  reason: `Invalid JSON payload received. Unknown name "${name}" at '${place}': Cannot find field.`,
});

function get(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((at, key) => field(at, key), value);
}

function idOf(setup: JsonObject): string {
  return text(get(setup, 'model')).split('/').at(-1) ?? '';
}

/** Why a setup is refused beside its credential and model. */
export function judgeSetup({ api, version }: Endpoint, setup: JsonObject): Close | undefined {
  const id = idOf(setup);
  const config = get(setup, 'generationConfig');
  const gemini = api === 'gemini';
  const audioOnly = /^gemini-(?:3\.1-flash-live|3\.8-live|.*native-audio)/.test(id);
  const modalities = list(get(config, 'responseModalities')).map(text);
  if (gemini) {
    for (const name of ['inputAudioTranscription', 'outputAudioTranscription']) {
      if (get(config, name) !== undefined) return unknownName(name, 'setup.generation_config');
    }
    for (const name of [
      'thinkingConfig',
      'translationConfig',
      'speechConfig',
      'responseModalities',
    ]) {
      if (get(setup, name) !== undefined) return unknownName(name, 'setup');
    }
    if (version === 'v1beta') {
      for (const name of ['proactivity', 'safetySettings']) {
        if (get(setup, name) !== undefined) return unknownName(name, 'setup');
      }
    }
    if (get(setup, 'sessionResumption', 'transparent') !== undefined) {
      return unknownName('transparent', 'setup.session_resumption');
    }
    for (const [at, tool] of list(get(setup, 'tools')).entries()) {
      for (const [n, declared] of list(get(tool, 'functionDeclarations')).entries()) {
        if (get(declared, 'parameters', 'additionalProperties') === undefined) continue;
        return unknownName(
          'additionalProperties',
          `setup.tools[${at}].function_declarations[${n}].parameters`,
        );
      }
    }
  }
  if (modalities.length > 1) {
    return {
      code: 1007,
      reason: `The requested combination of response modalities (${[...modalities].sort().join(', ')}) is not supported by the model. models/${id}`,
    };
  }
  if (audioOnly && modalities[0] === 'TEXT') {
    return {
      code: 1007,
      reason: id.includes('native-audio')
        ? gemini
          ? 'Cannot extract voices from a non-audio request.'
          : 'Text output is not supported for native audio output model.'
        : `The requested combination of response modalities (TEXT) is not supported by the model. models/${id}`,
    };
  }
  const compression = get(setup, 'contextWindowCompression');
  if (isObject(compression) && get(compression, 'slidingWindow') === undefined) return BARE;
  const coverage = get(setup, 'realtimeInputConfig', 'turnCoverage');
  if (!gemini && coverage === 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO') {
    return {
      code: 1007,
      reason: "Invalid value at 'setup.realtime_input_config.turn_coverage'",
    };
  }
  const declared = list(get(setup, 'tools')).flatMap((tool) =>
    list(get(tool, 'functionDeclarations')),
  );
  const blocking = declared.some((each) => get(each, 'behavior') === 'BLOCKING');
  if (blocking && id === 'gemini-3.8-live-extended-thinking') {
    return { code: 1007, reason: 'BLOCKING function calls are not supported for this model' };
  }
  const level = get(config, 'thinkingConfig', 'thinkingLevel');
  if (id === 'gemini-3.8-live' && level !== undefined) {
    return { code: 1007, reason: 'Thinking level is not supported for this model' };
  }
  if (id === 'gemini-3.8-live-extended-thinking') {
    if (level === undefined) {
      return { code: 1007, reason: 'Thinking level must be specified for this model.' };
    }
    if (level === 'MINIMAL') {
      return { code: 1007, reason: 'Thinking level MINIMAL is not supported for this model' };
    }
  }
  if (/3\.1-flash-live/.test(id) && get(config, 'enableAffectiveDialog') === true) {
    return { code: 1011, reason: 'Internal error encountered.' };
  }
  return undefined;
}

/** Judges the messages of a session whose setup was accepted. */
export class MessageJudge {
  readonly #id: string;
  readonly #gemini: boolean;
  readonly #setup: JsonObject;
  #open = false;
  #fed = false;
  #streaming = false;
  #first = true;

  constructor({ api }: Endpoint, setup: JsonObject) {
    this.#id = idOf(setup);
    this.#gemini = api === 'gemini';
    this.#setup = setup;
  }

  judge(message: JsonValue | undefined): Close | undefined {
    if (!isObject(message)) return undefined;
    if (get(message, 'setup') !== undefined) {
      return { code: 1007, reason: 'setup must be the first message and only the first' };
    }
    const affective = get(this.#setup, 'generationConfig', 'enableAffectiveDialog') === true;
    const first = this.#first;
    this.#first = false;
    if (first && affective && this.#id.startsWith('gemini-3.8-live')) return BARE;
    const responses = list(get(message, 'toolResponse', 'functionResponses'));
    const scheduled = responses.some((each) => get(each, 'scheduling') !== undefined);
    if (scheduled && this.#id === 'gemini-3.8-live-extended-thinking') {
      return {
        code: 1007,
        reason: 'Function response scheduling is not supported for this model',
      };
    }
    const content = get(message, 'clientContent');
    return content === undefined
      ? this.#input(get(message, 'realtimeInput'))
      : this.#content(list(get(content, 'turns')));
  }

  #content(turns: readonly JsonValue[]): Close | undefined {
    if (!this.#gemini || turns.length === 0) return undefined;
    const seeded = get(this.#setup, 'historyConfig', 'initialHistoryInClientContent') === true;
    const parts = turns.flatMap((turn) => list(get(turn, 'parts')));
    const functions = parts.some(
      (part) =>
        get(part, 'functionCall') !== undefined || get(part, 'functionResponse') !== undefined,
    );
    const audio = parts.some((part) =>
      text(get(part, 'inlineData', 'mimeType')).startsWith('audio/'),
    );
    const native = this.#id.includes('native-audio');
    if (native && audio) return PRECONDITION;
    if (native && this.#streaming) return BARE;
    const is31 = this.#id.startsWith('gemini-3.1-flash-live');
    if (is31 && !seeded) return BARE;
    if (functions && (is31 || native)) return BARE;
    const roleless = turns.some((turn) => text(get(turn, 'role')) === '');
    return roleless && this.#id === 'gemini-3.8-live' ? BARE : undefined;
  }

  #input(input: JsonValue | undefined): Close | undefined {
    if (input === undefined) return undefined;
    const chunks = list(get(input, 'mediaChunks'));
    if (chunks.length > 0 && this.#id.startsWith('gemini-3.1-flash-live')) {
      return {
        code: 1007,
        reason: 'realtime_input.media_chunks is deprecated. Use audio, video, or text instead.',
      };
    }
    if (
      this.#gemini &&
      this.#id.startsWith('gemini-3.8-live') &&
      chunks.some((chunk) => text(get(chunk, 'mimeType')) === 'image/jpeg')
    ) {
      return {
        code: 1007,
        reason: "Mime type 'image/jpeg' is not supported. Either use 'audio/pcm'",
      };
    }
    if (get(input, 'audio') !== undefined || chunks.length > 0) {
      this.#fed = true;
      this.#streaming = true;
    }
    const start = get(input, 'activityStart') !== undefined;
    const end = get(input, 'activityEnd') !== undefined;
    if ((!start && !end) || !this.#gemini) return undefined;
    const detection = get(this.#setup, 'realtimeInputConfig', 'automaticActivityDetection');
    if (get(detection, 'disabled') !== true) {
      return {
        code: 1007,
        reason:
          'Explicit activity control is not supported when automatic activity detection is enabled.',
      };
    }
    if (start) {
      this.#open = true;
      this.#fed = false;
      return undefined;
    }
    const paired = this.#open && this.#fed;
    this.#open = false;
    return paired ? undefined : PRECONDITION;
  }
}
