import type { Attributes } from '@opentelemetry/api';
import type { SetupContent, ToolDefinition } from '../../protocol/client/setup-content.js';
import type { Generation } from '../../session/story.js';
import { attribute, cut, longest } from '../attributes.js';
import { defined } from '../spans/span-attributes.js';
import type { ContentPiece } from './content-door.js';
import { messagesJson } from './content-messages.js';

/** Gives the text of a piece as it may leave; `undefined` where it may not. */
export type Pass = (
  piece: Pick<ContentPiece, 'kind' | 'text' | 'role' | 'toolName'>,
) => string | undefined;

/** What the setup tells the model, in the form of the GenAI conventions. */
export function setupContentAttributes(content: SetupContent, pass: Pass): Attributes {
  const { systemInstructions, tools } = content;
  const told = systemInstructions
    .map((text) => pass({ kind: 'system_instructions', text }))
    .filter((text) => text !== undefined);
  const definitions =
    tools.length === 0
      ? undefined
      : pass({ kind: 'tool_definitions', text: JSON.stringify(tools) });
  return defined({
    [attribute.systemInstructions]: partsJson(told),
    [attribute.toolDefinitions]:
      definitions === undefined ? undefined : definitionsJson(definitions),
  });
}

/** What was said before a generation and in it. */
export function messageAttributes({ content, finishReason }: Generation, pass: Pass): Attributes {
  if (content === undefined) return {};
  const input = content.input.map(({ role, text }) => ({
    role,
    text: pass({ kind: 'input_message', role, text }) ?? '',
  }));
  const role = 'assistant';
  const said = content.output;
  const output = said === '' ? '' : (pass({ kind: 'output_message', role, text: said }) ?? '');
  return defined({
    [attribute.inputMessages]: messagesJson(input),
    [attribute.outputMessages]: messagesJson([{ role, text: output }], finishReason),
  });
}

/** The JSON of a tool call's arguments or result, as it may leave. */
export function toolJson(
  kind: 'tool_call_arguments' | 'tool_call_result',
  json: string | undefined,
  toolName: string | undefined,
  pass: Pass,
): string | undefined {
  if (json === undefined) return undefined;
  const text = pass({ kind, text: compact(json), toolName });
  return text === undefined ? undefined : cut(asJson(text), longest.content);
}

/** Valid JSON of at most {@link longest.content} characters, of texts that are shortened for it. */
function partsJson(texts: readonly string[]): string | undefined {
  let parts: readonly object[] = [];
  for (const text of texts) {
    if (text === '') continue;
    const longer = withPart(parts, text);
    if (longer === undefined) break;
    parts = longer;
  }
  return parts.length === 0 ? undefined : JSON.stringify(parts);
}

/** The parts and as much of one more as there is room for; `undefined` where there is none. */
function withPart(parts: readonly object[], text: string): readonly object[] | undefined {
  for (let room: number = longest.content; room > 0; room = Math.floor(room * 0.8)) {
    const longer = [...parts, { type: 'text', content: cut(text, room) }];
    if (JSON.stringify(longer).length <= longest.content) return longer;
  }
  return undefined;
}

/** As many of the definitions as there is room for: whole, else by their names. */
function definitionsJson(text: string): string {
  const json = asJson(text);
  if (json.length <= longest.content) return json;
  const all: unknown = JSON.parse(json);
  if (!Array.isArray(all)) return JSON.stringify(cut(text, longest.content / 2));
  const kept: string[] = [];
  let room = longest.content - 2;
  for (const definition of all as readonly Partial<ToolDefinition>[]) {
    const whole = JSON.stringify(definition);
    const short = JSON.stringify({ type: definition?.type, name: definition?.name });
    const told = whole.length < room ? whole : short;
    if (told.length >= room) break;
    kept.push(told);
    room -= told.length + 1;
  }
  return `[${kept.join(',')}]`;
}

/** What is no JSON any more, by the hand of a hook, is a string of it. */
function asJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return JSON.stringify(text);
  }
}

/** Google's JSON is pretty-printed. */
function compact(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return json;
  }
}
