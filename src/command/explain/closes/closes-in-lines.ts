import { closeMentions, type CloseMention } from './close-mention.js';
import { CloseTally } from './close-tally.js';
import { failedUpgrade } from './failed-upgrade.js';
import type { CountedClose, FoundClose } from './found-close.js';
import { knownSentence } from '../reasons/known-sentence.js';
import { LineWindow, type Line } from '../text/line-window.js';
import { plainLine, unescaped } from '../text/plain-line.js';
import { labelledReason, reasonBefore, reasonBehind } from '../reasons/reason-text.js';
import { tidied } from '../reasons/reason-value.js';
import { isOfRestCall } from './rest-call.js';
import { completedModel, saidByReason } from '../reasons/said-by-reason.js';
import type { SecretsInText } from '../text/secrets-in-text.js';
import { surroundingsIn, withLine, type Surroundings } from '../text/surroundings.js';
import { continued } from '../reasons/wrapped-reason.js';

/** Lines of an object that is printed over several. */
const LABEL_REACH = 8;
/** What lines tell of closes. */
export interface ToldCloses {
  readonly closes: readonly CountedClose[];
  /** Closes that are not told apart. */
  readonly more: number;
}

/** Reads lines one by one for the closes that they tell. Holds a few, however many there are. */
export class ClosesInLines {
  readonly #tally = new CloseTally();
  readonly #secrets: SecretsInText;
  readonly #now: number;
  readonly #window = new LineWindow();
  /** What the lines so far have said of the session that is open. */
  #context: Surroundings = {};
  #alone = false;

  constructor(secrets: SecretsInText, now: number) {
    this.#secrets = secrets;
    this.#now = now;
  }

