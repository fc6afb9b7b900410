import { attribute } from '../attributes.js';

/** One metric: its kind, unit, advice and attributes, as a table that a test can read. */
export interface MetricRow {
  readonly kind: 'counter' | 'histogram' | 'updowncounter';
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
  readonly buckets?: readonly number[];
  /** Emitted only where these names of the conventions are asked for. Default: always. */
  readonly names?: '1.41' | 'current';
}

/**
 * Whose names the `gen_ai.*` metrics have: the conventions' since September 2026, those of v1.41
 * before them, or both.
 */
export type GenAiMetrics = 'current' | '1.41' | 'both';

const powers = (first: number, factor: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => first * factor ** n);

const { providerName, requestModel, errorType, operationName } = attribute;
const seconds = powers(0.01, 2, 14);
const tokens = powers(1, 4, 14);

const tokenCounter = <D extends string>(description: D) =>
  ({
    kind: 'counter',
    unit: '{token}',
    description,
    attributes: [operationName, providerName, requestModel, attribute.tokenModality],
    names: 'current',
  }) as const;

const tokenHistogram = <D extends string>(description: D) =>
  ({
    kind: 'histogram',
    unit: '{token}',
    description,
    attributes: [operationName, providerName, requestModel, errorType],
    buckets: tokens,
    names: 'current',
  }) as const;

export const metricTable = {
  'gen_ai.client.inference.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Duration of model generations.',
    attributes: [operationName, providerName, requestModel, errorType],
    buckets: seconds,
    names: 'current',
  },
  'gen_ai.execute_tool.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Duration of tool calls, from the call to the answer.',
    attributes: [attribute.toolName, attribute.toolType, errorType],
    buckets: seconds,
    names: 'current',
  },
  'gen_ai.client.inference.usage.input_tokens': tokenCounter('Input tokens by modality.'),
  'gen_ai.client.inference.usage.output_tokens': tokenCounter(
    'Output tokens by modality; thoughts are text.',
  ),
  'gen_ai.client.inference.usage.cache_read.input_tokens': tokenCounter(
    'Input tokens that came from a cache; they are input tokens too.',
  ),
  'gen_ai.client.inference.usage.reasoning.output_tokens': tokenCounter(
    'Output tokens that are thoughts; they are output tokens too.',
  ),
  'gen_ai.client.inference.operation.input_tokens': tokenHistogram(
    'Input tokens of a model generation.',
  ),
  'gen_ai.client.inference.operation.output_tokens': tokenHistogram(
    'Output tokens of a model generation.',
  ),
  'gen_ai.client.operation.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Duration of model generations and tool calls.',
    attributes: [operationName, providerName, requestModel, errorType],
    buckets: seconds,
    names: '1.41',
  },
  'gen_ai.client.token.usage': {
    kind: 'histogram',
    unit: '{token}',
    description: 'Input and output tokens by modality.',
    attributes: [
      operationName,
      providerName,
      requestModel,
      attribute.tokenType,
      attribute.tokenModality,
    ],
    buckets: tokens,
    names: '1.41',
  },
  'gemini.live.cost': {
    kind: 'counter',
    unit: '{USD}',
    description: 'List price of the tokens used, a lower bound.',
    attributes: [providerName, requestModel],
  },
  'gemini.live.time_to_first_audio': {
    kind: 'histogram',
    unit: 's',
    description: "From the end of the user's input to the first audio of the answer.",
    attributes: [providerName, requestModel, attribute.inputEndSource],
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10],
  },
  'gemini.live.setup.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'From the WebSocket constructor to setupComplete, or to the failure.',
    attributes: [providerName, requestModel, errorType],
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30],
  },
  'gemini.live.session.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'From the WebSocket constructor to the close.',
    attributes: [providerName, requestModel, attribute.closeCode],
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200],
  },
  'gemini.live.sessions.active': {
    kind: 'updowncounter',
    unit: '{session}',
    description: 'Sessions that are connecting or open.',
    attributes: [providerName],
  },
  'gemini.live.closes': {
    kind: 'counter',
    unit: '{close}',
    description: 'Closed sessions, by close code and cause.',
    attributes: [providerName, attribute.closeCode, attribute.closeCause],
  },
  'gemini.live.mismatches': {
    kind: 'counter',
    unit: '{close}',
    description: "Sessions closed because the model's name belongs to the other API.",
    attributes: [attribute.mismatchKind],
  },
  'gemini.live.stalls': {
    kind: 'counter',
    unit: '{stall}',
    description: 'Silences in which something was due, counted while they last.',
    attributes: [providerName, attribute.stallKind],
  },
  'gemini.live.interruptions': {
    kind: 'counter',
    unit: '{interruption}',
    description: 'Times the user interrupted the model.',
    attributes: [providerName, requestModel],
  },
  'gemini.live.go_aways': {
    kind: 'counter',
    unit: '{message}',
    description: 'goAway messages: the server is about to close.',
    attributes: [providerName, requestModel],
  },
  'gemini.live.audio.duration': {
    kind: 'counter',
    unit: 's',
    description: 'Seconds of audio sent and received.',
    attributes: [providerName, attribute.ioDirection],
  },
  'gemini.live.io': {
    kind: 'counter',
    unit: 'By',
    description: 'Bytes of messages sent and received.',
    attributes: [providerName, attribute.ioDirection],
  },
} as const satisfies Readonly<Record<string, MetricRow>>;

export type MetricName = keyof typeof metricTable;
export type NameOf<K extends MetricRow['kind']> = {
  [N in MetricName]: (typeof metricTable)[N]['kind'] extends K ? N : never;
}[MetricName];
