// A user's program, `node talk.mjs MODEL`: one spoken turn, speech in and speech out. Nothing in it knows of telemetry.
import { GoogleGenAI, Modality } from '@google/genai';

const ai = new GoogleGenAI({ apiKey: 'demo-key' });
const [model] = process.argv.slice(2);
let heard = '';
let bytes = 0;

const session = await ai.live.connect({
  model,
  config: {
    responseModalities: [Modality.AUDIO],
    outputAudioTranscription: {},
    realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
  },
  callbacks: {
    onmessage: ({ serverContent }) => {
      for (const { inlineData } of serverContent?.modelTurn?.parts ?? []) {
        bytes += Buffer.from(inlineData?.data ?? '', 'base64').length;
      }
      heard += serverContent?.outputTranscription?.text ?? '';
      if (serverContent?.turnComplete) session.close();
    },
    onclose: ({ code }) => {
      // 24 kHz, 16 bit.
      console.log(`the model said "${heard}", ${(bytes / 48_000).toFixed(2)} s of audio`);
      console.log(`onclose: ${code}`);
    },
  },
});

session.sendRealtimeInput({ activityStart: {} });
for (let tenth = 0; tenth < 10; tenth++) {
  // 0.1 s of a 440 Hz tone: 16 kHz, 16 bit.
  const samples = Int16Array.from(
    { length: 1600 },
    (_, at) => 8000 * Math.sin((at * 2 * Math.PI * 440) / 16_000),
  );
  const data = Buffer.from(samples.buffer).toString('base64');
  session.sendRealtimeInput({ audio: { mimeType: 'audio/pcm;rate=16000', data } });
}
session.sendRealtimeInput({ activityEnd: {} });
