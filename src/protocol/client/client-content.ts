import type { ClientFacts, InputMessage } from './client-facts.js';
import { isOfType, readBlob } from '../audio/audio-blob.js';
import type { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';
import { LISTED } from '../server/server-facts.js';

const CLIENT_CONTENT = new Names(['turns', 'turnComplete'], true);
const TURN = new Names(['role', 'parts']);
const PART = new Names(['text', 'thought', 'functionCall', 'functionResponse', 'inlineData'], true);

/**
 * Reads the next value as a `clientContent`: `{ turns: [{ role, parts: [{ text }] }], turnComplete }`
 *
 * @returns The text of all turns; in content mode only.
 */
export function readClientContent(
  json: JsonCursor,
  facts: ClientFacts,
  content: boolean,
): string | undefined {
  // As with JSON.parse, the last of several equal keys wins.
  facts.turnComplete = false;
  facts.inputMessages = undefined;
  facts.rolelessTurn = facts.functionParts = facts.audioParts = facts.hasTurns = false;
  facts.clientContent = json.enterObject();
  if (!facts.clientContent) return undefined;
  for (let key = json.nextKey(CLIENT_CONTENT); key !== undefined;) {
    if (key === 'turnComplete') facts.turnComplete = json.isTrue();
    else if (key === 'turns') {
      const messages = readTurns(json, facts, content);
      facts.inputMessages = content ? messages : undefined;
    } else json.skip();
    key = json.nextKey(CLIENT_CONTENT);
  }
  const texts = facts.inputMessages?.map((message) => message.text);
  return texts === undefined || texts.length === 0 ? undefined : texts.join('');
}

function readTurns(
  json: JsonCursor,
  facts: ClientFacts,
  content: boolean,
): readonly InputMessage[] | undefined {
  if (!json.enterArray()) return undefined;
  const messages: InputMessage[] = [];
  while (json.nextElement()) {
    if (messages.length >= LISTED) json.skip();
    else if (json.enterObject()) {
      facts.hasTurns = true;
      const message = readTurn(json, facts, content);
      if (content && message.text !== '') messages.push(message);
    }
  }
  return messages;
}

/** The object has been entered. */
function readTurn(json: JsonCursor, facts: ClientFacts, content: boolean): InputMessage {
  let role: string | undefined;
  let text = '';
  for (let key = json.nextKey(TURN); key !== undefined; key = json.nextKey(TURN)) {
    if (key === 'role') role = json.text();
    else if (key === 'parts') text = readParts(json, facts, content);
    else json.skip();
  }
  if (!role) facts.rolelessTurn = true;
  return { role: role ?? 'user', text };
}

function readParts(json: JsonCursor, facts: ClientFacts, content: boolean): string {
  let all = '';
  if (!json.enterArray()) return all;
  while (json.nextElement()) {
    if (!json.enterObject()) continue;
    let text: string | undefined;
    let thought = false;
    for (let key = json.nextKey(PART); key !== undefined; key = json.nextKey(PART)) {
      if (key === 'text' && content) text = json.text();
      else if (key === 'thought') thought = json.isTrue();
      else if (key === 'inlineData')
        facts.audioParts = isOfType(readBlob(json), 'audio/') || facts.audioParts;
      else {
        if (key === 'functionCall' || key === 'functionResponse') facts.functionParts = true;
        json.skip();
      }
    }
    if (text !== undefined && !thought) all += text;
  }
  return all;
}
