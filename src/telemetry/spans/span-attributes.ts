import type { Attributes } from '@opentelemetry/api';
import type { Endpoint } from '../../protocol/endpoint.js';
import type { AuthKind, LiveApi } from '../../words.js';
import type { SetupFacts } from '../../protocol/client/setup.js';
import type { Generation, SessionEnd, Stall, ToolCall, Totals } from '../../session/story.js';
import type { Tokens } from '../../session/turns/tokens.js';
import { attribute, cut, longest, told } from '../attributes.js';
import { messagesJson } from './content-messages.js';

const providers: Readonly<Record<LiveApi, string>> = {
  gemini: 'gcp.gemini',
  vertex: 'gcp.vertex_ai',
};

export function providerName(api: LiveApi | undefined): string {
  return api === undefined ? 'gcp.gen_ai' : providers[api];
}

/** What session and connect spans know of the endpoint when they start, where samplers see it. */
export function endpointAttributes(endpoint: Endpoint): Attributes {
  return defined({
    [attribute.providerName]: providerName(endpoint.api),
    [attribute.serverAddress]: cut(endpoint.host),
    [attribute.serverPort]: endpoint.port,
    [attribute.urlFull]: cut(endpoint.redactedUrl, longest.hint),
    [attribute.networkProtocolName]: 'websocket',
  });
}

export function sessionStartAttributes(endpoint: Endpoint, auth: AuthKind): Attributes {
  return defined({
    ...endpointAttributes(endpoint),
    [attribute.apiName]: endpoint.api,
    [attribute.apiVersion]: endpoint.version,
    [attribute.apiMethod]: endpoint.method,
    [attribute.location]: endpoint.location,
    [attribute.auth]: auth,
  });
}

/** What the setup asks for; on the session and on each of its generations. */
export function requestAttributes(setup: SetupFacts): Attributes {
  return defined({
    [attribute.outputType]: outputType(setup.responseModalities),
    [attribute.temperature]: setup.temperature,
    [attribute.topP]: setup.topP,
    [attribute.topK]: setup.topK,
    [attribute.maxTokens]: setup.maxOutputTokens,
    [attribute.seed]: setup.seed,
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
  const { inputEnd, firstAudio, audio, tokens, finishReason, errorType, content } = generation;
  const output = content && [{ role: 'assistant', text: content.output }];
  return defined({
    ...(tokens && tokenAttributes(tokens)),
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
    [attribute.inputMessages]: content && messagesJson(content.input),
    [attribute.outputMessages]: output && messagesJson(output, finishReason),
  });
}

function tokenAttributes(tokens: Tokens): Attributes {
  return {
    [attribute.inputTokens]: tokens.input,
    [attribute.outputTokens]: tokens.output,
    [attribute.textInputTokens]: tokens.inputByModality.text,
    [attribute.audioInputTokens]: tokens.inputByModality.audio,
    [attribute.imageInputTokens]: tokens.inputByModality.image,
    [attribute.textOutputTokens]: tokens.outputByModality.text,
    [attribute.audioOutputTokens]: tokens.outputByModality.audio,
    [attribute.imageOutputTokens]: tokens.outputByModality.image,
    [attribute.cacheReadInputTokens]: tokens.cached,
    [attribute.reasoningOutputTokens]: tokens.reasoning,
  };
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
  };
}

/** Seconds without the dust that adding fractions leaves; `undefined` for less than none. */
function toMicroseconds(seconds: number): number | undefined {
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
