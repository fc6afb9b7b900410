import type { Channel } from './channel.js';
import { field } from './json.js';
import { pcm } from './messages.js';

/** BidiGenerateMusic: audio chunks from PLAY on, here three of them (js-genai types, LiveMusic…). */
export async function makeMusic(channel: Channel): Promise<void> {
  for (;;) {
    const frame = await channel.next();
    if (frame === undefined) return;
    if (field(frame.message, 'playbackControl') !== 'PLAY') continue;
    for (let chunk = 0; chunk < 3; chunk++) {
      await channel.send({
        serverContent: {
          // 48 kHz stereo (ai.google.dev/gemini-api/docs/music-generation).
          audioChunks: [{ data: pcm(19_200), mimeType: 'audio/pcm;rate=48000' }],
        },
      });
    }
  }
}
