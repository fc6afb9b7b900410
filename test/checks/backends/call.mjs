/**
 * An application whose call reconnects three times: it names the call once, and resumes by handles.
 * `--import opentelemetry-instrumentation-gemini-live/start call.mjs SIMULATOR CALL`
 */
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { withConversationId } from 'opentelemetry-instrumentation-gemini-live';
import { WebSocket } from 'ws';

const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
const [simulator = '', call = ''] = process.argv.slice(2);
const question = { turns: [{ role: 'user', parts: [{ text: 'Hello?' }] }], turnComplete: true };

/** One connection with one turn. @returns The newest handle. */
function connect(handle) {
  const socket = new WebSocket(`${simulator}${path}?key=test-key`);
  const say = (message) => socket.send(JSON.stringify(message));
  const sessionResumption = handle === undefined ? {} : { handle };
  return new Promise((resolve, reject) => {
    let newest = '';
    let turns = 0;
    socket.on('open', () => say({ setup: { model: 'models/gemini-3.8-live', sessionResumption } }));
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      newest = message.sessionResumptionUpdate?.newHandle ?? newest;
      if (message.setupComplete) say({ clientContent: question });
      if (message.serverContent?.turnComplete) turns += 1;
      if (turns > 0 && newest !== '') socket.close(1000);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(newest));
  });
}

let handle = await context.with(withConversationId(ROOT_CONTEXT, call), () => connect());
for (let redial = 0; redial < 3; redial++) {
  // Nothing but the handle holds it to the connection before.
  handle = await context.with(ROOT_CONTEXT, () => connect(handle));
}
