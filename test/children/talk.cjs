'use strict';
// An application: a good session, then the mistake on each API. It makes spans of its own around
// each connection and in its handlers, and prints what its user sees.
const { trace } = require('@opentelemetry/api');
const talks = require('./talks.json');

async function read(data) {
  if (typeof data === 'string') return data;
  return data instanceof Blob ? data.text() : Buffer.from(data).toString();
}

function converse(WebSocket, { name, path, model }, tracer) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${process.env.SIMULATOR}${path}`);
    let heard = 0;
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ setup: { model } }));
    });
    socket.addEventListener('message', async ({ data }) => {
      if (++heard === 1) tracer.startSpan(`app.message ${name}`).end();
      const message = JSON.parse(await read(data));
      if (message.setupComplete) {
        const turns = [{ role: 'user', parts: [{ text: 'Hello' }] }];
        socket.send(JSON.stringify({ clientContent: { turns, turnComplete: true } }));
      }
      if (message.serverContent?.turnComplete) socket.close(1000, 'done');
    });
    socket.addEventListener('error', () => console.log(`${name}: error`));
    socket.addEventListener('close', ({ code, reason }) => {
      tracer.startSpan(`app.close ${name}`).end();
      console.log(`${name}: ${code} ${reason}`);
      resolve();
    });
  });
}

/** Uses a WebSocket class as applications do. */
module.exports = async function talk(WebSocket) {
  const tracer = trace.getTracer('app');
  for (const one of talks) {
    await tracer.startActiveSpan(`app.call ${one.name}`, async (span) => {
      await converse(WebSocket, one, tracer);
      span.end();
    });
  }
};

module.exports.read = read;
