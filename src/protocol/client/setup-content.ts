import { get, isObject, isString, listOf, stringOf, type JsonObject } from './json-fields.js';

/** A tool that the setup offers to the model. */
export interface ToolDefinition {
  /** `function`, or the field by which a tool of Google's own is switched on, e.g. `googleSearch`. */
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  /** The schema of its arguments, as sent. */
  readonly parameters?: unknown;
}

/** What a setup tells the model. */
export interface SetupContent {
  /** The texts of `systemInstruction`, a part each. */
  readonly systemInstructions: readonly string[];
  readonly tools: readonly ToolDefinition[];
}

/** Reads what a parsed `setup` tells the model. */
export function setupContent(setup: JsonObject): SetupContent {
  const instruction = get(setup, 'systemInstruction');
  const parts = isString(instruction) ? [{ text: instruction }] : listOf(instruction, 'parts');
  return {
    systemInstructions: parts
      .map((part) => stringOf(part, 'text'))
      .filter((text) => text !== undefined),
    tools: listOf(setup, 'tools').flatMap(definitions),
  };
}

function definitions(tool: unknown): ToolDefinition[] {
  if (!isObject(tool)) return [];
  const functions = listOf(tool, 'functionDeclarations').map((declaration) => {
    const description = stringOf(declaration, 'description');
    const parameters = get(declaration, 'parameters') ?? get(declaration, 'parametersJsonSchema');
    return {
      type: 'function',
      name: stringOf(declaration, 'name') ?? '',
      ...(description !== undefined && { description }),
      ...(parameters !== undefined && { parameters }),
    };
  });
  const own = Object.keys(tool)
    .map((field) => field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .filter((field) => field !== 'functionDeclarations');
  return [...functions, ...own.map((field) => ({ type: field, name: field }))];
}
