/**
 * The telemetry contract as a table: every signal that may leave the process, with every attribute
 * that it may carry. It is written by hand and not derived from the code, so that a name that
 * changes in the code fails a test.
 */

const common = [
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.realtime_session.id',
  'gen_ai.conversation.id',
];
const endpoint = ['server.address', 'server.port', 'url.full', 'network.protocol.name'];
const request = [
  'gen_ai.output.type',
  'gen_ai.request.temperature',
  'gen_ai.request.top_p',
  'gen_ai.request.top_k',
  'gen_ai.request.max_tokens',
  'gen_ai.request.seed',
  'gen_ai.request.reasoning.level',
];
const totals = [
  'gemini.live.generations',
  'gemini.live.interruptions',
  'gemini.live.tool_calls',
  'gemini.live.stalls',
  'gemini.live.messages.sent',
  'gemini.live.messages.received',
  'gemini.live.bytes.sent',
  'gemini.live.bytes.received',
  'gemini.live.audio.sent',
  'gemini.live.audio.received',
  'gemini.live.tokens.input',
  'gemini.live.tokens.output',
  'gemini.live.cost',
];
const mismatch = [
  'gemini.mismatch_hint',
  'gemini.mismatch.kind',
  'gemini.mismatch.suggested_model',
  'gemini.mismatch.confidence',
];
const usage = [
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.text.input_tokens',
  'gen_ai.usage.audio.input_tokens',
  'gen_ai.usage.image.input_tokens',
  'gen_ai.usage.text.output_tokens',
  'gen_ai.usage.audio.output_tokens',
  'gen_ai.usage.image.output_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.text.cache_read.input_tokens',
  'gen_ai.usage.audio.cache_read.input_tokens',
  'gen_ai.usage.image.cache_read.input_tokens',
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.usage.cost.amount',
  'gen_ai.usage.cost.currency',
  'gen_ai.usage.cost.source',
  'gemini.live.cost.unpriced_tokens',
];

export const spans: Readonly<Record<string, readonly string[]>> = {
  'gemini.live.session': [
    ...common,
    ...endpoint,
    ...request,
    ...totals,
    ...mismatch,
    'gemini.live.setup.model',
    'gen_ai.speech.voice',
    'gen_ai.system_instructions',
    'gen_ai.tool.definitions',
    'gemini.api.name',
    'gemini.api.version',
    'gemini.api.method',
    'gemini.location',
    'gemini.auth',
    'gemini.live.activity_detection',
    'gemini.live.phase',
    'gemini.live.session.resumed',
    'gemini.live.session.sequence',
    'gemini.live.resumption.gap',
    'http.response.status_code',
    'websocket.close.code',
    'websocket.close.reason',
    'websocket.close.initiator',
    'error.type',
    'gemini.close.cause',
    'gemini.close.hint',
    'gemini.close.confidence',
    'gemini.close.field',
    'gemini.live.last_messages',
  ],
  'gemini.live.connect': [
    ...common,
    ...endpoint,
    'gemini.live.setup.model',
    'gemini.api.name',
    'gemini.location',
    'http.response.status_code',
    'error.type',
  ],
  realtime_inference: [
    ...common,
    ...request,
    ...usage,
    'gen_ai.operation.name',
    'gen_ai.response.finish_reasons',
    'gemini.live.time_to_first_audio',
    'gemini.live.input_end.source',
    'gemini.live.audio.generated',
    'gemini.live.audio.heard',
    'gemini.live.audio.underrun',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'error.type',
  ],
  execute_tool: [
    ...common,
    'gen_ai.operation.name',
    'gen_ai.tool.name',
    'gen_ai.tool.call.id',
    'gen_ai.tool.type',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'error.type',
  ],
  'gemini.live.stall': [
    ...common,
    'gemini.live.stall.kind',
    'gemini.live.stall.ended_by',
    'error.type',
  ],
  user_speech: [...common, 'gen_ai.operation.name'],
};

export const events: Readonly<Record<string, readonly string[]>> = {
  'gemini.live.go_away': ['gemini.live.time_left'],
  'gemini.live.session_resumption': [],
  exception: ['exception.type', 'exception.message'],
};

export const logs: Readonly<Record<string, readonly string[]>> = {
  'gemini.live.exception': [
    'exception.type',
    'exception.message',
    'error.type',
    'websocket.close.code',
    'gen_ai.conversation.id',
  ],
  'gen_ai.client.realtime_session.started': [...common, 'server.address', 'server.port'],
  'gen_ai.client.realtime_session.ended': [
    ...common,
    'server.address',
    'server.port',
    'error.type',
  ],
};

