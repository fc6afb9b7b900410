// A raw client: npm ws, CommonJS, one question and its answer.
'use strict';

const { NodeSDK } = require('@opentelemetry/sdk-node');
const { GeminiLiveInstrumentation } = require('opentelemetry-instrumentation-gemini-live');
const { SpanTree } = require('../span-tree.cjs');

const sdk = new NodeSDK({
  instrumentations: [new GeminiLiveInstrumentation()],
  // Draws the spans in the terminal. Without this line NodeSDK exports them as OTEL_* says.
  spanProcessors: [new SpanTree()],
});
sdk.start();
process.once('beforeExit', () => sdk.shutdown().catch(console.error));

// The application. Telemetry stands before it, so that it is there when ws is loaded.
const { WebSocket } = require('ws');
const { liveEndpoint } = require('../live-endpoint.cjs');

const [model = 'gemini-3.8-live'] = process.argv.slice(2);
const endpoint = liveEndpoint(model);
const socket = new WebSocket(endpoint.url, { headers: endpoint.headers });
let answer = '';
const say = (message) => socket.send(JSON.stringify(message));

socket.on('open', () => {
  say({
    setup: {
      model: endpoint.model,
      generationConfig: { responseModalities: ['AUDIO'] },
      outputAudioTranscription: {},
    },
  });
});
socket.on('message', (data) => {
  const { setupComplete, serverContent } = JSON.parse(data.toString());
  if (setupComplete) say({ realtimeInput: { text: 'Say hello.' } });
  answer += serverContent?.outputTranscription?.text ?? '';
  if (serverContent?.turnComplete) socket.close(1000, 'enough');
});
socket.on('close', (code, reason) => console.log(`model: ${answer}\nclosed: ${code} ${reason}\n`));
socket.on('error', (error) => console.log(`error: ${error.message}`));
