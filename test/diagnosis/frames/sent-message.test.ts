import { describe, expect, it } from 'vitest';
import { logOf } from '../../../src/diagnosis/frames/raw-messages.js';
import { createClientFrameReader } from '../../../src/protocol/client/client-frame.js';
import type { SentMessage } from '../../../src/words.js';

const turn = (parts: readonly object[], role?: string): object => ({
  clientContent: { turns: [{ ...(role && { role }), parts }], turnComplete: true },
});
const chunk = (mimeType: string): object => ({
  realtimeInput: { mediaChunks: [{ mimeType, data: 'AAAA' }] },
});
const nothing: SentMessage = {
  kind: 'unknown',
  rolelessTurn: false,
  functionParts: false,
  audioParts: false,
  hasTurns: false,
  imageChunks: false,
  scheduling: false,
};

const table: readonly (readonly [string, object, Partial<SentMessage>])[] = [
  ['text', { realtimeInput: { text: 'hi' } }, { kind: 'realtimeInput.text' }],
  ['a marker', { realtimeInput: { activityStart: {} } }, { kind: 'realtimeInput.activityStart' }],
  ['old audio', chunk('audio/pcm'), { kind: 'realtimeInput.mediaChunks' }],
  ['old pictures', chunk('image/jpeg'), { kind: 'realtimeInput.mediaChunks', imageChunks: true }],
  ['a turn', turn([{ text: 'hi' }], 'user'), { kind: 'clientContent', hasTurns: true }],
  [
    'a turn without role',
    turn([{ text: 'hi' }]),
    { kind: 'clientContent', hasTurns: true, rolelessTurn: true },
  ],
  [
    'function parts',
    turn([{ functionCall: { name: 'f' } }, { text: 'x' }], 'model'),
    { kind: 'clientContent', hasTurns: true, functionParts: true },
  ],
  [
    'audio parts',
    turn(
      [
        { inlineData: { mimeType: 'audio/pcm', data: 'AAAA' } },
        { inlineData: { mimeType: 'audio/pcm', data: 'AAAA' } },
      ],
      'user',
    ),
    { kind: 'clientContent', hasTurns: true, audioParts: true },
  ],
  ['the end of a turn', { clientContent: { turnComplete: true } }, { kind: 'clientContent' }],
  [
    'a scheduled answer',
    { toolResponse: { functionResponses: [{ id: '1', response: {}, scheduling: 'SILENT' }] } },
    { kind: 'toolResponse', scheduling: true },
  ],
  ['an answer', { toolResponse: { functionResponses: [{ id: '1' }] } }, { kind: 'toolResponse' }],
  ['what the API does not have', { pause: {} }, {}],
];

/** The same message with every key in snake_case. */
function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snake(inner),
    ]),
  );
}

describe('what a close is asked about', () => {
  it.each(table)('%s, from bytes and as it was parsed, in both spellings', (_, message, facts) => {
    const expected = { ...nothing, ...facts };
    for (const spelled of [message, snake(message)]) {
      for (const content of [false, true]) {
        const read = createClientFrameReader({ content })(JSON.stringify(spelled));
        expect(read).toMatchObject(expected);
      }
      const log = logOf({}, [{ from: 'client', message: spelled }], 'active');
      expect(log?.last ?? log?.media).toEqual(expected);
    }
  });
});
