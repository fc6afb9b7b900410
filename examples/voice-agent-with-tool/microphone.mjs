// A microphone that hears a tone of 440 Hz: 16 kHz, 16 bit, as the Live API takes it.
import { setTimeout as sleep } from 'node:timers/promises';

const rate = 16_000;

/** Pieces of 0.1 s, in base64, each when it has been heard. */
export async function* listen(seconds) {
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    await sleep(100);
    const samples = Int16Array.from({ length: rate / 10 }, (_, at) =>
      Math.round(8000 * Math.sin((2 * Math.PI * 440 * at) / rate)),
    );
    yield {
      mimeType: `audio/pcm;rate=${rate}`,
      data: Buffer.from(samples.buffer).toString('base64'),
    };
  }
}
