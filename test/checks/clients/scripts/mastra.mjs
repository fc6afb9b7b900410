import { GeminiLiveVoice } from '@mastra/voice-google-gemini-live';

const { API, MODEL, KEY } = process.env;
const voice = new GeminiLiveVoice(
  API === 'vertex'
    ? { vertexAI: true, project: 'p', location: 'us-central1', model: MODEL }
    : { apiKey: KEY, model: MODEL },
);
voice.on('session', ({ state }) => console.log('session', state));
voice.on('error', ({ message, code }) => console.log('error', code, message));
try {
  await voice.connect();
  const turn = new Promise((resolve) => voice.on('turnComplete', resolve));
  await voice.speak('Hello');
  await turn;
  await voice.disconnect();
} catch (error) {
  console.log('failed', error.message);
}
// Its timers would keep the process for half a minute more.
setTimeout(() => process.exit(), 200);
