/*
 * What one message costs a Live socket of npm ws, observation and context together, next to what
 * the application pays to parse it; and what it costs a socket that is not Live. Plain JavaScript on
 * the built package, so that any Node can run it: node test/bench/message.mjs
 */
import { createRequire } from 'node:module';
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';

const require = createRequire(import.meta.url);
const live =
  'ws://127.0.0.1:9/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=k';

/** It seems open, and its `send` reaches no socket: what is measured is what stands before it. */
const quiet = (WebSocket) =>
  class extends WebSocket {
    get readyState() {
      return WebSocket.OPEN;
    }
    send() {}
  };
function open(WebSocket, url) {
  const socket = new (quiet(WebSocket))(url);
  socket.on('error', () => undefined);
  socket.on('message', () => undefined);
  return socket;
}

const Plain = require('ws');
const plain = open(Plain, live);
// A second copy of the class, for the instrumentation to find.
for (const file of Object.keys(require.cache))
  if (/[\\/]ws[\\/]/.test(file)) delete require.cache[file];

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [] }));
metrics.setGlobalMeterProvider(new MeterProvider());
const { GeminiLiveInstrumentation } = require('opentelemetry-instrumentation-gemini-live');
// What measuring speech costs beside is in speech.mjs.
const instrumentation = new GeminiLiveInstrumentation({ warn: false, measureSpeech: false });
const Watched = require('ws');
const watched = open(Watched, live);
const other = open(Watched, 'ws://127.0.0.1:9/chat');
watched.send(JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } }));
const pretty = (message) => Buffer.from(`${JSON.stringify(message, undefined, 2)}\n`);
watched.emit('message', pretty({ setupComplete: {} }), true);

const payload = (length, n) => 'ABCDEFGH'.repeat(length / 8).replace(/^..../, String(1000 + n));
const audio = (length) => (n) =>
  pretty({
    serverContent: {
      modelTurn: {
        parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: payload(length, n) } }],
      },
    },
  });
const chunk = (n) =>
  Buffer.from(
    JSON.stringify({
      realtimeInput: { audio: { data: payload(4_264, n), mimeType: 'audio/pcm;rate=16000' } },
    }),
  ).toString('latin1');

const received = (socket) => (frame) => socket.emit('message', frame, true);
const sent = (socket) => (frame) => socket.send(frame);
const parse = (frame) => JSON.parse(frame.toString());

const rows = [
  ...[2_000, 4_264, 13_000, 64_000].map((n) => [
    `received audio frame, ${n} characters`,
    audio(n),
    received,
    1_000,
  ]),
  ['sent audio chunk, 4264 characters', chunk, sent, 200],
  [
    'output transcription',
    (n) => pretty({ serverContent: { outputTranscription: { text: `word ${n}` } } }),
    received,
    5_000,
  ],
  [
    'turnComplete with usage',
    () =>
      pretty({
        serverContent: { turnComplete: true },
        usageMetadata: {
          promptTokenCount: 9,
          responseTokenCount: 5,
          totalTokenCount: 14,
          responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 5 }],
        },
      }),
    received,
    5_000,
  ],
  ['interrupted', () => pretty({ serverContent: { interrupted: true } }), received, 5_000],
  [
    'resumption update',
    (n) => pretty({ sessionResumptionUpdate: { newHandle: `h${n}`, resumable: true } }),
    received,
    5_000,
  ],
];

console.log(`Node ${process.version}; nanoseconds a message, best of many rounds in one run`);
console.log(
  'message'.padEnd(42),
  'ours'.padStart(7),
  'goal'.padStart(7),
  'JSON.parse'.padStart(11),
  'ratio'.padStart(8),
  'not Live'.padStart(9),
);
for (const [name, make, act, goal] of rows) {
  const frames = Array.from({ length: 8 }, (_, n) => make(n));
  const [base, ours, notLive, json] = measure(
    [act(plain), act(watched), act(other), parse],
    frames,
  );
  console.log(
    name.padEnd(42),
    (ours - base).toFixed(0).padStart(7),
    String(goal).padStart(7),
    json.toFixed(0).padStart(11),
    `${((100 * (ours - base)) / json).toFixed(1)} %`.padStart(8),
    (notLive - base).toFixed(0).padStart(9),
  );
}
instrumentation.disable();
process.exit(0);

/** The rounds of all functions interleaved, so that they share the weather. */
function measure(functions, frames) {
  const best = functions.map(() => Infinity);
  for (let round = 0; round < 60; round++) {
    functions.forEach((fn, which) => {
      const calls = fn === parse ? 400 : 4_000;
      const before = process.hrtime.bigint();
      for (let i = 0; i < calls; i++) fn(frames[i & 7]);
      best[which] = Math.min(best[which], Number(process.hrtime.bigint() - before) / calls);
    });
  }
  return best;
}
