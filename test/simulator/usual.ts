import { field, text, type JsonObject, type JsonValue } from './json.js';
import { client } from './messages.js';

/** What the driver says where a script expects a kind of message and leaves its content open. */
export const usualMessages: Readonly<Record<string, JsonObject>> = {
  clientContent: client.content('What is the weather?'),
  realtimeInput: client.audio(),
  'realtimeInput.audio': client.audio(),
  'realtimeInput.text': client.text('What is the weather?'),
  'realtimeInput.activityStart': client.activityStart,
  'realtimeInput.activityEnd': client.activityEnd,
  'realtimeInput.audioStreamEnd': client.audioStreamEnd,
  playbackControl: { playbackControl: 'PLAY' },
};

export function answerCalls(calls: readonly JsonValue[]): JsonObject {
  return client.toolResponse(...calls.map(answer));
}

function answer(call: JsonValue): JsonObject {
  const id = field(call, 'id');
  return {
    ...(id === undefined ? {} : { id }),
    name: text(field(call, 'name')),
    response: { output: 'sunny' },
  };
}
