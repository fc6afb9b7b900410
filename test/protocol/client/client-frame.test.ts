import type { SentMessage } from '../../../src/words.js';
import { describe, expect, it } from 'vitest';
import {
  byteLength,
  createClientFrameReader,
  type ClientFacts,
} from '../../../src/protocol/client/client-frame.js';

/** The facts but those that a close is asked about; sent-message.test.ts has these. */
function withoutBlame(facts: ClientFacts | undefined): Omit<ClientFacts, keyof SentMessage> {
  const {
    kind,
    rolelessTurn,
    functionParts,
    audioParts,
    hasTurns,
    imageChunks,
    scheduling,
    ...rest
  } = facts!;
  return rest;
}
const nothing = withoutBlame({ ...createClientFrameReader({ content: false })('{}')!, bytes: 0 });
const data = Buffer.alloc(3200, 7).toString('base64');
const spoken = { audioBytes: 3200, audioSeconds: 0.1 };

/** Messages as clients send them, and what they say. */
const messages: [string, object, Partial<ClientFacts>][] = [
  [
    'audio of js-genai',
    { realtimeInput: { audio: { data, mimeType: 'audio/pcm;rate=16000' } } },
    spoken,
  ],
  [
    'audio of python-genai',
    { realtime_input: { audio: { data, mime_type: 'audio/pcm;rate=16000' } } },
    spoken,
  ],
  [
    'audio, keys the other way',
    { realtimeInput: { audio: { mimeType: 'audio/pcm', data } } },
    spoken,
  ],
  ['mediaChunks', { realtimeInput: { mediaChunks: [{ mimeType: 'audio/pcm', data }] } }, spoken],
  [
    'media_chunks of two kinds',
    {
      realtime_input: {
        media_chunks: [
          { mime_type: 'audio/pcm;rate=8000', data },
          { mime_type: 'image/jpeg', data },
        ],
      },
    },
    { audioBytes: 3200, audioSeconds: 0.2, video: true },
  ],
  ['video', { realtimeInput: { video: { data, mimeType: 'image/jpeg' } } }, { video: true }],
  ['text', { realtimeInput: { text: 'Hello' } }, { text: true, inputText: 'Hello' }],
  ['empty text', { realtimeInput: { text: '' } }, {}],
  ['activityStart', { realtimeInput: { activityStart: {} } }, { activityStart: true }],
  ['activity_end', { realtime_input: { activity_end: {} } }, { activityEnd: true }],
  ['audioStreamEnd', { realtimeInput: { audioStreamEnd: true } }, { audioStreamEnd: true }],
  ['no audio_stream_end', { realtime_input: { audio_stream_end: false } }, {}],
  [
    'clientContent',
    {
      clientContent: {
        turns: [
          { role: 'user', parts: [{ text: 'Who ' }, { text: 'are you?' }] },
          { parts: [{ text: 'Again.' }] },
        ],
        turnComplete: true,
      },
    },
    {
      clientContent: true,
      turnComplete: true,
      inputText: 'Who are you?Again.',
      inputMessages: [
        { role: 'user', text: 'Who are you?' },
        { role: 'user', text: 'Again.' },
      ],
    },
  ],
  [
    'client_content',
    { client_content: { turn_complete: true } },
    { clientContent: true, turnComplete: true },
  ],
  [
    'toolResponse',
    {
      toolResponse: {
        functionResponses: [
          {
            id: 'fc_1',
            name: 'weather',
            response: { output: '"' },
            willContinue: true,
            scheduling: 'WHEN_IDLE',
          },
        ],
      },
    },
    {
      toolResponses: [
        {
          id: 'fc_1',
          name: 'weather',
          willContinue: true,
          scheduling: 'WHEN_IDLE',
          response: '{"output":"\\""}',
        },
      ],
    },
  ],
  [
    'tool_response',
    { tool_response: { function_responses: [{ id: 'fc_1', will_continue: true }] } },
    {
      toolResponses: [
        {
          id: 'fc_1',
          name: undefined,
          willContinue: true,
          scheduling: undefined,
          response: undefined,
        },
      ],
    },
  ],
];

describe.each(messages)('%s', (_, message, facts) => {
  const text = JSON.stringify(message);

  it('is read with its content, again and again, in each form', () => {
    const read = createClientFrameReader({ content: true });
    for (const form of [
      text,
      text,
      Buffer.from(text),
      Buffer.from(text),
      new TextEncoder().encode(text),
    ]) {
      expect(withoutBlame(read(form))).toEqual({ ...nothing, ...facts, bytes: text.length });
    }
  });

  it('is read without its content', () => {
    const expected = { ...nothing, ...facts, bytes: text.length };
    expected.inputText = expected.inputMessages = undefined;
    expected.toolResponses = expected.toolResponses.map((r) => ({ ...r, response: undefined }));
    expect(withoutBlame(createClientFrameReader({ content: false })(text))).toEqual(expected);
  });
});

it('keeps the rate of audio beside a chunk that is none', () => {
  const read = createClientFrameReader({ content: false });
  const mediaChunks = [
    { mimeType: 'audio/pcm;rate=16000', data },
    { mimeType: 'image/jpeg', data: 'AAAA' },
  ];
  const frame = JSON.stringify({ realtimeInput: { mediaChunks } });
  for (const form of [frame, frame, Buffer.from(frame), Buffer.from(frame)]) {
    expect(read(form)).toMatchObject(spoken);
  }
});

describe('byteLength', () => {
  it.each<[string, unknown, number]>([
    ['ASCII', 'abc', 3],
    ['UTF-8', 'ł🎤', 6],
    ['a buffer', Buffer.alloc(5), 5],
    ['an ArrayBuffer', new ArrayBuffer(6), 6],
    ['a view of a part', new Uint16Array(new ArrayBuffer(8), 2, 2), 4],
    ['fragments', [Buffer.alloc(2), Buffer.alloc(3)], 5],
    ['a Blob', new Blob(['ł']), 2],
    ['a number, which ws sends as text', 12.5, 4],
    ['nothing', undefined, 0],
    ['null', null, 0],
    ['an object', {}, 0],
  ])('of %s', (_, sent, bytes) => {
    expect(byteLength(sent)).toBe(bytes);
  });
});
