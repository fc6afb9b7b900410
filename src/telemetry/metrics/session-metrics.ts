import type { Attributes } from '@opentelemetry/api';
import type { LiveApi } from '../../words.js';
import type { ModalityCounts } from '../../protocol/server/server-frame.js';
import type { Generation, Moment, SessionEnd, Traffic } from '../../session/story.js';
import type { StallKind } from '../../session/silence/stall-kinds.js';
import type { Tokens } from '../../session/turns/tokens.js';
import { attribute } from '../attributes.js';
import type { Metrics } from './metrics.js';
import { providerName } from '../spans/span-attributes.js';

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

  /** A silence has lasted too long, and lasts. */
  stalled(kind: StallKind): void {
    this.#metrics.add('gemini.live.stalls', 1, {
      ...this.#provider,
      [attribute.stallKind]: kind,
    });
  }

  /** @param duration - Milliseconds. */
  operation(name: string, duration: Moment, errorType: string | undefined): void {
    this.#metrics.record('gen_ai.client.operation.duration', duration / 1_000, {
      [attribute.operationName]: name,
      ...this.#providerAndModel,
      ...errorAttribute(errorType),
    });
  }

  generated({ start, end, firstAudio, inputEnd, errorType }: Generation): void {
    this.operation('realtime_inference', end - start, errorType);
    if (inputEnd === undefined || firstAudio === undefined) return;
    this.#metrics.record('gemini.live.time_to_first_audio', (firstAudio - inputEnd.at) / 1_000, {
      ...this.#providerAndModel,
      [attribute.inputEndSource]: inputEnd.source,
    });
  }

  tokens(tokens: Tokens): void {
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
 * Splits a count by modality, so that the parts add up to it. The server's details need not: what
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
