import type { Api } from './endpoint.js';
import { isObject, type JsonObject, type JsonValue } from './json.js';

/** 24 kHz, 16 bit, mono: the only output format (js-genai recordings). */
export const bytesPerSecond = 48_000;

export const rate24k = 'audio/pcm;rate=24000';

function content(fields: JsonObject): JsonObject {
  return { serverContent: fields };
}

/** PCM as base64: a quiet saw tooth, the same for the same length. */
export function pcm(bytes: number): string {
  const samples = Buffer.alloc(bytes);
  for (let at = 0; at + 1 < bytes; at += 2) samples.writeInt16LE(((at % 218) - 109) * 20, at);
  return samples.toString('base64');
}

export function audioPart(bytes: number, mimeType: string = rate24k): JsonObject {
  return { inlineData: { mimeType, data: pcm(bytes) } };
}

export function model(...parts: readonly JsonObject[]): JsonObject {
  return content({ modelTurn: { parts } });
}

export function audio(bytes = 9600): JsonObject {
  return model(audioPart(bytes));
}

/** Vertex AI's half-cascade form: no rate, and a role (pydantic-ai gateway cassettes). */
export function vertexAudio(bytes = 9600): JsonObject {
  return content({ modelTurn: { role: 'model', parts: [audioPart(bytes, 'audio/pcm')] } });
}

export function thought(text: string): JsonObject {
  return model({ text, thought: true });
}

/** A piece of what the model says. */
export function said(text: string): JsonObject {
  return content({ outputTranscription: { text } });
}

/** A piece of what the user said. */
export function heard(text: string): JsonObject {
  return content({ inputTranscription: { text } });
}

export const nothing: JsonObject = content({});
export const transcriptFinished: JsonObject = content({ outputTranscription: { finished: true } });
export const generationComplete: JsonObject = content({ generationComplete: true });
export const interrupted: JsonObject = content({ interrupted: true });

export function turnComplete(usage?: JsonObject, more: JsonObject = {}): JsonObject {
  return { ...content({ turnComplete: true, ...more }), ...usage };
}

export function call(name: string, id?: string, args: JsonObject = {}): JsonObject {
  return { name, args, ...(id === undefined ? {} : { id }) };
}

export function toolCall(...functionCalls: readonly JsonObject[]): JsonObject {
  return { toolCall: { functionCalls } };
}

export function cancellation(...ids: readonly string[]): JsonObject {
  return { toolCallCancellation: { ids } };
}

/**
 * `usageMetadata` of one turn. Zero counts are left out, the total leaves thoughts out, and
 * Vertex AI says candidates where the Gemini API says response (pydantic-ai cassettes).
 */
export function usage(api: Api, prompt: number, response = 0, thoughts = 0): JsonObject {
  const response_ = api === 'vertex' ? 'candidates' : 'response';
  return {
    usageMetadata: {
      promptTokenCount: prompt,
      ...(response === 0 ? {} : { [`${response_}TokenCount`]: response }),
      totalTokenCount: prompt + response,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
      ...(response === 0
        ? {}
        : { [`${response_}TokensDetails`]: [{ modality: 'AUDIO', tokenCount: response }] }),
      ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
      ...(api === 'vertex' ? { trafficType: 'ON_DEMAND' } : {}),
    },
  };
}

/** Several messages in one frame. */
export function together(...messages: readonly JsonObject[]): JsonObject {
  return messages.reduce(merge, {});
}

function merge(one: JsonObject, other: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return merged;
}

const room = sound(() => (Math.random() - 0.5) * 20);
/** Harmonics of 140 Hz, which rise and fall with the syllables. */
const voice = sound((at) => {
  const tone = [1, 2, 3, 4].reduce(
    (sum, n) => sum + Math.sin((2 * Math.PI * 140 * n * at) / 16_000) / n,
    0,
  );
  return 5_000 * tone * (0.6 + 0.4 * Math.sin((2 * Math.PI * at) / 1_600));
});

/** 100 ms at 16 kHz. */
function sound(level: (at: number) => number): string {
  const samples = Int16Array.from({ length: 1_600 }, (_, at) => Math.round(level(at)));
  return Buffer.from(samples.buffer).toString('base64');
}

function microphone(data: string): JsonObject {
  return { realtimeInput: { audio: { data, mimeType: 'audio/pcm;rate=16000' } } };
}

/** What a client sends. */
export const client = {
  /** 100 ms of 16 kHz audio: 3200 bytes (pydantic-ai cassettes). */
  audio: (bytes = 3200): JsonObject => ({
    realtimeInput: { audio: { data: pcm(bytes), mimeType: 'audio/pcm;rate=16000' } },
  }),
  /** 100 ms of a voice, as far as its level and its pitch go. */
  voice: (): JsonObject => microphone(voice),
  /** 100 ms of a room in which nobody speaks. */
  quiet: (): JsonObject => microphone(room),
  text: (text: string): JsonObject => ({ realtimeInput: { text } }),
  activityStart: { realtimeInput: { activityStart: {} } } as JsonObject,
  activityEnd: { realtimeInput: { activityEnd: {} } } as JsonObject,
  audioStreamEnd: { realtimeInput: { audioStreamEnd: true } } as JsonObject,
  content: (text: string, turnComplete = true): JsonObject => ({
    clientContent: { turns: [{ role: 'user', parts: [{ text }] }], turnComplete },
  }),
  toolResponse: (...functionResponses: readonly JsonObject[]): JsonObject => ({
    toolResponse: { functionResponses },
  }),
} as const;
