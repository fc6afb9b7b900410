/*
 * What reading a frame costs, next to what the application pays for the same frame in the same run.
 * npx tsx test/bench/frame.ts
 */
import { byteLength, createClientFrameReader } from '../../src/protocol/client/client-frame.js';
import { createServerFrameReader } from '../../src/protocol/server/server-frame.js';

const COPIES = 8;
let sink = 0;

interface Row {
  readonly name: string;
  readonly make: (i: number) => Buffer | string;
  readonly read: (frame: never) => unknown;
}

const server = createServerFrameReader({ content: false });
const withContent = createServerFrameReader({ content: true });
const client = createClientFrameReader({ content: false });

const media =
  (base64: number, more: object = {}) =>
  (i: number) =>
    pretty({
      serverContent: {
        modelTurn: {
          parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: payload(base64, i) } }],
        },
        ...more,
      },
    });
const chunk = (wrap: (data: string) => object) => (i: number) =>
  flat(JSON.stringify(wrap(payload(4268, i))));
const mimeType = 'audio/pcm;rate=16000';

const rows: Row[] = [
  ...[2_048, 4_268, 13_000, 64_000].map((n) => ({
    name: `received audio, ${n} base64 characters`,
    make: media(n),
    read: server,
  })),
  { name: 'the same as text, 13000', make: (i) => flat(media(13_000)(i).toString()), read: server },
  {
    name: 'audio and transcript in one frame (3.1), 13000',
    make: (i) => media(13_000, { outputTranscription: { text: `word ${i}` } })(i),
    read: server,
  },
  { name: 'turnComplete and usage', make: usage, read: server },
  { name: 'turnComplete and usage, content', make: usage, read: withContent },
  {
    name: 'output transcription',
    make: (i) => pretty({ serverContent: { outputTranscription: { text: `Hello ${i}` } } }),
    read: server,
  },
  {
    name: 'tool call',
    make: (i) =>
      pretty({ toolCall: { functionCalls: [{ name: 'f', args: { i }, id: `fc_${i}` }] } }),
    read: server,
  },
  {
    name: 'resumption update',
    make: (i) =>
      pretty({ sessionResumptionUpdate: { newHandle: payload(200, i), resumable: true } }),
    read: server,
  },
  {
    name: 'sent audio, 4268',
    make: chunk((data) => ({ realtimeInput: { audio: { data, mimeType } } })),
    read: client,
  },
  {
    name: 'sent audio, mediaChunks',
    make: chunk((data) => ({ realtimeInput: { mediaChunks: [{ mimeType, data }] } })),
    read: client,
  },
  {
    name: 'sent tool response',
    make: (i) => flat(JSON.stringify({ toolResponse: { functionResponses: [{ id: `${i}` }] } })),
    read: client,
  },
  {
    name: 'byteLength of sent audio',
    make: chunk((data) => ({ realtimeInput: { audio: { data, mimeType } } })),
    read: byteLength,
  },
];

console.log(`Node ${process.version}; best of many rounds`);
console.log(
  'frame'.padEnd(50),
  'read, ns'.padStart(9),
  'JSON.parse, ns'.padStart(15),
  'ratio'.padStart(8),
);
for (const { name, make, read } of rows) {
  const frames = Array.from({ length: COPIES }, (_, i) => make(i)) as never[];
  const [ours, theirs] = measure([read, parse], frames) as [number, number];
  console.log(
    name.padEnd(50),
    ours.toFixed(0).padStart(9),
    theirs.toFixed(0).padStart(15),
    `${((100 * ours) / theirs).toFixed(1)} %`.padStart(8),
  );
}
console.log(sink === 0 ? '' : '');

/** Nanoseconds a call, the rounds of all functions interleaved so that they share the weather. */
function measure(fns: readonly ((frame: never) => unknown)[], frames: readonly never[]): number[] {
  const best = fns.map(() => Infinity);
  const rounds = 60;
  for (let round = 0; round < rounds; round++) {
    fns.forEach((fn, which) => {
      const calls = which === 0 ? 8_000 : 800;
      const before = process.hrtime.bigint();
      for (let i = 0; i < calls; i++) sink += fn(frames[i % COPIES]!) === undefined ? 1 : 0;
      const each = Number(process.hrtime.bigint() - before) / calls;
      if (each < best[which]!) best[which] = each;
    });
  }
  return best;
}

function parse(frame: string | Buffer): unknown {
  return JSON.parse(frame.toString());
}

function pretty(message: object): Buffer {
  return Buffer.from(`${JSON.stringify(message, null, 2)}\n`);
}

/** A string in one piece, as JSON.stringify makes it. */
function flat(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function payload(length: number, seed: number): string {
  const bytes = Buffer.alloc((length * 3) / 4);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * (7919 + seed)) % 251;
  return bytes.toString('base64');
}

function usage(i: number): Buffer {
  return pretty({
    serverContent: { turnComplete: true },
    usageMetadata: {
      promptTokenCount: 482 + i,
      responseTokenCount: 69,
      totalTokenCount: 551,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 360 }],
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 57 }],
      thoughtsTokenCount: 24,
    },
  });
}
