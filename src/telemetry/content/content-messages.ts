import { cut, longest } from '../attributes.js';

interface Message {
  readonly role: string;
  readonly text: string;
}

/**
 * Messages in the form of the GenAI conventions' `gen_ai.input.messages` and
 * `gen_ai.output.messages`: a JSON array of messages with text parts.
 *
 * @returns Valid JSON of at most {@link longest.content} characters: texts are shortened until it
 * fits. `undefined` where there is nothing to tell.
 */
export function messagesJson(
  messages: readonly Message[],
  finishReason?: string,
): string | undefined {
  const said = messages.filter((message) => message.text !== '');
  if (said.length === 0) return undefined;
  for (let room: number = longest.content; room > 0; room = Math.floor(room * 0.8)) {
    const json = JSON.stringify(
      shorten(said, room).map((message) => toPart(message, finishReason)),
    );
    if (json.length <= longest.content) return json;
  }
  return undefined;
}

/** The first messages, as far as they fit into that many characters. */
function shorten(messages: readonly Message[], room: number): Message[] {
  const kept: Message[] = [];
  let left = room;
  for (const { role, text } of messages) {
    if (left <= 0) break;
    kept.push({ role, text: cut(text, left) });
    // What a message costs beside its text.
    left -= text.length + 60;
  }
  return kept;
}

function toPart({ role, text }: Message, finishReason: string | undefined): object {
  return {
    role,
    parts: [{ type: 'text', content: text }],
    ...(finishReason !== undefined && { finish_reason: finishReason }),
  };
}
