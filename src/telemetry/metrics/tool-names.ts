import { told } from '../attributes.js';

/** Tools that stand in metrics by their name. */
const mostNamed = 100;

/** Names of declared tools that are remembered; the oldest go first. */
const mostDeclared = 1_000;

/**
 * Names tools in metrics. A model may call what nobody declared, so only a name that a setup of this
 * process declared is worth a time series.
 */
export class ToolNames {
  readonly #declared = new Set<string>();
  readonly #named = new Set<string>();

  declared(names: readonly string[]): void {
    for (const name of names) this.#declared.delete(name);
    for (const name of names) this.#declared.add(name);
    for (const oldest of this.#declared) {
      if (this.#declared.size <= mostDeclared) return;
      this.#declared.delete(oldest);
    }
  }

  /** The tool as metrics name it: a name out of a bounded set. */
  label(name: string | undefined): string {
    if (name === undefined) return '_OTHER';
    const label = told(name);
    if (this.#named.has(label)) return label;
    if (!this.#declared.has(name) || this.#named.size >= mostNamed) return '_OTHER';
    this.#named.add(label);
    return label;
  }
}
