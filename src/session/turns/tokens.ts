import type { ModalityCounts, UsageFacts } from '../../protocol/server/server-frame.js';

/** Tokens by the arithmetic of this package; a count is `undefined` where the server gave none. */
export interface Tokens {
  /** `promptTokenCount + toolUsePromptTokenCount`. */
  readonly input: number | undefined;
  /** `(responseTokenCount ?? candidatesTokenCount) + thoughtsTokenCount`. */
  readonly output: number | undefined;
  readonly cached: number | undefined;
  readonly reasoning: number | undefined;
  readonly inputByModality: ModalityCounts;
  readonly outputByModality: ModalityCounts;
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
  return {
    input: sum(usage.prompt, usage.toolUsePrompt),
    output: sum(usage.response, usage.thoughts),
    cached: usage.cached,
    reasoning: usage.thoughts,
    inputByModality: sumModalities(usage.promptDetails, usage.toolUsePromptDetails),
    outputByModality: usage.responseDetails ?? {},
  };
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
