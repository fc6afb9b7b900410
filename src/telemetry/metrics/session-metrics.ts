import type { Attributes } from '@opentelemetry/api';
import type { LiveApi } from '../../words.js';
import type { ModalityCounts } from '../../protocol/server/server-frame.js';
import type { Generation, Moment, SessionEnd, Traffic } from '../../session/story.js';
import type { PricedTokens } from '../../session/cost/cost.js';
import {
  cachedParts,
  inputParts,
  outputParts,
  type TokenParts,
} from '../../session/turns/tokens.js';
import { attribute, spanName } from '../attributes.js';
import type { Metrics } from './metrics.js';
import { providerName } from '../spans/span-attributes.js';

type TokenCounter =
  'input_tokens' | 'output_tokens' | 'cache_read.input_tokens' | 'reasoning.output_tokens';

/** Records the metrics of one session. Never a session id or free text as an attribute. */
export class SessionMetrics {
  readonly provider: string;
  readonly #metrics: Metrics;
  /** Made once, as they go with every measurement of the session. */
  readonly #provider: Attributes;
  #providerAndModel: Attributes;
  #model: string | undefined;

  constructor(metrics: Metrics, api: LiveApi | undefined) {
    this.#metrics = metrics;
    this.provider = providerName(api);
    this.#provider = { [attribute.providerName]: this.provider };
    this.#providerAndModel = this.#provider;
  }

  started(): void {
    this.#metrics.active(this.provider, 1);
  }

