// The AI SDK's provider: live transcription over the global WebSocket.
import { createGoogle } from '@ai-sdk/google';

const { BASE, MODEL, KEY } = process.env;
const google = createGoogle({ apiKey: KEY, baseURL: `${BASE}/v1beta` });
const audio = new ReadableStream({
  start(controller) {
    controller.enqueue(new Uint8Array(3200));
    controller.close();
  },
});
const { stream } = await google.transcription(MODEL).doStream({
  audio,
  inputAudioFormat: { type: 'audio/pcm', rate: 16000 },
});
for await (const part of stream) {
  console.log(part.type, part.text ?? part.delta ?? part.error?.message ?? '');
}
