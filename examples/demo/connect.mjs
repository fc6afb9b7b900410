// A user's program: `node connect.mjs gemini|vertex MODEL`. Nothing in it knows of telemetry.
import { GoogleGenAI, Modality } from '@google/genai';

const [api, model] = process.argv.slice(2);

// The simulator takes any token: no login is needed.
const authClient = {
  getRequestHeaders: async () => new Headers({ Authorization: 'Bearer demo-token' }),
};
const ai = new GoogleGenAI(
  api === 'vertex'
    ? {
        vertexai: true,
        project: 'demo-project',
        location: 'us-central1',
        googleAuthOptions: { authClient },
      }
    : { apiKey: 'demo-key' },
);

const session = await ai.live.connect({
  model,
  config: { responseModalities: [Modality.AUDIO] },
  callbacks: {
    onopen: () => console.log('onopen'),
    onmessage: () => {},
    onerror: ({ message }) => console.log(`onerror: ${message}`),
    onclose: ({ code, reason }) => console.log(`onclose: ${code} ${reason}`),
  },
});
console.log('connected');
session.close();
