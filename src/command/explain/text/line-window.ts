import { isNewRecord } from './new-record.js';
import { withLine, type Surroundings } from './surroundings.js';

/** A line of a text, and what it says beside a close. */
export interface Line {
  readonly text: string;
  readonly said: Surroundings;
  readonly number: number;
  /** Its text has been taken for a close of another line. */
  taken: boolean;
}

/** Lines before and behind a line in which what belongs to it is looked for. */
const BEFORE = 12;
const BEHIND = 12;
/** Lines that a wrapped text may go on in. */
const WRAPPED = 6;

/** A line that begins another session, whose model and endpoint are not those of the one that closed. */
const BEGINS =
  /\bconnecting\b|\bconnected\b|\bstart(?:ing|ed)?\b|\bdial|\bopen(?:ing|ed)\b|"setup"/i;
const STAMPED =
  /^\W{0,3}(?:\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d|(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE)\b|\{")/;

/** A few lines of a text around the one that is being read. */
export class LineWindow {
  readonly #lines: Line[] = [];
  #at = 0;
  #count = 0;

  push(text: string, said: Surroundings): void {
    this.#lines.push({ text, said, number: this.#count++, taken: false });
  }

  /** Whether as many lines are there behind the current one as may belong to it. */
  get isFull(): boolean {
    return this.#lines.length - this.#at > BEHIND;
  }

  get current(): Line | undefined {
    return this.#lines[this.#at];
  }

  /** Goes on to the next line. */
  advance(): void {
    this.#at += 1;
    if (this.#at <= BEFORE) return;
    this.#lines.shift();
    this.#at -= 1;
  }

  /** The line before the current one. */
  get previous(): string | undefined {
    return this.#lines[this.#at - 1]?.text;
  }

  before(reach: number): readonly Line[] {
    return this.#lines.slice(Math.max(0, this.#at - reach), this.#at).reverse();
  }

  behind(reach: number): readonly Line[] {
    return this.#lines.slice(this.#at + 1, this.#at + 1 + reach);
  }

  /** The texts of the current line and of so many on each side. */
  near(reach: number): string {
    return this.#lines
      .slice(Math.max(0, this.#at - reach), this.#at + reach + 1)
      .map(({ text }) => text)
      .join('\n');
  }

  /** The texts behind a line that it may go on in. */
  continuing(line: Line | undefined): string[] {
    const at = line === undefined ? this.#at : this.#lines.indexOf(line);
    return this.#lines.slice(at + 1, at + 1 + WRAPPED).map(({ text }) => text);
  }

  /** What the lines behind the current one say, as far as they are of the same session. */
  saidBehind(): Surroundings {
    const isStamped = STAMPED.test(this.current?.text ?? '');
    let said: Surroundings = {};
    for (const line of this.behind(BEHIND)) {
      if (BEGINS.test(line.text) || (isStamped && STAMPED.test(line.text))) break;
      // The nearest counts.
      said = withLine(line.said, said);
    }
    const { phase: _, at: __, ...rest } = said;
    return rest;
  }

  /** Models that other lines name, the nearest before last. */
  get models(): readonly string[] {
    return this.#lines.flatMap(({ said }, index) =>
      said.model !== undefined && index !== this.#at ? [said.model] : [],
    );
  }

  /** Whether the current line goes on with `then sent 1008 …`, which repeats the reason received. */
  get isAnswer(): boolean {
    let text = '';
    for (const line of this.before(3)) {
      text = `${line.text}${text}`;
      if (isNewRecord(line.text)) break;
    }
    return (
      text.includes('then sent') && text.lastIndexOf('then sent') > text.lastIndexOf('received')
    );
  }
}
