'use strict';
// A first program with @google/genai's Live API, after its documentation.
const { API, BASE, MODEL, KEY } = process.env;

module.exports = async function talk(GoogleGenAI, vertexOptions) {
  const ai = new GoogleGenAI(
    API === 'vertex'
      ? { ...vertexOptions, vertexai: true, httpOptions: { baseUrl: BASE } }
      : { apiKey: KEY, httpOptions: { baseUrl: BASE } },
  );
  let onTurn;
  const turn = new Promise((resolve) => (onTurn = resolve));
  const session = await ai.live.connect({
    model: MODEL,
    config: { responseModalities: ['AUDIO'] },
    callbacks: {
      onopen: () => console.log('open'),
      onmessage: (message) => {
        console.log(Object.keys(message).join());
        if (message.serverContent?.turnComplete) onTurn();
      },
      onerror: ({ message }) => console.log('error', message),
      onclose: ({ code, reason }) => console.log('closed', code, reason),
    },
  });
  console.log('connected');
  session.sendClientContent({ turns: 'Hello', turnComplete: true });
  await turn;
  session.close();
};

/** Application Default Credentials: those of the machine that this runs on. */
module.exports.project = { project: 'p', location: 'us-central1' };
