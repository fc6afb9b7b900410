import type { SentMessage, SessionPhase } from '../../words.js';
import { FrameLog } from './frame-log.js';
import { camel } from '../sentences/named-field.js';

/** A parsed message of a session, for a caller that has no socket to watch. */
export interface LiveMessage {
  from: 'client' | 'server';
  message: unknown;
}

type JsonObject = Readonly<Record<string, unknown>>;

const REALTIME = [
  'audio',
  'video',
  'text',
  'activityStart',
  'activityEnd',
  'audioStreamEnd',
  'mediaChunks',
];
const SERVER = [
  'setupComplete',
  'toolCall',
  'toolCallCancellation',
  'serverContent',
  'goAway',
  'sessionResumptionUpdate',
  'usageMetadata',
  'voiceActivity',
  'voiceActivityDetectionSignal',
];

/** What is seen of messages that are given as they were parsed. */
export function logOf(
  setup: unknown,
  messages: unknown,
  phase: SessionPhase | undefined,
): FrameLog | undefined {
  if (!isObject(setup) && !Array.isArray(messages)) return undefined;
  const log = new FrameLog(() => 0);
  const list: readonly unknown[] = Array.isArray(messages) ? messages : [];
  const hasSetup = list.some((each) => isObject(each) && 'setup' in keys(each['message']));
  if (isObject(setup) && !hasSetup) log.setUp(setup);
  const isKnown = list.some((each) => isObject(each) && 'setupComplete' in keys(each['message']));
  if (!isKnown && (phase === 'active' || phase === 'going_away')) log.accepted();
  for (const each of list) {
    if (!isObject(each)) continue;
    const { from: side } = each;
    const message = keys(each['message']);
    if (side === 'server') log.received(SERVER.find((kind) => kind in message) ?? 'unknown');
    else if ('setup' in message) log.setUp(message['setup']);
    else log.sent(sentMessage(message));
  }
  return log;
}

/** @param message - With its keys in camelCase. */
export function sentMessage(message: JsonObject): SentMessage {
  const realtime = keys(message['realtimeInput']);
  const content = keys(message['clientContent']);
  const turns = list(content['turns']);
  const parts = turns.flatMap((turn) => list(turn['parts']));
  const responses = list(keys(message['toolResponse'])['functionResponses']);
  return {
    kind: kindOf(message, realtime),
    rolelessTurn: turns.some(({ role }) => typeof role !== 'string' || role === ''),
    functionParts: parts.some((part) => 'functionCall' in part || 'functionResponse' in part),
    audioParts: parts.some((part) => /^audio\//i.test(mimeType(part['inlineData']))),
    hasTurns: turns.length > 0,
    imageChunks: list(realtime['mediaChunks']).some((each) =>
      /^(?:image|video)\//i.test(mimeType(each)),
    ),
    scheduling: responses.some((response) => 'scheduling' in response),
  };
}

function kindOf(message: JsonObject, realtime: JsonObject): string {
  if ('realtimeInput' in message) {
    const field = REALTIME.find((each) => each in realtime);
    return field === undefined ? 'realtimeInput' : `realtimeInput.${field}`;
  }
  return ['clientContent', 'toolResponse'].find((kind) => kind in message) ?? 'unknown';
}

function mimeType(blob: unknown): string {
  const { mimeType: type } = keys(blob);
  return typeof type === 'string' ? type : '';
}

/** The object with its keys in camelCase; without those that are null. */
function keys(value: unknown): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [camel(key), inner]),
  );
}

function list(value: unknown): JsonObject[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return all.filter(isObject).map(keys);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
