// A route handler: one question, one session, one answer.
import { GoogleGenAI, Modality } from '@google/genai';

export const dynamic = 'force-dynamic';

export async function GET(request) {
  const model = new URL(request.url).searchParams.get('model') ?? 'gemini-3.8-live';
  return new Response(`${await ask(model, 'What is a span?')}\n`);
}

function ask(model, text) {
  return new Promise((resolve) => {
    let answer = '';
    const connecting = new GoogleGenAI({}).live.connect({
      model,
      config: { responseModalities: [Modality.AUDIO], outputAudioTranscription: {} },
      callbacks: {
        onmessage: async ({ serverContent }) => {
          answer += serverContent?.outputTranscription?.text ?? '';
          if (serverContent?.turnComplete) (await connecting).close();
        },
        // @google/genai 2 never settles the promise where the model is refused: it closes only.
        onclose: ({ code, reason }) => resolve(answer || `closed: ${code} ${reason}`),
      },
    });
    connecting
      .then((session) => session.sendRealtimeInput({ text }))
      .catch((error) => resolve(String(error)));
  });
}
