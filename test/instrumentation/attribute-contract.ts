/**
 * What each attribute is, and where it must be: the second half of the contract, by hand too. Types are
 * those of the semantic conventions.
 */

export type AttributeType = 'string' | 'int' | 'double' | 'boolean' | 'string[]';

const named = <T extends AttributeType>(type: T, names: readonly string[]) =>
  names.map((name) => [name, type] as const);

/** The type of every attribute, of spans, events, log records and metrics. */
export const types: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ...named('string', [
    'gen_ai.provider.name',
    'gen_ai.operation.name',
    'gen_ai.request.model',
    'gen_ai.request.reasoning.level',
    'gen_ai.realtime_session.id',
    'gen_ai.conversation.id',
    'gen_ai.output.type',
    'gen_ai.speech.voice',
    'gen_ai.tool.name',
    'gen_ai.tool.call.id',
    'gen_ai.tool.type',
    'gen_ai.tool.definitions',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'gen_ai.system_instructions',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.token.type',
    'gen_ai.token.modality',
    'gen_ai.usage.cost.currency',
    'gen_ai.usage.cost.source',
    'gemini.live.setup.model',
    'gemini.live.activity_detection',
    'gemini.live.input_end.source',
    'gemini.live.phase',
    'gemini.live.last_messages',
    'gemini.live.stall.kind',
    'gemini.live.stall.ended_by',
    'gemini.api.name',
    'gemini.api.version',
    'gemini.api.method',
    'gemini.location',
    'gemini.auth',
    'gemini.mismatch_hint',
    'gemini.mismatch.kind',
    'gemini.mismatch.suggested_model',
    'gemini.mismatch.confidence',
    'gemini.close.cause',
    'gemini.close.hint',
    'gemini.close.confidence',
    'gemini.close.field',
    'websocket.close.reason',
    'websocket.close.initiator',
    'server.address',
    'url.full',
    'network.protocol.name',
    'network.io.direction',
    'error.type',
    'exception.type',
    'exception.message',
  ]),
  ...named('int', [
    'gen_ai.request.top_k',
    'gen_ai.request.max_tokens',
    'gen_ai.request.seed',
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
    'gemini.live.cost.unpriced_tokens',
    'gemini.live.generations',
    'gemini.live.interruptions',
    'gemini.live.tool_calls',
    'gemini.live.stalls',
    'gemini.live.messages.sent',
    'gemini.live.messages.received',
    'gemini.live.bytes.sent',
    'gemini.live.bytes.received',
    'gemini.live.tokens.input',
    'gemini.live.tokens.output',
    'gemini.live.session.sequence',
    'server.port',
    'http.response.status_code',
    'websocket.close.code',
  ]),
  ...named('double', [
    'gen_ai.request.temperature',
    'gen_ai.request.top_p',
    'gen_ai.usage.cost.amount',
    'gemini.live.cost',
    'gemini.live.time_to_first_audio',
    'gemini.live.audio.sent',
    'gemini.live.audio.received',
    'gemini.live.audio.generated',
    'gemini.live.audio.heard',
    'gemini.live.audio.underrun',
    'gemini.live.resumption.gap',
    'gemini.live.time_left',
  ]),
  ...named('boolean', ['gemini.live.session.resumed']),
  ...named('string[]', ['gen_ai.response.finish_reasons']),
]);

const session = ['gen_ai.provider.name', 'gen_ai.realtime_session.id'];
const server = ['server.address', 'server.port'];
const endpoint = [...server, 'url.full', 'network.protocol.name'];
const model = 'gen_ai.request.model';
const operation = ['gen_ai.operation.name', ...session];

/** What must be on each signal of that name, whatever happened. */
export const required: Readonly<Record<string, readonly string[]>> = {
  'gemini.live.session': [
    ...session,
    ...endpoint,
    'gemini.auth',
    'gemini.live.phase',
    'gemini.live.generations',
    'gemini.live.interruptions',
    'gemini.live.tool_calls',
    'gemini.live.messages.sent',
    'gemini.live.messages.received',
    'gemini.live.bytes.sent',
    'gemini.live.bytes.received',
    'gemini.live.audio.sent',
    'gemini.live.audio.received',
  ],
  'gemini.live.connect': [...session, ...endpoint],
  realtime_inference: [...operation, model],
  execute_tool: [...operation, model, 'gen_ai.tool.type'],
  'gemini.live.stall': [
    ...session,
    model,
    'gemini.live.stall.kind',
    'gemini.live.stall.ended_by',
    'error.type',
  ],
  user_speech: [...operation, model],
  exception: ['exception.type', 'exception.message'],
  'gemini.live.exception': ['exception.type', 'exception.message', 'error.type'],
  'gen_ai.client.realtime_session.started': [...session, ...server, model],
  'gen_ai.client.realtime_session.ended': [...session, ...server, model],
  'gen_ai.client.inference.duration': ['gen_ai.operation.name', 'gen_ai.provider.name', model],
  'gen_ai.execute_tool.duration': ['gen_ai.tool.name', 'gen_ai.tool.type'],
  ...Object.fromEntries(
    ['input_tokens', 'output_tokens', 'cache_read.input_tokens', 'reasoning.output_tokens'].map(
      (kind) => [
        `gen_ai.client.inference.usage.${kind}`,
        ['gen_ai.operation.name', 'gen_ai.provider.name', model, 'gen_ai.token.modality'],
      ],
    ),
  ),
  ...Object.fromEntries(
    ['input_tokens', 'output_tokens'].map((kind) => [
      `gen_ai.client.inference.operation.${kind}`,
      ['gen_ai.operation.name', 'gen_ai.provider.name', model],
    ]),
  ),
};

/** What leaves only where content was asked for. */
export const optIn: readonly string[] = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
];

/** Whether a value is of that type. */
export function isOfType(value: unknown, type: AttributeType | undefined): boolean {
  if (type === 'int') return Number.isSafeInteger(value);
  if (type === 'double') return Number.isFinite(value);
  if (type === 'string[]') {
    return Array.isArray(value) && value.every((each) => typeof each === 'string');
  }
  return typeof value === type;
}
