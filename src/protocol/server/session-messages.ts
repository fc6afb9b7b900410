import type { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';
import { LISTED, NONE, type ServerFacts, type ToolCallFacts } from './server-facts.js';

/*
 * The smaller server messages. As with JSON.parse, the last of several equal keys wins: each
 * function forgets what an earlier value said before it reads the next.
 */

const SETUP_COMPLETE = new Names(['sessionId']);
const TOOL_CALL = new Names(['functionCalls']);
const FUNCTION_CALL = new Names(['id', 'name', 'args']);
const CANCELLATION = new Names(['ids']);
const GO_AWAY = new Names(['timeLeft']);
const RESUMPTION = new Names(['newHandle', 'resumable']);
const VOICE_ACTIVITY = new Names(['type', 'voiceActivityType', 'audioOffset']);
const VAD_SIGNAL = new Names(['vadSignalType']);
const ACTIVITY = new Names(['ACTIVITY_START', 'ACTIVITY_END']);
const SIGNAL = new Names(['VAD_SIGNAL_TYPE_SOS', 'VAD_SIGNAL_TYPE_EOS']);

/** `{}` on the Gemini API, `{ sessionId }` on Vertex AI. */
export function readSetupComplete(json: JsonCursor, facts: ServerFacts): void {
  facts.sessionId = undefined;
  facts.setupComplete = json.enterObject();
  if (!facts.setupComplete) return;
  for (let key = json.nextKey(SETUP_COMPLETE); key !== undefined;) {
    if (key === 'sessionId') facts.sessionId = json.text();
    else json.skip();
    key = json.nextKey(SETUP_COMPLETE);
  }
}

/** `{ functionCalls: [{ id, name, args }] }` */
export function readToolCall(json: JsonCursor, facts: ServerFacts, content: boolean): void {
  facts.toolCalls = NONE;
  facts.toolCallCount = 0;
  if (!json.enterObject()) return;
  for (let key = json.nextKey(TOOL_CALL); key !== undefined; key = json.nextKey(TOOL_CALL)) {
    if (key !== 'functionCalls') {
      json.skip();
      continue;
    }
    const calls: ToolCallFacts[] = [];
    let count = 0;
    if (json.enterArray()) {
      while (json.nextElement()) {
        if (count >= LISTED) count += json.isObject() ? 1 : 0;
        else if (json.enterObject()) count = calls.push(readFunctionCall(json, content));
      }
    }
    facts.toolCalls = calls;
    facts.toolCallCount = count;
  }
}

/** The object has been entered. */
function readFunctionCall(json: JsonCursor, content: boolean): ToolCallFacts {
  const call: { -readonly [K in keyof ToolCallFacts]: ToolCallFacts[K] } = {
    id: undefined,
    name: undefined,
    args: undefined,
  };
  for (let key = json.nextKey(FUNCTION_CALL); key !== undefined;) {
    if (key === 'id') call.id = json.text();
    else if (key === 'name') call.name = json.text();
    else if (key === 'args' && content) call.args = json.raw();
    else json.skip();
    key = json.nextKey(FUNCTION_CALL);
  }
  return call;
}

/** `{ ids: ["…"] }` */
export function readCancellation(json: JsonCursor, facts: ServerFacts): void {
  facts.cancelledIds = NONE;
  if (!json.enterObject()) return;
  for (let key = json.nextKey(CANCELLATION); key !== undefined;) {
    if (key === 'ids') facts.cancelledIds = readIds(json);
    else json.skip();
    key = json.nextKey(CANCELLATION);
  }
}

function readIds(json: JsonCursor): readonly string[] {
  const ids: string[] = [];
  if (!json.enterArray()) return NONE;
  while (json.nextElement()) {
    if (!json.isString() || ids.length >= LISTED) continue;
    ids.push(json.decode());
  }
  return ids;
}

/** `{ timeLeft: "9.500s" }`, a protobuf Duration */
export function readGoAway(json: JsonCursor, facts: ServerFacts): void {
  facts.timeLeft = undefined;
  facts.goAway = json.enterObject();
  if (!facts.goAway) return;
  for (let key = json.nextKey(GO_AWAY); key !== undefined; key = json.nextKey(GO_AWAY)) {
    if (key === 'timeLeft') facts.timeLeft = seconds(json.text());
    else json.skip();
  }
}

function seconds(duration: string | undefined): number | undefined {
  const match = /^(-?\d{1,12}(?:\.\d{1,9})?)s$/.exec(duration ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** `{}` at a turn's start, `{ newHandle, resumable: true }` where the session can be resumed. */
export function readResumption(json: JsonCursor, facts: ServerFacts): void {
  facts.newHandle = undefined;
  facts.resumable = false;
  facts.resumption = json.enterObject();
  if (!facts.resumption) return;
  for (let key = json.nextKey(RESUMPTION); key !== undefined; key = json.nextKey(RESUMPTION)) {
    if (key === 'newHandle') facts.newHandle = json.text();
    else if (key === 'resumable') facts.resumable = json.isTrue();
    else json.skip();
  }
}

/**
 * `{ type: "ACTIVITY_START", audioOffset: "0.060s" }` on the wire; the SDKs call the type
 * `voiceActivityType`.
 */
export function readVoiceActivity(
  json: JsonCursor,
  facts: ServerFacts,
): ServerFacts['voiceActivity'] {
  facts.voiceOffset = undefined;
  let byType: ServerFacts['voiceActivity'];
  let byLongName: ServerFacts['voiceActivity'];
  if (!json.enterObject()) return undefined;
  for (let key = json.nextKey(VOICE_ACTIVITY); key !== undefined;) {
    if (key === 'type') byType = edge(json.textAmong(ACTIVITY), 'ACTIVITY_START');
    else if (key === 'voiceActivityType') {
      byLongName = edge(json.textAmong(ACTIVITY), 'ACTIVITY_START');
    } else if (key === 'audioOffset') facts.voiceOffset = seconds(json.text());
    else json.skip();
    key = json.nextKey(VOICE_ACTIVITY);
  }
  return byType ?? byLongName;
}

/** `{ vadSignalType: "VAD_SIGNAL_TYPE_SOS" }`: start or end of speech. */
export function readVadSignal(json: JsonCursor): ServerFacts['voiceActivity'] {
  let signal: ServerFacts['voiceActivity'];
  if (!json.enterObject()) return undefined;
  for (let key = json.nextKey(VAD_SIGNAL); key !== undefined; key = json.nextKey(VAD_SIGNAL)) {
    if (key === 'vadSignalType') signal = edge(json.textAmong(SIGNAL), 'VAD_SIGNAL_TYPE_SOS');
    else json.skip();
  }
  return signal;
}

function edge(name: string, start: string): ServerFacts['voiceActivity'] {
  if (name === '') return undefined;
  return name === start ? 'start' : 'end';
}
