import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createClientFrameReader } from '../../src/protocol/client/client-frame.js';
import { createServerFrameReader } from '../../src/protocol/server/server-frame.js';
import type { FrameData } from '../../src/protocol/wire.js';
import { FrameGenerator, Random, Writer, type Tree } from './frame-generator.js';
import { clientReference, serverReference, type Loose } from './reference.js';

const FRAMES = Number(process.env['FRAMES'] ?? 100_000);
const SEED = Number(process.env['SEED'] ?? 20260822);
/**
 * In strings of about so many bytes raw control characters may pass (json.ts), and in payloads of a
 * known stream escapes (envelope.ts). It is 128, of text that two spoilt bytes may make longer by 4.
 */
const LONG = 124;

interface Side {
  readonly frame: (generator: FrameGenerator) => string;
  /** The frames of one stream of audio: all the same but for the payload, and the words to it. */
  readonly streams: readonly ((payload: string, words: string) => string)[];
  readonly reader: (content: boolean) => (data: FrameData) => object | undefined;
  readonly reference: (
    text: string,
    content: boolean,
  ) => (Record<string, unknown> & Loose) | undefined;
}

const sides: Record<string, Side> = {
  server: {
    frame: (g) => new Writer(g.random, false).write(g.server()),
    streams: [
      (data) =>
        `${JSON.stringify(
          {
            serverContent: {
              modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data } }] },
            },
          },
          null,
          2,
        )}\n`,
      (data) =>
        JSON.stringify({
          serverContent: {
            modelTurn: {
              role: 'model',
              parts: [{ text: 'kept ł \\ "', inlineData: { data, mimeType: 'audio/pcm' } }],
            },
            turnComplete: true,
          },
          usageMetadata: { totalTokenCount: 5 },
        }),
      (data) => {
        const inlineData = { mimeType: 'audio/pcm', data };
        const first = { mimeType: 'audio/pcm', data: 'A'.repeat(200) };
        const parts = [{ inlineData: first }, { inlineData }];
        return JSON.stringify({ serverContent: { modelTurn: { parts } } });
      },
      (data) => {
        const image = { inlineData: { mimeType: 'image/png', data: 'AAAA' } };
        const parts = [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data } }, image];
        return JSON.stringify({ serverContent: { modelTurn: { parts } } });
      },
      (data, text) => {
        const parts = [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data } }];
        const serverContent = { modelTurn: { parts }, outputTranscription: { text } };
        return `${JSON.stringify({ serverContent }, null, 2)}\n`;
      },
      (data, text) => {
        const modelTurn = { parts: [{ inlineData: { mimeType: 'audio/pcm', data } }] };
        const outputTranscription = { text: 'x', finished: true };
        const serverContent = { outputTranscription: { text }, modelTurn, interrupted: true };
        // The last of two equal keys wins.
        return JSON.stringify({ serverContent }).replace(
          '"outputTranscription":',
          `"outputTranscription":${JSON.stringify(outputTranscription)},"outputTranscription":`,
        );
      },
    ],
    reader: (content) => createServerFrameReader({ content }),
    reference: serverReference,
  },
  client: {
    frame: (g) => new Writer(g.random, g.random.chance(0.5)).write(g.client()),
    streams: [
      (data) =>
        JSON.stringify({ realtimeInput: { audio: { data, mimeType: 'audio/pcm;rate=16000' } } }),
      (data) =>
        JSON.stringify({ realtimeInput: { mediaChunks: [{ mimeType: 'audio/pcm', data }] } }),
      (data) => {
        const image = { mimeType: 'image/jpeg', data: 'AAAA' };
        const mediaChunks = [{ mimeType: 'audio/pcm;rate=16000', data }, image];
        return JSON.stringify({ realtimeInput: { mediaChunks } });
      },
      (data) =>
        `{"realtime_input": {"audio": {"data": "${data}", "mime_type": "audio/pcm;rate=8000"}}}`,
    ],
    reader: (content) => createClientFrameReader({ content }),
    reference: clientReference,
  },
};

