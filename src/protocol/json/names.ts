import { encoded } from '../../platform/index.js';

/** One spelling: its bytes with the closing quote behind them. */
interface Spelling<K extends string> {
  readonly bytes: Uint8Array;
  readonly name: K;
}

/** Finds a fixed set of strings in JSON, without making a string of what is there. */
export class Names<K extends string> {
  private readonly spellings: Spelling<K>[] = [];
  private readonly byText = new Map<string, K>();

  /**
   * @param names - The strings that matter.
   * @param snakeCase - Whether each is known by its snake_case spelling as well: a client may write
   * `realtimeInput` or `realtime_input`. It is found under its camelCase name.
   */
  constructor(names: readonly K[], snakeCase = false) {
    for (const name of names) {
      this.add(name, name);
      if (snakeCase)
        this.add(
          name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
          name,
        );
    }
  }

  /** What the string says that begins at `at`, behind its opening quote, if it has no escapes. */
  match(bytes: Uint8Array, at: number): Spelling<K> | undefined {
    const first = bytes[at];
    for (let n = 0; n < this.spellings.length; n++) {
      const spelling = this.spellings[n]!;
      const wanted = spelling.bytes;
      if (wanted[0] !== first) continue;
      let i = 1;
      while (i < wanted.length && bytes[at + i] === wanted[i]) i++;
      if (i === wanted.length) return spelling;
    }
    return undefined;
  }

  /** The same for a string that had to be decoded; '' where it is none of these. */
  find(text: string): K | '' {
    return this.byText.get(text) ?? '';
  }

  private add(spelling: string, name: K): void {
    if (this.byText.has(spelling)) return;
    this.byText.set(spelling, name);
    this.spellings.push({ bytes: new Uint8Array(encoded(`${spelling}"`)), name });
  }
}
