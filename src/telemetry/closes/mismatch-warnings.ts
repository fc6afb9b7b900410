import { shared, warn } from '../../platform/index.js';

/** Pairs of endpoint and model that are remembered; after that many, no more warnings. */
const mostWarnings = 1_000;

/** Says a mismatch on the console too, once per endpoint and model in a process. */
export class MismatchWarnings {
  readonly #enabled: boolean;
  /** Of the process: other options, another instance or a copy of this package say nothing again. */
  readonly #warned = shared('mismatches/1', () => new Set<string>());

  constructor(enabled: boolean) {
    this.#enabled = enabled;
  }

  warn(endpoint: string, model: string, hint: string): void {
    const pair = `${endpoint} ${model}`;
    if (!this.#enabled || this.#warned.has(pair) || this.#warned.size >= mostWarnings) return;
    this.#warned.add(pair);
    warn(hint, 'GEMINI_LIVE_MISMATCH');
  }
}
