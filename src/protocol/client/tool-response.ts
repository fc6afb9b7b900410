import type { ClientFacts, ToolResponseFacts } from './client-facts.js';
import type { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';
import { LISTED, NONE } from '../server/server-facts.js';

const TOOL_RESPONSE = new Names(['functionResponses'], true);
const FUNCTION_RESPONSE = new Names(['id', 'name', 'response', 'willContinue', 'scheduling'], true);

/** Reads the next value as a `toolResponse`: `{ functionResponses: [{ id, name, response }] }` */
export function readToolResponse(json: JsonCursor, facts: ClientFacts, content: boolean): void {
  facts.toolResponses = NONE;
  facts.scheduling = false;
  if (!json.enterObject()) return;
  for (let key = json.nextKey(TOOL_RESPONSE); key !== undefined;) {
    if (key === 'functionResponses') {
      facts.toolResponses = readFunctionResponses(json, facts, content);
    } else json.skip();
    key = json.nextKey(TOOL_RESPONSE);
  }
}

function readFunctionResponses(
  json: JsonCursor,
  facts: ClientFacts,
  content: boolean,
): readonly ToolResponseFacts[] {
  const responses: ToolResponseFacts[] = [];
  if (!json.enterArray()) return NONE;
  while (json.nextElement()) {
    if (responses.length >= LISTED) json.skip();
    else if (json.enterObject()) responses.push(readFunctionResponse(json, facts, content));
  }
  return responses;
}

/** The object has been entered. */
function readFunctionResponse(
  json: JsonCursor,
  facts: ClientFacts,
  content: boolean,
): ToolResponseFacts {
  let id: string | undefined;
  let name: string | undefined;
  let willContinue = false;
  let scheduling: string | undefined;
  let response: string | undefined;
  for (let key = json.nextKey(FUNCTION_RESPONSE); key !== undefined;) {
    if (key === 'id') id = json.text();
    else if (key === 'name') name = json.text();
    else if (key === 'willContinue') willContinue = json.isTrue();
    else if (key === 'response' && content) response = json.raw();
    else if (key === 'scheduling') {
      facts.scheduling = true;
      scheduling = json.text();
    } else json.skip();
    key = json.nextKey(FUNCTION_RESPONSE);
  }
  return { id, name, willContinue, scheduling, response };
}