/** Severity numbers of the logs data model: WARN, INFO. */
export const severities: Readonly<Record<string, number>> = {
  'gemini.live.exception': 13,
  'gen_ai.client.realtime_session.started': 9,
  'gen_ai.client.realtime_session.ended': 9,
};

interface MetricContract {
  readonly kind: 'HISTOGRAM' | 'COUNTER' | 'UP_DOWN_COUNTER';
  readonly unit: string;
  readonly attributes: readonly string[];
  /** Only with this value of `genAiMetrics`, or with 'both'. */
  readonly names?: 'current' | '1.41';
  readonly buckets?: readonly number[];
}

const provider = 'gen_ai.provider.name';
const model = 'gen_ai.request.model';
const direction = 'network.io.direction';
const operation = 'gen_ai.operation.name';
const seconds = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const powersOfFour = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
];
const tokenCounter: MetricContract = {
  kind: 'COUNTER',
  unit: '{token}',
  attributes: [operation, provider, model, 'gen_ai.token.modality'],
  names: 'current',
};
const tokenHistogram: MetricContract = {
  kind: 'HISTOGRAM',
  unit: '{token}',
  attributes: [operation, provider, model, 'error.type'],
  buckets: powersOfFour,
  names: 'current',
};

export const metrics: Readonly<Record<string, MetricContract>> = {
  'gen_ai.client.inference.duration': {
    kind: 'HISTOGRAM',
    unit: 's',
    attributes: [operation, provider, model, 'error.type'],
    buckets: seconds,
    names: 'current',
  },
  'gen_ai.execute_tool.duration': {
    kind: 'HISTOGRAM',
    unit: 's',
    attributes: ['gen_ai.tool.name', 'gen_ai.tool.type', 'error.type'],
    buckets: seconds,
    names: 'current',
  },
  'gen_ai.client.inference.usage.input_tokens': tokenCounter,
  'gen_ai.client.inference.usage.output_tokens': tokenCounter,
  'gen_ai.client.inference.usage.cache_read.input_tokens': tokenCounter,
  'gen_ai.client.inference.usage.reasoning.output_tokens': tokenCounter,
  'gen_ai.client.inference.operation.input_tokens': tokenHistogram,
  'gen_ai.client.inference.operation.output_tokens': tokenHistogram,
  'gen_ai.client.operation.duration': {
    kind: 'HISTOGRAM',
    unit: 's',
    attributes: [operation, provider, model, 'error.type'],
    buckets: seconds,
    names: '1.41',
  },
  'gen_ai.client.token.usage': {
    kind: 'HISTOGRAM',
    unit: '{token}',
    attributes: [operation, provider, model, 'gen_ai.token.type', 'gen_ai.token.modality'],
    buckets: powersOfFour,
    names: '1.41',
  },
  'gemini.live.cost': { kind: 'COUNTER', unit: '{USD}', attributes: [provider, model] },
  'gemini.live.time_to_first_audio': {
    kind: 'HISTOGRAM',
    unit: 's',
    attributes: [provider, model, 'gemini.live.input_end.source'],
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10],
  },
  'gemini.live.setup.duration': {
    kind: 'HISTOGRAM',
    unit: 's',
    attributes: [provider, model, 'error.type'],
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30],
  },
  'gemini.live.session.duration': {
    kind: 'HISTOGRAM',
    unit: 's',
    attributes: [provider, model, 'websocket.close.code'],
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200],
  },
  'gemini.live.sessions.active': {
    kind: 'UP_DOWN_COUNTER',
    unit: '{session}',
    attributes: [provider],
  },
  'gemini.live.closes': {
    kind: 'COUNTER',
    unit: '{close}',
    attributes: [provider, 'websocket.close.code', 'gemini.close.cause'],
  },
  'gemini.live.mismatches': {
    kind: 'COUNTER',
    unit: '{close}',
    attributes: ['gemini.mismatch.kind'],
  },
  'gemini.live.stalls': {
    kind: 'COUNTER',
    unit: '{stall}',
    attributes: [provider, 'gemini.live.stall.kind'],
  },
  'gemini.live.interruptions': {
    kind: 'COUNTER',
    unit: '{interruption}',
    attributes: [provider, model],
  },
  'gemini.live.go_aways': { kind: 'COUNTER', unit: '{message}', attributes: [provider, model] },
  'gemini.live.audio.duration': { kind: 'COUNTER', unit: 's', attributes: [provider, direction] },
  'gemini.live.io': { kind: 'COUNTER', unit: 'By', attributes: [provider, direction] },
};

/** Spans of kind INTERNAL; the others are CLIENT. */
export const internal: readonly string[] = ['execute_tool', 'gemini.live.stall', 'user_speech'];
