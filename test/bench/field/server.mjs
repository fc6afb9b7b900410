/*
 * The other side of client.mjs: for each `go` it sends as many audio frames as were asked for, as fast
 * as they are taken. argv: frames, whether words come with the audio (`words`). Sends its port.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [frames, words] = process.argv.slice(2);
const { WebSocketServer } = createRequire(join(process.cwd(), 'package.json'))('ws');
const pretty = (message) => Buffer.from(`${JSON.stringify(message, undefined, 2)}\n`);

/** 160 ms: 10 KB as base64, noise so that no two frames of a second are alike. */
const data = Buffer.from(Array.from({ length: 7_680 }, (_, i) => (i * 2_654_435_761) >>> 11));
const audio = ['so', ' the', ' answer', ' is', ' forty', ' two', '.'].map((text) =>
  pretty({
    serverContent: {
      modelTurn: {
        parts: [
          { inlineData: { mimeType: 'audio/pcm;rate=24000', data: data.toString('base64') } },
        ],
      },
      ...(words === 'words' && { outputTranscription: { text } }),
    },
  }),
);

const server = new WebSocketServer(
  { port: 0, host: '127.0.0.1', perMessageDeflate: false },
  () => void process.send(server.address().port),
);
server.on('connection', (socket) => {
  socket.on('error', () => undefined);
  socket.on('message', (message) => {
    const text = String(message);
    if (text.includes('"setup"')) socket.send(pretty({ setupComplete: {} }));
    if (text.includes('"go"')) pump(socket, Number(frames));
  });
});

function pump(socket, left) {
  let rest = left;
  while (rest > 0 && socket.bufferedAmount < 1 << 20) socket.send(audio[rest-- % audio.length]);
  if (rest > 0) setImmediate(pump, socket, rest);
}
