import type { Attributes } from '@opentelemetry/api';
import type { Endpoint } from '../../protocol/endpoint.js';
import type { AuthKind, LiveApi } from '../../words.js';
import type { SetupFacts } from '../../protocol/client/setup.js';
import type { Generation, SessionEnd, Stall, ToolCall, Totals } from '../../session/story.js';
import type { Cost, Tokens } from '../../session/turns/tokens.js';
import { attribute, cut, longest, told } from '../attributes.js';

const providers: Readonly<Record<LiveApi, string>> = {
  gemini: 'gcp.gemini',
  vertex: 'gcp.vertex_ai',
};

export function providerName(api: LiveApi | undefined): string {
  return api === undefined ? 'gcp.gen_ai' : providers[api];
}

function endpointAttributes(endpoint: Endpoint): Attributes {
  return defined({
    [attribute.providerName]: providerName(endpoint.api),
    ...serverAttributes(endpoint),
    [attribute.urlFull]: cut(endpoint.redactedUrl, longest.hint),
    [attribute.networkProtocolName]: 'websocket',
  });
}

export function conversationAttribute(id: string | undefined): Attributes {
  return id === undefined ? {} : { [attribute.conversationId]: told(id) };
}

/** Where a session goes, on its log records. */
export function serverAttributes({ host, port }: Endpoint): Attributes {
  return { [attribute.serverAddress]: cut(host), [attribute.serverPort]: port };
}

/** What session and connect spans know of the endpoint when they start, where samplers see it. */
export function connectAttributes(endpoint: Endpoint): Attributes {
  return defined({
    ...endpointAttributes(endpoint),
    [attribute.apiName]: endpoint.api,
    [attribute.location]: endpoint.location,
  });
}

export function sessionStartAttributes(endpoint: Endpoint, auth: AuthKind): Attributes {
  return defined({
    ...connectAttributes(endpoint),
    [attribute.apiVersion]: endpoint.version,
    [attribute.apiMethod]: endpoint.method,
    [attribute.auth]: auth,
  });
}

/** What the setup asks for that goes on each of the session's generations too. */
export function requestAttributes(setup: SetupFacts): Attributes {
  return defined({
    [attribute.outputType]: outputType(setup.responseModalities),
    [attribute.temperature]: setup.temperature,
    [attribute.topP]: setup.topP,
    [attribute.topK]: setup.topK,
    [attribute.maxTokens]: setup.maxOutputTokens,
    [attribute.seed]: setup.seed,
    [attribute.reasoningLevel]: setup.thinkingLevel && told(setup.thinkingLevel),
  });
}

/** What the setup asks for that is the session's alone. */
export function setupAttributes(setup: SetupFacts): Attributes {
  return defined({
    ...requestAttributes(setup),
    [attribute.voice]: setup.voice && told(setup.voice),
    [attribute.activityDetection]: setup.activityDetection,
  });
}

/** The values of gen_ai.output.type that the conventions know. */
const outputTypes: readonly (readonly [string, string])[] = [
  ['AUDIO', 'speech'],
  ['IMAGE', 'image'],
  ['TEXT', 'text'],
];

function outputType(modalities: readonly string[]): string | undefined {
  return outputTypes.find(([modality]) => modalities.includes(modality))?.[1];
}

export function generationAttributes(generation: Generation): Attributes {
  const { inputEnd, firstAudio, audio, tokens, finishReason, errorType } = generation;
  return defined({
    ...(tokens && tokenAttributes(tokens)),
    ...(tokens?.cost && costAttributes(tokens.cost)),
    [attribute.finishReasons]: finishReason === undefined ? undefined : [told(finishReason)],
    [attribute.timeToFirstAudio]:
      inputEnd && firstAudio !== undefined
        ? toMicroseconds((firstAudio - inputEnd.at) / 1_000)
        : undefined,
    [attribute.inputEndSource]: inputEnd?.source,
    [attribute.audioGenerated]: rounded(audio.generated),
    [attribute.audioHeard]: rounded(audio.heard),
    [attribute.audioUnderrun]: rounded(audio.underrun),
    [attribute.errorType]: errorType,
  });
}

