import type { ToolResponseFacts } from './client-facts.js';
import type { JsonCursor } from '../json/json-cursor.js';
import { Names } from '../json/names.js';
import { LISTED, NONE } from '../server/server-facts.js';

const TOOL_RESPONSE = new Names(['functionResponses'], true);
const FUNCTION_RESPONSE = new Names(['id', 'name', 'response', 'willContinue'], true);

/** Reads the next value as a `toolResponse`: `{ functionResponses: [{ id, name, response }] }` */
export function readToolResponse(json: JsonCursor, content: boolean): readonly ToolResponseFacts[] {
  let responses: readonly ToolResponseFacts[] = NONE;
  if (!json.enterObject()) return responses;
  for (let key = json.nextKey(TOOL_RESPONSE); key !== undefined;) {
    if (key === 'functionResponses') responses = readFunctionResponses(json, content);
    else json.skip();
    key = json.nextKey(TOOL_RESPONSE);
  }
  return responses;
}

function readFunctionResponses(json: JsonCursor, content: boolean): readonly ToolResponseFacts[] {
  const responses: ToolResponseFacts[] = [];
  if (!json.enterArray()) return NONE;
  while (json.nextElement()) {
    if (responses.length >= LISTED) json.skip();
    else if (json.enterObject()) responses.push(readFunctionResponse(json, content));
  }
  return responses;
}

/** The object has been entered. */
function readFunctionResponse(json: JsonCursor, content: boolean): ToolResponseFacts {
  let id: string | undefined;
  let name: string | undefined;
  let willContinue = false;
  let response: string | undefined;
  for (let key = json.nextKey(FUNCTION_RESPONSE); key !== undefined;) {
    if (key === 'id') id = json.text();
    else if (key === 'name') name = json.text();
    else if (key === 'willContinue') willContinue = json.isTrue();
    else if (key === 'response' && content) response = json.raw();
    else json.skip();
    key = json.nextKey(FUNCTION_RESPONSE);
  }
  return { id, name, willContinue, response };
}
