// An ES module that knows nothing of telemetry: it says hello over npm ws and prints the answer.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { liveEndpoint } from '../live-endpoint.cjs';

const [name = 'gemini-3.8-live'] = process.argv.slice(2);
const { url, headers, model } = liveEndpoint(name);
const socket = new WebSocket(url, { headers });
await once(socket, 'open');
const generationConfig = { responseModalities: ['AUDIO'] };
socket.send(JSON.stringify({ setup: { model, generationConfig } }));

socket.on('message', (frame) => {
  const message = JSON.parse(frame.toString());
  if (message.setupComplete) {
    socket.send(JSON.stringify({ realtimeInput: { text: 'Hello!' } }));
  } else if (message.serverContent?.turnComplete) {
    console.log('The model has answered.');
    socket.close();
  }
});
