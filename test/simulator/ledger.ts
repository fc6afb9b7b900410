import type { Api } from './endpoint.js';
import type { JsonObject } from './json.js';
import { bytesPerSecond, usage } from './messages.js';

/** 25 tokens a second of audio (vercel/ai translate fixture). */
const tokensPerSecond = 25;

/** Counts tokens as the API does: per turn, with the whole context as the prompt of each. */
export class Ledger {
  readonly #api: Api;
  #context = 10;
  #response = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  hear(text: string, audioBytes: number): void {
    const words = text.split(/\s+/).filter((word) => word !== '').length;
    this.#context += words + Math.round((audioBytes / 32_000) * tokensPerSecond);
  }

  speak(audioBytes: number): void {
    this.#response += Math.round((audioBytes / bytesPerSecond) * tokensPerSecond);
  }

  /** The usage of the turn that ends here. */
  settle(): JsonObject {
    const settled = usage(this.#api, this.#context, this.#response, 8);
    this.#context += this.#response;
    this.#response = 0;
    return settled;
  }
}