describe.each(Object.entries(sides))('%s frames', (_, side) => {
  it.each([false, true])(
    'say the same to the reader as to JSON.parse, content %s',
    { timeout: 120_000 },
    (content) => {
      const random = new Random(SEED);
      const generator = new FrameGenerator(random);
      const read = side.reader(content);
      let valid = 0;
      for (let i = 0; i < FRAMES / 2; i++) {
        const bytes = spoil(random, Buffer.from(someFrame(generator, side)));
        if (readAsExpected(read, side, random.pick(forms)(bytes, random), bytes, content)) valid++;
      }
      expect(valid).toBeGreaterThan(FRAMES / 4);
      expect(valid).toBeLessThan((FRAMES / 2) * 0.9);
    },
  );

  it.each([false, true])(
    'say the same in a stream whose frames come spoilt, content %s',
    { timeout: 120_000 },
    (content) => {
      const random = new Random(SEED);
      const generator = new FrameGenerator(random);
      const read = side.reader(content);
      for (let i = 0; i < FRAMES / 40; i++) {
        const stream = random.pick(side.streams);
        const form = random.pick(forms);
        for (let n = 0; n < 20; n++) {
          const words = random.chance(0.7) ? { text: ` word ${n}` } : generator.string();
          const frame = stream(plain(generator.payload()), plain(words));
          const bytes = spoil(random, Buffer.from(frame));
          readAsExpected(read, side, form(bytes, random), bytes, content);
        }
      }
    },
  );

  it.each([
    ['5 MB of [', Buffer.alloc(5e6, '[')],
    ['5 MB of {"a":', Buffer.from('{"a":'.repeat(1e6))],
    ['5 MB of "', Buffer.alloc(5e6, '"')],
    ['5 MB of \\', Buffer.from(`{"a":"${'\\'.repeat(5e6)}"}`)],
    ['5 MB of escapes', Buffer.from(`{"a":"${'\\"'.repeat(2.5e6)}"}`)],
    [
      'escapes far from each other',
      Buffer.from(`{"a":"${`\\n${'x'.repeat(300)}`.repeat(17_000)}"}`),
    ],
    ['many long strings', Buffer.from(JSON.stringify({ a: Array(20_000).fill('y'.repeat(250)) }))],
    ['5 MB of noise', noise(5e6)],
    ['5 MB of UTF-8', Buffer.from(JSON.stringify({ a: '🎤'.repeat(1.2e6) }))],
    ['5 MB of white space', Buffer.from(`{${' '.repeat(5e6)}}`)],
    ['a nest 200 000 deep', Buffer.from(`{"a":${'[{"b":'.repeat(1e5)}1${'}]'.repeat(1e5)}}`)],
    ['a nest closed wrongly', Buffer.from(`{"a":${'['.repeat(1e5)}${']'.repeat(99_999)}}}`)],
    ['a payload of 5 MB', Buffer.from(side.streams[0]!('A'.repeat(5e6), ''))],
    ['an empty frame', Buffer.alloc(0)],
    ['a BOM', Buffer.from('\ufeff{}')],
    ['an array', Buffer.from('[{"serverContent":{}}]')],
  ])('survive %s', { timeout: 30_000 }, (_, bytes) => {
    const read = side.reader(true);
    const expected = expectation(side, bytes, bytes, true);
    const before = performance.now();
    expect(agree(read(bytes), expected)).toBe(true);
    expect(agree(read(bytes.toString()), expected)).toBe(true);
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it('are no frames in other forms', () => {
    const read = side.reader(false);
    for (const odd of [undefined, null, 5, {}, [], [1, 2], [null], new Blob(['{}'])]) {
      expect(read(odd as unknown as FrameData)).toBeUndefined();
    }
  });
});

/** @returns Whether the frame is valid. */
function readAsExpected(
  read: (data: FrameData) => object | undefined,
  side: Side,
  data: FrameData,
  bytes: Buffer,
  content: boolean,
): boolean {
  const expected = expectation(side, data, bytes, content);
  const found = read(data);
  if (!agree(found, expected)) {
    // Said here, because expect on every frame would take longer than all the rest.
    const frame = bytes.toString();
    expect({ frame, found: comparable(found) }).toEqual({ frame, found: expected });
    expect.unreachable();
  }
  return found !== undefined;
}

const forms: readonly ((bytes: Buffer, random: Random) => FrameData)[] = [
  (bytes) => bytes,
  (bytes) => bytes.toString(),
  (bytes) => new Uint8Array(bytes).buffer,
  (bytes) => new Uint8Array([1, 2, 3, ...bytes]).subarray(3),
  (bytes) => [bytes],
  (bytes, random) => {
    const cut = random.below(bytes.length + 1);
    return [bytes.subarray(0, cut), bytes.subarray(cut)];
  },
];

function expectation(
  side: Side,
  data: FrameData,
  bytes: Buffer,
  content: boolean,
): (Record<string, unknown> & Loose) | undefined {
  const expected = side.reference(bytes.toString(), content);
  // Bytes that are no UTF-8 have another size as text.
  if (expected !== undefined && 'bytes' in expected && typeof data !== 'string') {
    expected['bytes'] = bytes.length;
  }
  return expected;
}

function someFrame(generator: FrameGenerator, side: Side): string {
  const { random } = generator;
  if (random.chance(0.02)) return noise(random.below(300)).toString('latin1');
  if (random.chance(0.02)) return new Writer(random, false).write(generator.anything(3));
  if (random.chance(0.7)) return side.frame(generator);
  return random.pick(side.streams)(plain(generator.payload()), plain(generator.string()));
}

function plain(tree: Tree): string {
  return 'text' in tree ? tree.text : '';
}

/** Leaves most frames as they are; cuts some, and changes bytes of some. */
function spoil(random: Random, frame: Buffer): Buffer {
  if (frame.length === 0 || random.chance(0.6)) return frame;
  if (random.chance(0.25)) return frame.subarray(0, random.below(frame.length));
  for (let n = 1 + random.below(2); n > 0; n--) {
    const at = random.below(frame.length);
    const wild = random.chance(0.5)
      ? random.below(256)
      : random.pick([...Buffer.from('"\\{}[],:=0-9etn/ ')]);
    const behind = frame.indexOf(0x22, at);
    const length = (behind === -1 ? frame.length : behind) - frame.lastIndexOf(0x22, at);
    frame[at] = (wild < 0x20 || wild === 0x5c) && length > LONG ? 0x20 : wild;
  }
  return frame;
}

function noise(length: number): Buffer {
  const random = new Random(length);
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

function agree(
  found: object | undefined,
  expected: (Record<string, unknown> & Loose) | undefined,
): boolean {
  if (found === undefined || expected === undefined) return found === expected;
  const { audioIsNoBase64, audioBytes, audioSeconds, bytes, ...rest } = expected;
  const { audioBytes: b, audioSeconds: s, bytes: size, ...others } = comparable(found)!;
  if (!isDeepStrictEqual(others, rest)) return false;
  if (audioIsNoBase64) return true;
  return b === audioBytes && size === bytes && Math.abs(Number(s) - Number(audioSeconds)) < 1e-9;
}

/** Raw JSON text is compared by what it says. */
const BLAME = [
  'kind',
  'rolelessTurn',
  'functionParts',
  'audioParts',
  'hasTurns',
  'imageChunks',
  'scheduling',
];

function comparable(found: object | undefined): Record<string, unknown> | undefined {
  if (found === undefined) return undefined;
  const facts: Record<string, unknown> = { ...found };
  // What a close is asked about is read by sent-message.test.ts.
  for (const key of BLAME) delete facts[key];
  for (const [key, raw] of [
    ['toolCalls', 'args'],
    ['toolResponses', 'response'],
  ] as const) {
    if (!(key in facts)) continue;
    facts[key] = (facts[key] as Record<string, unknown>[]).map((entry) => ({
      ...entry,
      [raw]: entry[raw] === undefined ? undefined : JSON.parse(entry[raw] as string),
    }));
  }
  return facts;
}
