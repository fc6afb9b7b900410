import { withoutCredentialShapes } from '../protocol/scrubber.js';

/**
 * The names of everything that leaves the process. `gen_ai.*` follows the GenAI semantic
 * conventions (https://github.com/open-telemetry/semantic-conventions-genai, Development; realtime
 * is its pull request 394, modalities of metrics 374, `gen_ai.client.inference.duration` 521,
 * `gen_ai.speech.voice` 390; `gen_ai.client.token.usage` and `gen_ai.client.operation.duration` are
 * the names of v1.41). `gemini.*` and `websocket.*` are this package's own.
 */
export const attribute = {
  providerName: 'gen_ai.provider.name',
  operationName: 'gen_ai.operation.name',
  requestModel: 'gen_ai.request.model',
  setupModel: 'gemini.live.setup.model',
  sessionId: 'gen_ai.realtime_session.id',
  conversationId: 'gen_ai.conversation.id',
  outputType: 'gen_ai.output.type',
  temperature: 'gen_ai.request.temperature',
  topP: 'gen_ai.request.top_p',
  topK: 'gen_ai.request.top_k',
  maxTokens: 'gen_ai.request.max_tokens',
  seed: 'gen_ai.request.seed',
  reasoningLevel: 'gen_ai.request.reasoning.level',
  voice: 'gen_ai.speech.voice',
  activityDetection: 'gemini.live.activity_detection',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  textInputTokens: 'gen_ai.usage.text.input_tokens',
  audioInputTokens: 'gen_ai.usage.audio.input_tokens',
  imageInputTokens: 'gen_ai.usage.image.input_tokens',
  textOutputTokens: 'gen_ai.usage.text.output_tokens',
  audioOutputTokens: 'gen_ai.usage.audio.output_tokens',
  imageOutputTokens: 'gen_ai.usage.image.output_tokens',
  cacheReadInputTokens: 'gen_ai.usage.cache_read.input_tokens',
  textCacheReadTokens: 'gen_ai.usage.text.cache_read.input_tokens',
  audioCacheReadTokens: 'gen_ai.usage.audio.cache_read.input_tokens',
  imageCacheReadTokens: 'gen_ai.usage.image.cache_read.input_tokens',
  reasoningOutputTokens: 'gen_ai.usage.reasoning.output_tokens',
  costAmount: 'gen_ai.usage.cost.amount',
  costCurrency: 'gen_ai.usage.cost.currency',
  costSource: 'gen_ai.usage.cost.source',
  unpricedTokens: 'gemini.live.cost.unpriced_tokens',
  finishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstAudio: 'gemini.live.time_to_first_audio',
  inputEndSource: 'gemini.live.input_end.source',
  audioGenerated: 'gemini.live.audio.generated',
  audioHeard: 'gemini.live.audio.heard',
  audioUnderrun: 'gemini.live.audio.underrun',
  stallKind: 'gemini.live.stall.kind',
  stallEndedBy: 'gemini.live.stall.ended_by',
  toolName: 'gen_ai.tool.name',
  toolCallId: 'gen_ai.tool.call.id',
  toolType: 'gen_ai.tool.type',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  systemInstructions: 'gen_ai.system_instructions',
  toolDefinitions: 'gen_ai.tool.definitions',
  toolArguments: 'gen_ai.tool.call.arguments',
  toolResult: 'gen_ai.tool.call.result',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  urlFull: 'url.full',
  networkProtocolName: 'network.protocol.name',
  httpStatus: 'http.response.status_code',
  apiName: 'gemini.api.name',
  apiVersion: 'gemini.api.version',
  apiMethod: 'gemini.api.method',
  location: 'gemini.location',
  auth: 'gemini.auth',
  phase: 'gemini.live.phase',
  resumed: 'gemini.live.session.resumed',
  sequence: 'gemini.live.session.sequence',
  resumptionGap: 'gemini.live.resumption.gap',
  generations: 'gemini.live.generations',
  interruptions: 'gemini.live.interruptions',
  toolCalls: 'gemini.live.tool_calls',
  stalls: 'gemini.live.stalls',
  messagesSent: 'gemini.live.messages.sent',
  messagesReceived: 'gemini.live.messages.received',
  bytesSent: 'gemini.live.bytes.sent',
  bytesReceived: 'gemini.live.bytes.received',
  audioSent: 'gemini.live.audio.sent',
  audioReceived: 'gemini.live.audio.received',
  sessionInputTokens: 'gemini.live.tokens.input',
  sessionOutputTokens: 'gemini.live.tokens.output',
  sessionCost: 'gemini.live.cost',
  closeCode: 'websocket.close.code',
  closeReason: 'websocket.close.reason',
  closeInitiator: 'websocket.close.initiator',
  errorType: 'error.type',
  mismatchHint: 'gemini.mismatch_hint',
  mismatchKind: 'gemini.mismatch.kind',
  suggestedModel: 'gemini.mismatch.suggested_model',
  mismatchConfidence: 'gemini.mismatch.confidence',
  closeCause: 'gemini.close.cause',
  closeHint: 'gemini.close.hint',
  closeConfidence: 'gemini.close.confidence',
  closeField: 'gemini.close.field',
  lastMessages: 'gemini.live.last_messages',
  timeLeft: 'gemini.live.time_left',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  tokenType: 'gen_ai.token.type',
  tokenModality: 'gen_ai.token.modality',
  ioDirection: 'network.io.direction',
} as const;

/** Span names; all but the first two's bare form are followed by the model or the tool. */
export const spanName = {
  session: 'gemini.live.session',
  connect: 'gemini.live.connect',
  generation: 'realtime_inference',
  tool: 'execute_tool',
  stall: 'gemini.live.stall',
  userSpeech: 'user_speech',
} as const;

export const eventName = {
  goAway: 'gemini.live.go_away',
  sessionResumption: 'gemini.live.session_resumption',
  exception: 'exception',
  exceptionLog: 'gemini.live.exception',
  sessionStarted: 'gen_ai.client.realtime_session.started',
  sessionEnded: 'gen_ai.client.realtime_session.ended',
} as const;

/** Longest strings, in characters. */
export const longest = { name: 256, hint: 512, content: 8_192 } as const;

/** A name that the other side gave, without what looks like a credential in it. */
export function told(name: string): string {
  return cut(withoutCredentialShapes(name));
}

/** Cuts a string, without leaving half of a surrogate pair behind. */
export function cut(text: string, length: number = longest.name): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return text.slice(0, end);
}
