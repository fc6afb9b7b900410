import type { ModalityCounts, UsageFacts } from '../../protocol/server/server-frame.js';

/** Tokens by the arithmetic of this package; a count is `undefined` where the server gave none. */
export interface Tokens {
  /** `promptTokenCount + toolUsePromptTokenCount`. */
  readonly input: number | undefined;
  /** `(responseTokenCount ?? candidatesTokenCount) + thoughtsTokenCount`. */
  readonly output: number | undefined;
  readonly cached: number | undefined;
  readonly reasoning: number | undefined;
  /** As the server's details say: they need not add up to the count. */
  readonly inputByModality: ModalityCounts;
  /** Likewise, of the response: thoughts are in no detail. */
  readonly outputByModality: ModalityCounts;
  readonly cachedByModality: ModalityCounts;
  /**
   * The input in parts that add up to it. What the details leave over is `unknown`, and where they say
   * more than the count they say nothing.
   */
  readonly inputParts: TokenParts;
  /** The output, likewise. Thoughts are text, as Google bills them. */
  readonly outputParts: TokenParts;
  readonly cachedParts: TokenParts;
  /** What they cost, where that is known. */
  cost: Cost | undefined;
}

/** A count in parts that add up to it; `unknown` is what no detail tells. */
export type TokenParts = ModalityCounts & { unknown?: number };

/** What tokens cost by the list, and how many of them that leaves out. */
export interface Cost {
  /** USD; `undefined` where no token has a price. A lower bound: see the table of prices. */
  readonly amount: number | undefined;
  /** Tokens without a modality, or of one without a price. They are not guessed. */
  readonly unpriced: number;
}

/**
 * Whether several `usageMetadata` of one turn add up or replace each other is not documented: the
 * later one is taken, field by field.
 */
export function mergeUsage(earlier: UsageFacts | undefined, later: UsageFacts): UsageFacts {
  return {
    prompt: later.prompt ?? earlier?.prompt,
    cached: later.cached ?? earlier?.cached,
    response: later.response ?? earlier?.response,
    toolUsePrompt: later.toolUsePrompt ?? earlier?.toolUsePrompt,
    thoughts: later.thoughts ?? earlier?.thoughts,
    total: later.total ?? earlier?.total,
    promptDetails: copy(later.promptDetails ?? earlier?.promptDetails),
    cacheDetails: copy(later.cacheDetails ?? earlier?.cacheDetails),
    responseDetails: copy(later.responseDetails ?? earlier?.responseDetails),
    toolUsePromptDetails: copy(later.toolUsePromptDetails ?? earlier?.toolUsePromptDetails),
  };
}

/** `totalTokenCount` takes no part: it leaves thoughts out. */
export function countTokens(usage: UsageFacts): Tokens {
  const input = sum(usage.prompt, usage.toolUsePrompt);
  const { cached, response, thoughts: reasoning } = usage;
  const inputByModality = sumModalities(usage.promptDetails, usage.toolUsePromptDetails);
  const outputByModality = usage.responseDetails ?? none;
  const cachedByModality = usage.cacheDetails ?? none;
  return {
    input,
    output: sum(response, reasoning),
    cached,
    reasoning,
    inputByModality,
    outputByModality,
    cachedByModality,
    inputParts: split(input, inputByModality, 0),
    outputParts: split(response, outputByModality, reasoning ?? 0),
    cachedParts: split(cached, cachedByModality, 0),
    cost: undefined,
  };
}

const none: ModalityCounts & TokenParts = Object.freeze({});

/** @param text - Text that is in neither the count nor the details. */
function split(count = 0, details: ModalityCounts, text: number): TokenParts {
  if (count === 0 && text === 0) return none;
  const { text: known = 0, audio = 0, image = 0, video = 0, document = 0 } = details;
  const rest = count - known - audio - image - video - document;
  if (rest < 0) return { unknown: count, text };
  return { text: known + text, audio, image, video, document, unknown: rest };
}

/** The sum of the counts that are there. */
export function sum(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : a + b;
}

function sumModalities(
  a: ModalityCounts | undefined,
  b: ModalityCounts | undefined,
): ModalityCounts {
  if (b === undefined) return a ?? none;
  const total: ModalityCounts = { ...a };
  for (const [modality, count] of Object.entries(b) as [keyof ModalityCounts, number][]) {
    total[modality] = (total[modality] ?? 0) + count;
  }
  return total;
}

function copy(counts: ModalityCounts | undefined): ModalityCounts | undefined {
  return counts && { ...counts };
}
