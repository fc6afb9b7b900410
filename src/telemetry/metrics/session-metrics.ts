import type { Attributes } from '@opentelemetry/api';
import type { LiveApi } from '../../words.js';
import type { Generation, Moment, SessionEnd, Traffic } from '../../session/story.js';
import type { StallKind } from '../../session/silence/stall-kinds.js';
import type { Tokens } from '../../session/turns/tokens.js';
import { attribute, spanName } from '../attributes.js';
import type { Labels } from './labels.js';
import type { Metrics } from './metrics.js';
import { recordTokens } from './token-metrics.js';
import { providerName } from '../spans/span-attributes.js';

/** Records the metrics of one session. Never a session id or free text as an attribute. */
export class SessionMetrics {
  readonly provider: string;
  readonly #metrics: Metrics;
  #labels: Labels;
  #model: string | undefined;

  constructor(metrics: Metrics, api: LiveApi | undefined) {
    this.#metrics = metrics;
    this.provider = providerName(api);
    this.#labels = metrics.labels(this.provider);
  }

  started(): void {
    this.#metrics.active(this.provider, 1);
  }

  /** The setup names this model. */
  named(model: string): void {
    this.#model = model;
    this.#labels = this.#metrics.labels(this.provider, model);
  }

  /** @param duration - Milliseconds since the constructor. */
  setUp(duration: number, errorType: string | undefined, accepted: boolean): void {
    if (accepted && this.#model !== undefined) {
      this.#metrics.accept(this.#model);
      this.named(this.#model);
    }
    this.#metrics.record('gemini.live.setup.duration', duration / 1_000, {
      ...this.#labels.model,
      ...errorAttribute(errorType),
    });
  }

  goneAway(): void {
    this.#metrics.add('gemini.live.go_aways', 1, this.#labels.model);
  }

  interrupted(): void {
    this.#metrics.add('gemini.live.interruptions', 1, this.#labels.model);
  }

  /** The setup declares these tools. */
  declared(tools: readonly string[]): void {
    this.#metrics.toolNames.declared(tools);
  }

  /** A silence has lasted too long, and lasts. */
  stalled(kind: StallKind): void {
    this.#metrics.add('gemini.live.stalls', 1, {
      ...this.#labels.provider,
      [attribute.stallKind]: kind,
    });
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
    this.#metrics.record('gen_ai.client.operation.duration', duration / 1_000, {
      [attribute.operationName]: spanName.tool,
      ...this.#labels.model,
      ...errorAttribute(errorType),
    });
  }

  generated({ start, end, firstAudio, inputEnd, tokens, errorType }: Generation): void {
    const duration = (end - start) / 1_000;
    const { generation } = this.#labels;
    const attributes =
      errorType === undefined ? generation : { ...generation, ...errorAttribute(errorType) };
    const { input, output } = tokens ?? {};
    const metrics = this.#metrics;
    metrics.record('gen_ai.client.inference.duration', duration, attributes);
    metrics.record('gen_ai.client.operation.duration', duration, attributes);
    if (input !== undefined) {
      metrics.record('gen_ai.client.inference.operation.input_tokens', input, attributes);
    }
    if (output !== undefined) {
      metrics.record('gen_ai.client.inference.operation.output_tokens', output, attributes);
    }
    if (inputEnd === undefined || firstAudio === undefined) return;
    this.#metrics.record('gemini.live.time_to_first_audio', (firstAudio - inputEnd.at) / 1_000, {
      ...this.#labels.model,
      [attribute.inputEndSource]: inputEnd.source,
    });
  }

  tokens(tokens: Tokens): void {
    const amount = tokens.cost?.amount;
    if (amount !== undefined) this.#metrics.add('gemini.live.cost', amount, this.#labels.model);
    recordTokens(tokens, this.#metrics, this.#labels);
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
      ...this.#labels.model,
      ...closeCode,
    });
    this.#metrics.add('gemini.live.closes', 1, {
      ...this.#labels.provider,
      ...closeCode,
      ...(diagnosis?.cause !== undefined && { [attribute.closeCause]: diagnosis.cause }),
    });
    if (diagnosis?.mismatch) {
      this.#metrics.add('gemini.live.mismatches', 1, {
        [attribute.mismatchKind]: diagnosis.mismatch.kind,
      });
    }
  }

  #flow(
    name: 'gemini.live.io' | 'gemini.live.audio.duration',
    direction: string,
    amount: number,
  ): void {
    if (amount <= 0) return;
    this.#metrics.add(name, amount, {
      ...this.#labels.provider,
      [attribute.ioDirection]: direction,
    });
  }
}

function errorAttribute(errorType: string | undefined): Attributes {
  return errorType === undefined ? {} : { [attribute.errorType]: errorType };
}
