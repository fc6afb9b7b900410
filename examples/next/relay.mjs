// A browser's text to a Live model, and the model's words back. The key stays on the server.
import WebSocket from 'ws';

const base = process.env.GOOGLE_GEMINI_BASE_URL || 'https://generativelanguage.googleapis.com';
const path = 'ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';

export function relay(browser, model) {
  const headers = { 'x-goog-api-key': process.env.GEMINI_API_KEY };
  const live = new WebSocket(`${base.replace('http', 'ws')}/${path}`, { headers });
  const say = (message) => live.send(JSON.stringify(message));
  const ask = (text) => say({ realtimeInput: { text: `${text}` } });
  const early = [];
  let ready = false;
  browser.on('message', (text) => (ready ? ask(text) : early.push(text)));
  browser.on('close', () => live.close());

  live.on('open', () =>
    say({
      setup: {
        model: `models/${model}`,
        generationConfig: { responseModalities: ['AUDIO'] },
        outputAudioTranscription: {},
      },
    }),
  );
  live.on('message', (data) => {
    const { setupComplete, serverContent } = JSON.parse(data.toString());
    if (setupComplete) {
      ready = true;
      early.forEach(ask);
    }
    const words = serverContent?.outputTranscription?.text;
    if (words) browser.send(words);
  });
  live.on('error', () => {});
  // 1005 and 1006 stand for closes without a code, which cannot be sent.
  const sendable = { 1005: 1000, 1006: 1011 };
  live.on('close', (code, reason) => browser.close(sendable[code] ?? code, reason));
}
