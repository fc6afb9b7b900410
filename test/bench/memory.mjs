/*
 * Memory held for an open session, after a million frames, and after 10 000 sessions.
 * node --expose-gc test/bench/memory.mjs
 */
import { createRequire } from 'node:module';
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';

const require = createRequire(import.meta.url);
const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=k';
const setup = JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } });
const pretty = (message) => Buffer.from(`${JSON.stringify(message, undefined, 2)}\n`);
const audio = pretty({
  serverContent: {
    modelTurn: {
      parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: 'ABCDEFGH'.repeat(500) } }],
    },
  },
});

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
// As an SDK that exports: ended spans are handed over and forgotten.
trace.setGlobalTracerProvider(
  new TracerProvider({
    spanProcessors: [
      { onStart() {}, onEnd() {}, forceFlush: async () => {}, shutdown: async () => {} },
    ],
  }),
);
metrics.setGlobalMeterProvider(
  new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE),
        exportIntervalMillis: 3_600_000,
      }),
    ],
  }),
);
const { GeminiLiveInstrumentation } = require('opentelemetry-instrumentation-gemini-live');
const instrumentation = new GeminiLiveInstrumentation({ warn: false });
const WebSocket = require('ws');
const server = new WebSocket.Server({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => {
  socket.once('message', () => socket.send(pretty({ setupComplete: {} })));
});
await new Promise((resolve) => server.once('listening', resolve));
const url = `ws://127.0.0.1:${server.address().port}${path}`;

function open() {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.on('open', () => socket.send(setup));
    socket.once('message', () => resolve(socket));
  });
}
function close(socket) {
  return new Promise((resolve) => {
    socket.once('close', resolve);
    socket.close(1000);
  });
}
async function heap() {
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}
async function openMany(count) {
  const sockets = [];
  for (let i = 0; i < count; i += 50) {
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, open))));
  }
  return sockets;
}
async function heldBy(count) {
  const before = await heap();
  const sockets = await openMany(count);
  const held = (await heap()) - before;
  for (const socket of sockets) await close(socket);
  return held / count;
}

instrumentation.disable();
await heldBy(300);
const without = await heldBy(1_000);
instrumentation.enable();
await heldBy(300);
const withUs = await heldBy(1_000);
console.log(`Node ${process.version}`);
console.log(`held for one open session: ${((withUs - without) / 1024).toFixed(1)} KB (goal: 8)`);

const one = await open();
const emit = () => one.emit('message', audio, true);
for (let i = 0; i < 1_000; i++) emit();
const first = await heap();
for (let i = 0; i < 1_000_000; i++) emit();
console.log(`after 1 000 000 frames: ${(((await heap()) - first) / 1024).toFixed(1)} KB more`);
await close(one);

const cycle = async (count) => {
  for (let i = 0; i < count; i += 50) {
    await Promise.all(Array.from({ length: 50 }, async () => close(await open())));
  }
};
await cycle(2_000);
const start = await heap();
await cycle(10_000);
console.log(`after 10 000 sessions: ${(((await heap()) - start) / 1024).toFixed(1)} KB more`);
process.exit(0);
