/*
 * What measuring the speech in a sent chunk of audio costs: the same frames on a socket of each kind
 * in one run, not watched, watched, and watched with measuring. node test/bench/speech.mjs
 */
import { createRequire } from 'node:module';
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';

const require = createRequire(import.meta.url);
const live =
  'ws://127.0.0.1:9/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=k';

function open(WebSocket) {
  // It seems open, and its `send` reaches no socket: what is measured is what stands before it.
  class Quiet extends WebSocket {
    get readyState() {
      return WebSocket.OPEN;
    }
    send() {}
  }
  const socket = new Quiet(live);
  socket.on('error', () => undefined);
  socket.send(JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } }));
  return socket;
}

const plain = open(require('ws'));
// A second copy of the class, for the instrumentation to find.
for (const file of Object.keys(require.cache))
  if (/[\\/]ws[\\/]/.test(file)) delete require.cache[file];

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [] }));
metrics.setGlobalMeterProvider(new MeterProvider());
const { GeminiLiveInstrumentation } = require('opentelemetry-instrumentation-gemini-live');
const instrumentation = new GeminiLiveInstrumentation({ warn: false, measureSpeech: false });
const watched = open(require('ws'));
instrumentation.setConfig({ warn: false });
const measured = open(require('ws'));

/** Eight seconds of syllables and pauses at 16 kHz, 16 bits. */
const pcm = Buffer.alloc(256_000);
for (let i = 0; i < pcm.length / 2; i++) {
  const t = i / 16_000;
  const size = t % 2 < 1.3 ? 6_000 * Math.sin(Math.PI * 4 * t) ** 2 : 0;
  pcm.writeInt16LE(Math.round(size * Math.sin(900 * t) + 60 * (Math.random() - 0.5)), 2 * i);
}

/** As JSON.stringify gives it, in one piece. */
function frames(bytes, form) {
  const made = [];
  for (let at = 0; at + bytes <= pcm.length; at += bytes) {
    const data = pcm.toString('base64', at, at + bytes);
    const audio = { data, mimeType: 'audio/pcm;rate=16000' };
    const frame = Buffer.from(JSON.stringify({ realtimeInput: { audio } }));
    made.push(form === 'bytes' ? frame : frame.toString('latin1'));
  }
  return made;
}

console.log(`Node ${process.version}; nanoseconds a sent chunk, best of many rounds in one run`);
console.log(
  'chunk'.padEnd(32),
  'watched'.padStart(8),
  'and measured'.padStart(13),
  'measuring'.padStart(10),
  'goal'.padStart(6),
  'JSON.parse'.padStart(11),
  'ratio'.padStart(8),
);
let missed = false;
for (const [milliseconds, goal] of [
  [20, 500],
  [100, 1_000],
]) {
  for (const form of ['text', 'bytes']) {
    const sent = frames(32 * milliseconds, form);
    const [base, ours, all, json] = measure(
      [
        (frame) => plain.send(frame),
        (frame) => watched.send(frame),
        (frame) => measured.send(frame),
        (frame) => JSON.parse(frame.toString()),
      ],
      sent,
    );
    missed ||= all - ours > goal;
    console.log(
      `${milliseconds} ms, ${sent[0].length} characters, ${form}`.padEnd(32),
      (ours - base).toFixed(0).padStart(8),
      (all - base).toFixed(0).padStart(13),
      (all - ours).toFixed(0).padStart(10),
      String(goal).padStart(6),
      json.toFixed(0).padStart(11),
      `${((100 * (all - ours)) / json).toFixed(1)} %`.padStart(8),
    );
  }
}
instrumentation.disable();
process.exit(missed ? 1 : 0);

/** The rounds of all functions interleaved, so that they share the weather. */
function measure(functions, sent) {
  const best = functions.map(() => Infinity);
  const passes = Math.ceil(1_600 / sent.length);
  for (let round = 0; round < 80; round++) {
    functions.forEach((fn, which) => {
      const before = process.hrtime.bigint();
      for (let pass = 0; pass < passes; pass++) for (const frame of sent) fn(frame);
      const each = Number(process.hrtime.bigint() - before) / passes / sent.length;
      best[which] = Math.min(best[which], each);
    });
  }
  return best;
}
