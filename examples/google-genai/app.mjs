// @google/genai: two questions, one after the other. GoogleGenAI takes the key from the environment.
import { GoogleGenAI, Modality } from '@google/genai';

const [model = 'gemini-3.8-live'] = process.argv.slice(2);
const questions = ['What is a span?', 'And what is a trace?'];
let answer = '';

const ai = new GoogleGenAI({});
const session = await ai.live.connect({
  model,
  config: { responseModalities: [Modality.AUDIO], outputAudioTranscription: {} },
  callbacks: {
    onmessage: ({ serverContent }) => {
      answer += serverContent?.outputTranscription?.text ?? '';
      if (!serverContent?.turnComplete) return;
      console.log(`model: ${answer}`);
      answer = '';
      ask();
    },
    onclose: ({ code, reason }) => console.log(`closed: ${code} ${reason}\n`),
  },
});
ask();

function ask() {
  const text = questions.shift();
  if (text === undefined) return session.close();
  console.log(`user:  ${text}`);
  session.sendRealtimeInput({ text });
}
