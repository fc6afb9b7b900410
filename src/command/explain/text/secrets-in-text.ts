import { readCredentials } from '../../../protocol/credentials.js';
import { Scrubber } from '../../../protocol/scrubber.js';

const URL_WITH_MORE = /\b(?:wss?|https?):\/\/[^\s"'<>`]+/g;
/** A value whose name says that it is secret, in JSON, headers, code and environments. */
const NAMED =
  /(?:key|token|secret|password|authorization|cookie|handle|credentials?)["'\\]*\s*(?:[:=]|=>)\s*["'\\]*(?:(?:bearer|token|basic)\s+)?([^\s"'\\,;&)}\]]{8,4096})/gi;
/** The environment's credentials are the user's own, and are in whatever text only by accident. */
const ENVIRONMENT = ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_OAUTH_ACCESS_TOKEN'];
const MOST_SECRETS = 500;

/** Collects the secrets that a text names, and takes them out of whatever is told of it. */
export class SecretsInText {
  readonly #secrets = new Set<string>();

  constructor(env: Readonly<Record<string, string | undefined>>) {
    for (const name of ENVIRONMENT) {
      const value = env[name];
      if (value !== undefined && value.length >= 8) this.#secrets.add(value);
    }
  }

  note(line: string): void {
    if (this.#secrets.size > MOST_SECRETS) return;
    if (line.includes('://')) {
      for (const [url] of line.matchAll(URL_WITH_MORE)) {
        for (const secret of readCredentials(url, undefined).secrets) this.#secrets.add(secret);
      }
    }
    for (const [, secret = ''] of line.matchAll(NAMED)) this.#secrets.add(secret);
  }

  /** @param spared - Names that stay readable: the model, the location. */
  scrub(text: string, spared: readonly (string | undefined)[]): string {
    const scrubber = new Scrubber([...this.#secrets].filter((secret) => secret !== ''));
    for (const name of spared) if (name !== undefined) scrubber.spare(name);
    return scrubber.scrub(text);
  }
}
