import { attribute } from '../attributes.js';

/** One metric: its kind, unit, advice and attributes, as a table that a test can read. */
export interface MetricRow {
  readonly kind: 'counter' | 'histogram' | 'updowncounter';
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
  readonly buckets?: readonly number[];
}

const powers = (first: number, factor: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => first * factor ** n);

const { providerName, requestModel, errorType, operationName } = attribute;

export const metricTable = {
  'gen_ai.client.operation.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Duration of model generations and tool calls.',
    attributes: [operationName, providerName, requestModel, errorType],
    buckets: powers(0.01, 2, 14),
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
    buckets: powers(1, 4, 14),
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
