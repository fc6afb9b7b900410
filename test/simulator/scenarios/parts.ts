import type { Api } from '../endpoint.js';
import type { JsonObject } from '../json.js';
import { audio, generationComplete, said, turnComplete, usage } from '../messages.js';
import type { Expected, ExpectedGeneration, Step, Tokens } from '../script.js';

/** The names that the scenarios play, one for each family. */
export const na = 'gemini-2.5-flash-native-audio-preview-12-2025';
export const naVertex = 'gemini-live-2.5-flash-native-audio';
export const hc = 'gemini-live-2.5-flash-preview';
export const hcVertex = 'gemini-live-2.5-flash';
export const live31 = 'gemini-3.1-flash-live-preview';
export const live38 = 'gemini-3.8-live';

export const askByAudio: Step = { expect: 'realtimeInput.audio' };
export const askByContent: Step = { expect: 'clientContent' };
export const answerTool: Step = { expect: 'toolResponse' };

export function send(...messages: readonly JsonObject[]): Step[] {
  return messages.map((message) => ({ send: message }));
}

/** The ordinary rest of a turn: words and sound, generationComplete, turnComplete with usage. */
export function spokenTurn(api: Api, prompt: number, response: number, thoughts = 0): Step[] {
  return send(
    said('It is '),
    audio(9600),
    said('sunny.'),
    audio(11520),
    generationComplete,
    turnComplete(usage(api, prompt, response, thoughts)),
  );
}

export const tools: JsonObject = {
  tools: [{ functionDeclarations: [{ name: 'get_weather', description: 'The weather now' }] }],
};

export const nonBlockingTools: JsonObject = {
  tools: [{ functionDeclarations: [{ name: 'get_weather', behavior: 'NON_BLOCKING' }] }],
};

export function tokens(input: number, output: number): Tokens {
  return { input, output };
}

/** Written out in full by each scenario: nothing here adds up tokens, or the oracle were no oracle. */
export function expected(
  each: readonly ExpectedGeneration[],
  total: Tokens,
  more: {
    readonly interruptions?: number;
    readonly toolCalls?: number;
    readonly notes?: string;
  } = {},
): Expected {
  const { interruptions = 0, toolCalls = 0, notes } = more;
  return {
    generations: each.length,
    interruptions,
    toolCalls,
    tokens: total,
    each,
    ...(notes === undefined ? {} : { notes }),
  };
}
