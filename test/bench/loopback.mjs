/*
 * CPU of a whole client process that receives, parses and sends audio over loopback, with and
 * without us: the median of paired runs. node test/bench/loopback.mjs [pairs]
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WebSocketServer } from 'ws';

const pairs = Number(process.argv[2] ?? 11);
const frames = 20_000;
const client = fileURLToPath(new URL('loopback-client.cjs', import.meta.url));
const pretty = (message) => Buffer.from(`${JSON.stringify(message, undefined, 2)}\n`);
const audio = pretty({
  serverContent: {
    modelTurn: {
      parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: 'ABCDEFGH'.repeat(1_000) } }],
    },
  },
});

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => {
  socket.once('message', () => {
    socket.send(pretty({ setupComplete: {} }));
    let sent = 0;
    const more = () => {
      for (let i = 0; i < 50 && sent < frames; i++, sent++) socket.send(audio);
      if (sent < frames) setImmediate(more);
      else socket.send(pretty({ serverContent: { turnComplete: true } }));
    };
    more();
  });
});
await new Promise((resolve) => server.once('listening', resolve));
const run = async (mode) => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    client,
    String(server.address().port),
    mode,
  ]);
  return Number(stdout);
};

const ratios = [];
for (let pair = 0; pair < pairs; pair++) {
  // In turns, so that neither is always the first.
  const order = pair % 2 === 0 ? ['with', 'without'] : ['without', 'with'];
  const times = {};
  for (const mode of order) times[mode] = await run(mode);
  ratios.push(times.with / times.without);
}
ratios.sort((a, b) => a - b);
const median = ratios[ratios.length >> 1];
console.log(`Node ${process.version}; CPU of a client process with us, without us = 1`);
console.log(
  `median of ${pairs} pairs: ${median.toFixed(3)} (goal: 1.03); from ${ratios[0].toFixed(3)} to ${ratios.at(-1).toFixed(3)}`,
);
server.close();
process.exit(0);
