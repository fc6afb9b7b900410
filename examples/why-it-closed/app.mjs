// Ends a session of @google/genai for each cause, and shows what the client said and what its span
// says. `npm run example:why-it-closed` starts the simulator that this needs.
import './telemetry.mjs';
import { GoogleGenAI, Modality } from '@google/genai';
import { causes } from './causes.mjs';
import { drawTable } from './table.mjs';
import { sessions } from './telemetry.mjs';

const rows = [];
for (const cause of causes) {
  const said = await connect(cause);
  const { attributes } = sessions.at(-1);
  rows.push({
    said,
    cause: attributes['gemini.close.cause'],
    field: attributes['gemini.close.field'],
    confidence: attributes['gemini.close.confidence'],
    hint: attributes['gemini.mismatch_hint'] ?? attributes['gemini.close.hint'] ?? '–',
  });
}
console.log(drawTable(rows));

/** All that the client says, to the close: `live.connect()` of @google/genai 2 never settles. */
function connect({ model, handle, config, say, ...cause }) {
  const said = [];
  return new Promise((resolve) => {
    const connecting = client(cause).live.connect({
      model,
      config: {
        responseModalities: [Modality.AUDIO],
        ...(handle && { sessionResumption: { handle } }),
        ...config,
      },
      callbacks: {
        onmessage: ({ setupComplete }) => {
          if (setupComplete && say) void connecting.then(say);
        },
        onerror: ({ message }) => said.push(`onerror: ${message}`),
        onclose: ({ code, reason }) => {
          said.push(`onclose: ${code} ${reason}`);
          resolve(said);
        },
      },
    });
    // Version 3 rejects.
    connecting
      .then((session) => say?.(session))
      .catch(({ message }) => said.push(`rejected: ${message}`));
  });
}

function client({ api, credential, script }) {
  const path = script === undefined ? '' : `/script/${script}`;
  const httpOptions = { baseUrl: `${process.env.GOOGLE_GEMINI_BASE_URL}${path}` };
  if (api === 'gemini') return new GoogleGenAI({ apiKey: credential ?? 'good-key', httpOptions });
  const headers = new Headers({ Authorization: `Bearer ${credential ?? 'good-token'}` });
  return new GoogleGenAI({
    vertexai: true,
    project: 'my-project',
    location: 'us-central1',
    httpOptions,
    googleAuthOptions: { authClient: { getRequestHeaders: async () => headers } },
  });
}