  /** The setup names this model. */
  named(model: string): void {
    this.#model = model;
    this.#providerAndModel = {
      ...this.#provider,
      [attribute.requestModel]: this.#metrics.modelLabel(model),
    };
  }

  /** @param duration - Milliseconds since the constructor. */
  setUp(duration: number, errorType: string | undefined, accepted: boolean): void {
    if (accepted && this.#model !== undefined) {
      this.#metrics.accept(this.#model);
      this.named(this.#model);
    }
    this.#metrics.record('gemini.live.setup.duration', duration / 1_000, {
      ...this.#providerAndModel,
      ...errorAttribute(errorType),
    });
  }

  goneAway(): void {
    this.#metrics.add('gemini.live.go_aways', 1, this.#providerAndModel);
  }

  interrupted(): void {
    this.#metrics.add('gemini.live.interruptions', 1, this.#providerAndModel);
  }

  /** The setup declares these tools. */
  declared(tools: readonly string[]): void {
    this.#metrics.toolNames.declared(tools);
  }

  /** @param duration - Milliseconds. */
  toolEnded(tool: string | undefined, duration: Moment, errorType: string | undefined): void {
    if (this.#metrics.tells('current')) {
      this.#metrics.record('gen_ai.execute_tool.duration', duration / 1_000, {
        [attribute.toolName]: this.#metrics.toolNames.label(tool),
        [attribute.toolType]: 'function',
        ...errorAttribute(errorType),
      });
    }
    if (!this.#metrics.tells('1.41')) return;
    const attributes = this.#operation(spanName.tool, errorType);
    this.#metrics.record('gen_ai.client.operation.duration', duration / 1_000, attributes);
  }

  generated({ start, end, firstAudio, inputEnd, tokens, errorType }: Generation): void {
    const duration = (end - start) / 1_000;
    const attributes = this.#operation(spanName.generation, errorType);
    const measured = {
      'gen_ai.client.operation.duration': duration,
      'gen_ai.client.inference.duration': duration,
      'gen_ai.client.inference.operation.input_tokens': tokens?.input,
      'gen_ai.client.inference.operation.output_tokens': tokens?.output,
    };
    for (const [name, value] of Object.entries(measured)) {
      if (value !== undefined)
        this.#metrics.record(name as keyof typeof measured, value, attributes);
    }
    if (inputEnd === undefined || firstAudio === undefined) return;
    this.#metrics.record('gemini.live.time_to_first_audio', (firstAudio - inputEnd.at) / 1_000, {
      ...this.#providerAndModel,
      [attribute.inputEndSource]: inputEnd.source,
    });
  }

  tokens(tokens: PricedTokens): void {
    const { amount } = tokens.cost ?? {};
    if (amount !== undefined) {
      this.#metrics.add('gemini.live.cost', amount, this.#providerAndModel);
    }
    if (this.#metrics.tells('current')) {
      this.#count('input_tokens', inputParts(tokens));
      this.#count('output_tokens', outputParts(tokens));
      this.#count('cache_read.input_tokens', cachedParts(tokens));
      this.#count('reasoning.output_tokens', { text: tokens.reasoning ?? 0 });
    }
    if (!this.#metrics.tells('1.41')) return;
    this.#tokens('input', tokens.input, tokens.inputByModality);
    this.#tokens('output', tokens.output, tokens.outputByModality);
  }

  traffic(since: Traffic): void {
    this.#flow('gemini.live.io', 'transmit', since.bytesSent);
    this.#flow('gemini.live.io', 'receive', since.bytesReceived);
    this.#flow('gemini.live.audio.duration', 'transmit', since.audioSent);
    this.#flow('gemini.live.audio.duration', 'receive', since.audioReceived);
  }

  /** @param duration - Milliseconds since the constructor. */
  ended(duration: number, { code, diagnosis }: SessionEnd): void {
    const closeCode = code === undefined ? {} : { [attribute.closeCode]: code };
    this.#metrics.active(this.provider, -1);
    this.#metrics.record('gemini.live.session.duration', duration / 1_000, {
      ...this.#providerAndModel,
      ...closeCode,
    });
    this.#metrics.add('gemini.live.closes', 1, {
      ...this.#provider,
      ...closeCode,
      ...(diagnosis?.cause !== undefined && { [attribute.closeCause]: diagnosis.cause }),
    });
    if (diagnosis?.mismatch) {
      this.#metrics.add('gemini.live.mismatches', 1, {
        [attribute.mismatchKind]: diagnosis.mismatch.kind,
      });
    }
  }

  #operation(name: string, errorType: string | undefined): Attributes {
    return {
      [attribute.operationName]: name,
      ...this.#providerAndModel,
      ...errorAttribute(errorType),
    };
  }

  #count(kind: TokenCounter, parts: TokenParts): void {
    // The conventions know no video and no documents.
    const { text = 0, audio = 0, image = 0, video = 0, document = 0, unknown = 0 } = parts;
    const told = { text, audio, image, unknown: video + document + unknown };
    for (const [modality, tokens] of Object.entries(told)) {
      if (tokens === 0) continue;
      this.#metrics.add(`gen_ai.client.inference.usage.${kind}`, tokens, {
        ...this.#operation(spanName.generation, undefined),
        [attribute.tokenModality]: modality,
      });
    }
  }

  #tokens(type: 'input' | 'output', count: number | undefined, details: ModalityCounts): void {
    if (count === undefined) return;
    for (const [modality, part] of splitByModality(count, details)) {
      this.#metrics.record('gen_ai.client.token.usage', part, {
        [attribute.operationName]: 'realtime_inference',
        ...this.#providerAndModel,
        [attribute.tokenType]: type,
        [attribute.tokenModality]: modality,
      });
    }
  }

  #flow(
    name: 'gemini.live.io' | 'gemini.live.audio.duration',
    direction: string,
    amount: number,
  ): void {
    if (amount <= 0) return;
    this.#metrics.add(name, amount, { ...this.#provider, [attribute.ioDirection]: direction });
  }
}

/**
 * Splits a count as it was told under v1.41's names, so that the parts add up to it. The server's details need not: what
 * they leave out is `unknown`, and where they say more than the count they say nothing.
 */
function splitByModality(count: number, details: ModalityCounts): readonly [string, number][] {
  const parts = Object.entries(details).filter(([, part]) => part > 0) as [string, number][];
  const rest = count - parts.reduce((total, [, part]) => total + part, 0);
  if (rest < 0) return [['unknown', count]];
  return rest === 0 && parts.length > 0 ? parts : [...parts, ['unknown', rest]];
}

function errorAttribute(errorType: string | undefined): Attributes {
  return errorType === undefined ? {} : { [attribute.errorType]: errorType };
}
