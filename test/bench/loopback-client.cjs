/*
 * A client that receives, parses and sends audio over loopback, and prints the CPU time of its
 * process in milliseconds. argv: port, `with` or `without` us.
 */
const [, , port, mode] = process.argv;
const { context, metrics, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { MeterProvider } = require('@opentelemetry/sdk-metrics');
const { TracerProvider } = require('@opentelemetry/sdk-trace');

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [] }));
metrics.setGlobalMeterProvider(new MeterProvider());
if (mode === 'with') {
  const { GeminiLiveInstrumentation } = require('opentelemetry-instrumentation-gemini-live');
  new GeminiLiveInstrumentation({ warn: false });
}
const WebSocket = require('ws');
const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=k';
const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
const data = 'ABCDEFGH'.repeat(533);
let received = 0;
let before;

socket.on('open', () =>
  socket.send(JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } })),
);
socket.on('message', (frame) => {
  const message = JSON.parse(frame.toString());
  // The first ten thousand warm the compiler up: its threads count, too.
  if (++received === 10_000) before = process.cpuUsage();
  if (message.serverContent?.modelTurn && received % 2 === 0) {
    socket.send(
      JSON.stringify({ realtimeInput: { audio: { data, mimeType: 'audio/pcm;rate=16000' } } }),
    );
  }
  if (message.serverContent?.turnComplete) {
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1_000);
    socket.close();
  }
});