  feed(line: string): void {
    const plain = plainLine(line);
    this.#secrets.note(plain);
    // A traceback inside of a JSON string has lines of its own.
    const parts = plain.includes('\\n') ? plain.split(/\\+n(?![a-z]*["']?:)/) : [plain];
    for (const text of parts) this.#window.push(text, surroundingsIn(text, this.#now));
    while (this.#window.isFull) this.#read();
  }

  /**
   * There are no more lines.
   *
   * @param alone - There was one only: its writer meant a close.
   */
  end(alone = false): ToldCloses {
    this.#alone = alone;
    while (this.#window.current !== undefined) this.#read();
    return { closes: this.#tally.closes, more: this.#tally.more };
  }

  #read(): void {
    const line = this.#window.current;
    if (line !== undefined) this.#readLine(line);
    this.#window.advance();
  }

  #readLine(line: Line): void {
    this.#context = withLine(this.#context, line.said);
    const { text } = line;
    if (text.trim() === '') return;
    const near = this.#window.near(3);
    const failed = failedUpgrade(text, near, this.#alone);
    if (failed?.code === 1006) {
      this.#found({ ...failed, reason: '', form: 'lost' }, line);
      return;
    }
    const mentions = closeMentions(text, near, this.#alone, this.#window.previous);
    for (const [index, mention] of mentions.entries()) {
      this.#mentioned(mention, mentions[index - 1], mentions[index + 1], line);
    }
    if (mentions.length > 0) return;
    if (failed !== undefined) {
      this.#found({ ...failed, reason: '', form: letters(text.slice(0, 60)) }, line);
    } else if (!line.taken) this.#sentenceAlone(line);
  }

  #mentioned(
    { start, stop, code }: CloseMention,
    before: CloseMention | undefined,
    next: CloseMention | undefined,
    line: Line,
  ): void {
    const { text } = line;
    const part = text.slice(stop, next?.start);
    const goesOn = next === undefined ? this.#window.continuing(line) : [];
    const behind = continued(part, reasonBehind, goesOn);
    for (const each of this.#window.behind(behind?.lines ?? 0)) each.taken = true;
    const isTold =
      behind !== undefined && (behind.text !== '' || labelledReason(part) !== undefined);
    // The reason may also stand before the code or, of a line that names one code, in lines around it.
    const isOnly = before === undefined && next === undefined;
    const reason = isTold
      ? behind.text
      : (reasonBefore(text.slice(before?.stop ?? 0, start))?.text ??
        (isOnly ? this.#reasonAround() : ''));
    const form = letters(text.slice(Math.max(0, start - 24), start));
    this.#found({ code, reason, form }, line);
  }

  /** The reason of an object that is printed over several lines, or of a line beside the code's. */
  #reasonAround(): string {
    return (
      this.#reasonIn(this.#window.behind(LABEL_REACH)) ??
      this.#reasonIn(this.#window.before(LABEL_REACH)) ??
      ''
    );
  }

  /** The first reason in lines, in which no other close is told before it. */
  #reasonIn(lines: readonly Line[]): string | undefined {
    for (const line of lines) {
      if (closeMentions(line.text, this.#window.near(3), false).length > 0) return undefined;
      const labelled =
        labelledReason(line.text) &&
        continued(line.text, labelledReason, this.#window.continuing(line));
      const sentence = line.taken ? undefined : knownSentence(line.text);
      if (labelled === undefined && (sentence === undefined || sentence.start > 40)) continue;
      line.taken = true;
      return labelled?.text ?? tidied(line.text.slice(sentence?.start));
    }
    return undefined;
  }

  /** A sentence of Google's without a code in its line. */
  #sentenceAlone(line: Line): void {
    const { text } = line;
    const source = knownSentence(text) === undefined ? unescaped(text) : text;
    const sentence = knownSentence(source);
    if (sentence === undefined || isOfRestCall(this.#window.near(1)) || this.#window.isAnswer)
      return;
    // A printed object: its code stands in one of the next lines, and finds the reason here.
    const near = this.#window.near(3);
    const isCoded = this.#window
      .behind(LABEL_REACH)
      .some((each) => closeMentions(each.text, near, false).length > 0);
    if (isCoded && /^[\s"'\\]*\w*reason/i.test(text)) return;
    const isLabelled = labelledReason(source) !== undefined;
    const reason = continued(
      isLabelled ? source : source.slice(sentence.start),
      isLabelled ? labelledReason : reasonBehind,
      this.#window.continuing(line),
    );
    const wrapped = this.#wrappedCode(text);
    this.#found(
      {
        code: wrapped ?? sentence.code,
        ...(wrapped === undefined && { codeAssumed: true }),
        reason: reason?.text ?? '',
        form: 'sentence',
      },
      line,
    );
  }

  /** The code in front of a sentence that begins a line, where it was wrapped inside of the code. */
  #wrappedCode(text: string): number | undefined {
    const before = this.#window.previous;
    if (before === undefined || closeMentions(before, before, false).length > 0) return undefined;
    const mention = closeMentions(`${before}${text}`, '', false).at(-1);
    return mention !== undefined && mention.stop > before.length - 40 ? mention.code : undefined;
  }

  #found(close: FoundClose, line: Line): void {
    const said = saidByReason(close.reason);
    const around = withLine({ ...this.#window.saidBehind(), ...this.#context }, line.said);
    const { model: named, ...rest } = around;
    const { model, cutModel } = completedModel(said, named, this.#window.models);
    const api = rest.api ?? said.api;
    const location = rest.location ?? said.location;
    const version = rest.version ?? said.version;
    this.#tally.add(
      {
        ...rest,
        ...(api !== undefined && { api }),
        ...(rest.api === undefined && api !== undefined && { apiAssumed: true }),
        ...(location !== undefined && { location }),
        ...(version !== undefined && { version }),
        ...(model !== undefined && { model }),
        ...(cutModel !== undefined && { cutModel }),
        ...close,
      },
      line.number,
    );
    // The next session starts anew.
    const { phase: _, setup: __, ...kept } = this.#context;
    this.#context = kept;
  }
}

/** What two lines of the same statement have in common. */
function letters(text: string): string {
  return text.replace(/[^A-Za-z ]+/g, '');
}
