import type { ModalityCounts } from '../../protocol/server/server-frame.js';
import type { TokenParts, Tokens } from '../../session/turns/tokens.js';
import { attribute } from '../attributes.js';
import type { Labels, TokenModality } from './labels.js';
import type { Metrics } from './metrics.js';

type TokenCounter = `gen_ai.client.inference.usage.${
  'input_tokens' | 'output_tokens' | 'cache_read.input_tokens' | 'reasoning.output_tokens'}`;

/** Counts tokens, under the names that are asked for. */
export function recordTokens(tokens: Tokens, metrics: Metrics, labels: Labels): void {
  if (metrics.tells('current')) {
    count('gen_ai.client.inference.usage.input_tokens', tokens.inputParts, metrics, labels);
    count('gen_ai.client.inference.usage.output_tokens', tokens.outputParts, metrics, labels);
    const { cachedParts, reasoning } = tokens;
    count('gen_ai.client.inference.usage.cache_read.input_tokens', cachedParts, metrics, labels);
    if (reasoning) {
      const thoughts = { text: reasoning };
      count('gen_ai.client.inference.usage.reasoning.output_tokens', thoughts, metrics, labels);
    }
  }
  if (!metrics.tells('1.41')) return;
  recordFormer('input', tokens.input, tokens.inputByModality, metrics, labels);
  recordFormer('output', tokens.output, tokens.outputByModality, metrics, labels);
}

function count(name: TokenCounter, parts: TokenParts, metrics: Metrics, labels: Labels): void {
  const add = (modality: TokenModality, tokens: number): void => {
    if (tokens > 0) metrics.add(name, tokens, labels.tokens[modality]);
  };
  add('text', parts.text ?? 0);
  add('audio', parts.audio ?? 0);
  add('image', parts.image ?? 0);
  // The conventions know no video and no documents.
  add('unknown', (parts.video ?? 0) + (parts.document ?? 0) + (parts.unknown ?? 0));
}

/** Under the names of v1.41: a histogram by type and modality. */
function recordFormer(
  type: 'input' | 'output',
  count: number | undefined,
  details: ModalityCounts,
  metrics: Metrics,
  labels: Labels,
): void {
  if (count === undefined) return;
  for (const [modality, part] of splitByModality(count, details)) {
    metrics.record('gen_ai.client.token.usage', part, {
      ...labels.generation,
      [attribute.tokenType]: type,
      [attribute.tokenModality]: modality,
    });
  }
}

/**
 * Splits a count so that the parts add up to it. The server's details need not: what they leave out is
 * `unknown`, and where they say more than the count they say nothing.
 */
function splitByModality(count: number, details: ModalityCounts): readonly [string, number][] {
  const parts = Object.entries(details).filter(([, part]) => part > 0) as [string, number][];
  const rest = count - parts.reduce((total, [, part]) => total + part, 0);
  if (rest < 0) return [['unknown', count]];
  return rest === 0 && parts.length > 0 ? parts : [...parts, ['unknown', rest]];
}