function tokenAttributes(tokens: Tokens): Attributes {
  const { inputByModality: input, outputByModality: output, cachedByModality: cached } = tokens;
  return {
    [attribute.inputTokens]: tokens.input,
    [attribute.outputTokens]: tokens.output,
    [attribute.textInputTokens]: some(input.text),
    [attribute.audioInputTokens]: some(input.audio),
    [attribute.imageInputTokens]: some(input.image),
    [attribute.textOutputTokens]: some(output.text),
    [attribute.audioOutputTokens]: some(output.audio),
    [attribute.imageOutputTokens]: some(output.image),
    [attribute.cacheReadInputTokens]: some(tokens.cached),
    [attribute.textCacheReadTokens]: some(cached.text),
    [attribute.audioCacheReadTokens]: some(cached.audio),
    [attribute.imageCacheReadTokens]: some(cached.image),
    [attribute.reasoningOutputTokens]: some(tokens.reasoning),
  };
}

/** Source: https://github.com/open-telemetry/semantic-conventions-genai/pull/443 */
function costAttributes({ amount, unpriced }: Cost): Attributes {
  return {
    ...(amount !== undefined && {
      [attribute.costAmount]: amount,
      [attribute.costCurrency]: 'USD',
      [attribute.costSource]: 'local',
    }),
    [attribute.unpricedTokens]: some(unpriced),
  };
}

/** A part of a whole is told only where there is some. */
function some(count: number | undefined): number | undefined {
  return count === 0 ? undefined : count;
}

export function toolAttributes(call: ToolCall): Attributes {
  return defined({
    [attribute.toolName]: call.name === undefined ? undefined : told(call.name),
    [attribute.toolCallId]: call.id === undefined ? undefined : told(call.id),
    [attribute.toolType]: 'function',
  });
}

export function stallAttributes({ kind, endedBy }: Stall): Attributes {
  return {
    [attribute.stallKind]: kind,
    [attribute.stallEndedBy]: endedBy,
    [attribute.errorType]: 'stall',
  };
}

export function endAttributes(end: SessionEnd): Attributes {
  const { diagnosis } = end;
  const mismatch = diagnosis?.mismatch;
  return defined({
    ...totalsAttributes(end.totals),
    [attribute.phase]: end.phase,
    [attribute.httpStatus]: end.httpStatus,
    [attribute.closeCode]: end.code,
    [attribute.closeReason]: end.reason === '' ? undefined : cut(end.reason),
    [attribute.closeInitiator]: end.initiator,
    [attribute.errorType]: diagnosis?.errorType,
    [attribute.closeCause]: diagnosis?.cause,
    [attribute.closeHint]:
      mismatch || !diagnosis?.hint ? undefined : cut(diagnosis.hint, longest.hint),
    [attribute.closeConfidence]: diagnosis?.confidence,
    [attribute.closeField]: diagnosis?.field && cut(diagnosis.field),
    [attribute.lastMessages]: end.lastMessages && cut(end.lastMessages, longest.hint),
    [attribute.mismatchHint]: mismatch && cut(mismatch.hint, longest.hint),
    [attribute.mismatchKind]: mismatch?.kind,
    [attribute.suggestedModel]: mismatch?.suggestedModel,
    [attribute.mismatchConfidence]: mismatch?.confidence,
  });
}

function totalsAttributes(totals: Readonly<Totals>): Attributes {
  return {
    [attribute.generations]: totals.generations,
    [attribute.interruptions]: totals.interruptions,
    [attribute.toolCalls]: totals.toolCalls,
    [attribute.stalls]: totals.stalls,
    [attribute.messagesSent]: totals.messagesSent,
    [attribute.messagesReceived]: totals.messagesReceived,
    [attribute.bytesSent]: totals.bytesSent,
    [attribute.bytesReceived]: totals.bytesReceived,
    [attribute.audioSent]: toMicroseconds(totals.audioSent),
    [attribute.audioReceived]: toMicroseconds(totals.audioReceived),
    [attribute.sessionInputTokens]: totals.inputTokens,
    [attribute.sessionOutputTokens]: totals.outputTokens,
    [attribute.sessionCost]: totals.cost,
  };
}

/** Seconds without the dust that adding fractions leaves; `undefined` for less than none. */
export function toMicroseconds(seconds: number): number | undefined {
  const rounded = Math.round(seconds * 1e6) / 1e6;
  return rounded >= 0 ? rounded : undefined;
}

function rounded(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : toMicroseconds(seconds);
}

/**
 * Without the keys that have no value, or a figure that is none: whatever went wrong before, a number
 * of ours is finite and not negative. What the application asked for (`seed`) may be negative.
 */
export function defined(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([, value]) => value !== undefined && (typeof value !== 'number' || Number.isFinite(value)),
    ),
  );
}
