/*
 * A voice client: it parses audio frames and sends one of its own for every other. Phases on a Live
 * path, which we watch, take turns with phases on another path, which we leave alone: in one process,
 * so that both have the same machine, heap and compiled code. Prints JSON: the CPU time of a frame on
 * each path, in microseconds, and the medians of their ratios and differences, pair by pair.
 * Runs in a folder with the packages that it loads.
 * argv: socket (`buffers`, `array-buffers`, `global`), `words` or `audio`, rounds, `with` or `without` us.
 */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [kind, words, rounds, mode] = process.argv.slice(2);
const frames = 4_000;
/** The first rounds warm the compiler up. */
const warmUp = 2;
const require = createRequire(join(process.cwd(), 'package.json'));
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const sdk = require('@opentelemetry/sdk-trace-node');

const tracerProvider = new sdk.NodeTracerProvider({
  spanProcessors: [new sdk.BatchSpanProcessor(new sdk.InMemorySpanExporter())],
});
tracerProvider.register();
if (mode === 'with') {
  const { GeminiLiveInstrumentation } = require('opentelemetry-instrumentation-gemini-live');
  const instrumentations = [new GeminiLiveInstrumentation({ warn: false })];
  registerInstrumentations({ tracerProvider, instrumentations });
}
const WebSocket = kind === 'global' ? globalThis.WebSocket : require('ws').WebSocket;

const server = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [frames, words]);
const port = await new Promise((resolve) => server.once('message', resolve));
const chunks = Array.from({ length: 100 }, (_, n) =>
  JSON.stringify({
    realtimeInput: {
      audio: { data: voice(n).toString('base64'), mimeType: 'audio/pcm;rate=16000' },
    },
  }),
);
const live = await open(
  '//ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=K',
);
const other = await open('//ws/some.other.service.Chat?key=K');

const times = { live: [], other: [] };
for (let round = 0; round < warmUp + Number(rounds); round++) {
  const pair = { live: 0, other: 0 };
  // In turns, so that neither is always the first.
  for (const path of round % 2 === 0 ? ['other', 'live'] : ['live', 'other']) {
    pair[path] = await phase(path === 'live' ? live : other);
  }
  if (round < warmUp) continue;
  times.live.push(pair.live);
  times.other.push(pair.other);
}
const pairs = times.live.map((time, n) => [time, times.other[n]]);
console.log(
  JSON.stringify({
    live: median(times.live),
    other: median(times.other),
    ratio: median(pairs.map(([a, b]) => a / b)),
    difference: median(pairs.map(([a, b]) => a - b)),
  }),
);
server.kill();
process.exit(0);

function open(path) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    const client = { socket, heard: 0, characters: 0, done: undefined };
    if (kind !== 'buffers') socket.binaryType = 'arraybuffer';
    const decoder = new TextDecoder();
    socket.onopen = () => {
      socket.send(JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } }));
    };
    socket.onmessage = ({ data }) => {
      const text = Buffer.isBuffer(data) ? data.toString() : decoder.decode(data);
      const message = JSON.parse(text);
      if (message.setupComplete) return resolve(client);
      client.characters += message.serverContent.modelTurn.parts[0].inlineData.data.length;
      if (++client.heard % 2 === 0) socket.send(chunks[(client.heard >> 1) % chunks.length]);
      if (client.heard % frames === 0) client.done();
    };
  });
}

/** The CPU time of a frame, in microseconds. */
async function phase(client) {
  const before = process.cpuUsage();
  await new Promise((resolve) => {
    client.done = resolve;
    client.socket.send('{"go":1}');
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / frames;
}

/** The nth 20 ms of a tone with noise that swells and falls: there is something to hear. */
function voice(n) {
  const pcm = Buffer.alloc(640);
  for (let i = 0; i < 320; i++) {
    const t = n * 320 + i;
    const swell = Math.max(0, Math.sin((2 * Math.PI * t) / 16_000));
    const tone = 6_000 * Math.sin(t / 13) + 2_500 * Math.sin(t / 5.3);
    const noise = 60 * (((t * 2_654_435_761) >>> 16) / 32_768 - 1);
    pcm.writeInt16LE(Math.round(swell * tone + noise), i * 2);
  }
  return pcm;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
