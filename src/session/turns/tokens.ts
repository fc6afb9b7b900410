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
}

/** A count in parts that add up to it; `unknown` is what no detail tells. */
export type TokenParts = ModalityCounts & { unknown?: number };

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
  return {
    input: sum(usage.prompt, usage.toolUsePrompt),
    output: sum(usage.response, usage.thoughts),
    cached: usage.cached,
    reasoning: usage.thoughts,
    inputByModality: sumModalities(usage.promptDetails, usage.toolUsePromptDetails),
    outputByModality: usage.responseDetails ?? {},
    cachedByModality: usage.cacheDetails ?? {},
  };
}

/**
 * The input in parts. The details need not add up to the count: what they leave over is `unknown`, and
 * where they say more than the count they say nothing.
 */
export function inputParts({ input, inputByModality }: Tokens): TokenParts {
  return parts(input, inputByModality);
}

/** The part of the input that came from a cache, likewise. */
export function cachedParts({ cached, cachedByModality }: Tokens): TokenParts {
  return parts(cached, cachedByModality);
}

/** The output, likewise. Thoughts are text, as Google bills them. */
export function outputParts({ output, reasoning = 0, outputByModality }: Tokens): TokenParts {
  const split = parts(output && output - reasoning, outputByModality);
  if (reasoning > 0) split.text = (split.text ?? 0) + reasoning;
  return split;
}

function parts(count: number | undefined, details: ModalityCounts): TokenParts {
  if (!count) return {};
  let rest = count;
  for (const part of Object.values(details)) rest -= part;
  if (rest < 0) return { unknown: count };
  return rest === 0 ? { ...details } : { ...details, unknown: rest };
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
  const total: ModalityCounts = { ...a };
  for (const [modality, count] of Object.entries(b ?? {}) as [keyof ModalityCounts, number][]) {
    total[modality] = (total[modality] ?? 0) + count;
  }
  return total;
}

function copy(counts: ModalityCounts | undefined): ModalityCounts | undefined {
  return counts && { ...counts };
}
