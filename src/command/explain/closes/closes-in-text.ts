import { withoutHardWraps } from '../text/hard-wraps.js';
import { plainLine } from '../text/plain-line.js';
import type { SecretsInText } from '../text/secrets-in-text.js';
import { ClosesInLines, type ToldCloses } from './closes-in-lines.js';
import { toldWeight } from './told-weight.js';

/** A text of more lines is a log, and no terminal's page. */
const MOST_LINES = 200;

/**
 * Reads a text for the closes that it tells: line by line, whatever its length, and one of a few lines once
 * more as it was before a terminal or a logger broke its lines.
 */
export class ClosesInText {
  readonly #secrets: SecretsInText;
  readonly #now: number;
  readonly #lines: ClosesInLines;
  readonly #first: string[] = [];

  /** @param now - Today: milliseconds since 1970. */
  constructor(secrets: SecretsInText, now: number) {
    this.#secrets = secrets;
    this.#now = now;
    this.#lines = new ClosesInLines(secrets, now);
  }

  feed(line: string): void {
    if (this.#first.length <= MOST_LINES) this.#first.push(line);
    this.#lines.feed(line);
  }

  /** The text is over: what it tells. */
  end(): ToldCloses {
    const isOneLine = this.#first.filter((line) => line.trim() !== '').length === 1;
    const told = this.#lines.end(isOneLine);
    if (this.#first.length > MOST_LINES) return told;
    return this.#withoutBreaks(told) ?? (told.closes.length > 0 ? told : this.#joined()) ?? told;
  }

  /** What the text tells without a terminal's breaks in it, where that is more. */
  #withoutBreaks(told: ToldCloses): ToldCloses | undefined {
    const lines = withoutHardWraps(this.#first);
    if (lines === undefined) return undefined;
    const whole = this.#read(lines);
    const more = toldWeight(whole.closes) - toldWeight(told.closes);
    // Of a text that is one line but for its breaks, what was read of the parts is half of it.
    const isOneLine = lines.length === 1 && this.#first.length > 2 && whole.closes.length > 0;
    return more > 0 || (more === 0 && isOneLine) ? whole : undefined;
  }

  /** What it tells as one line, broken inside of its words or between them; a text that told nothing. */
  #joined(): ToldCloses | undefined {
    if (this.#first.length < 2) return undefined;
    const lines = this.#first.map((line) => plainLine(line));
    return [lines.join(''), lines.map((line) => line.trim()).join(' ')]
      .map((text) => this.#read([text]))
      .find(({ closes }) => closes.length > 0);
  }

  #read(lines: readonly string[]): ToldCloses {
    const reader = new ClosesInLines(this.#secrets, this.#now);
    for (const line of lines) reader.feed(line);
    return reader.end();
  }
}
