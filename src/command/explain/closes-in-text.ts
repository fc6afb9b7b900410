import { closeMentions, type CloseMention } from './close-mention.js';
import { CloseTally } from './close-tally.js';
import { failedUpgrade } from './failed-upgrade.js';
import type { CountedClose, FoundClose } from './found-close.js';
import { knownSentence } from './known-sentence.js';
import { plainLine, unescaped } from './plain-line.js';
import { completedModel, saidByReason } from './said-by-reason.js';
import {
  continued,
  isNewRecord,
  labelledReason,
  reasonBefore,
  reasonBehind,
  tidied,
} from './reason-text.js';
import type { SecretsInText } from './secrets-in-text.js';
import { surroundingsIn, type Surroundings } from './surroundings.js';

/** Lines before and behind a close in which its reason, its model and its endpoint are looked for. */
const BEFORE = 12;
const BEHIND = 12;
/** Of an object that is printed over several lines. */
const LABEL_REACH = 8;
/** A text that tells nothing as it stands is read once more with its lines joined. */
const MOST_JOINED = 200;

interface Line {
  readonly text: string;
  readonly said: Surroundings;
  readonly number: number;
  /** Its text has been taken for a close of another line. */
  taken: boolean;
}

/** Reads a text line by line for the closes that it tells. Holds a few lines, whatever its length. */
export class ClosesInText {
  readonly #tally = new CloseTally();
  readonly #secrets: SecretsInText;
  readonly #now: number;
  readonly #lines: Line[] = [];
  readonly #first: string[] = [];
  /** Where in {@link #lines} the next line to read stands. */
  #at = 0;
  #count = 0;
  /** What the lines so far have said, since the last close of a session. */
  #context: Surroundings = {};
  readonly #joined: boolean;
  /** The whole text is one line. */
  #alone = false;

  /** @param joined - It is another text's, with its lines joined. */
  constructor(secrets: SecretsInText, now: number, joined = false) {
    this.#secrets = secrets;
    this.#now = now;
    this.#joined = joined;
  }

  feed(line: string): void {
    if (this.#first.length <= MOST_JOINED) this.#first.push(line);
    this.#push(line);
    while (this.#lines.length - this.#at > BEHIND) this.#read();
  }

  /** The text is over: what it tells. */
  end(): { readonly closes: readonly CountedClose[]; readonly more: number } {
    this.#alone = !this.#joined && this.#first.filter((line) => line.trim() !== '').length === 1;
    while (this.#at < this.#lines.length) this.#read();
    if (this.#tally.closes.length === 0 && this.#first.length <= MOST_JOINED) this.#readJoined();
    return { closes: this.#tally.closes, more: this.#tally.more };
  }

  #push(line: string): void {
    const plain = plainLine(line);
    this.#secrets.note(plain);
    // A traceback inside of a JSON string has lines of its own.
    const parts = /\\n/.test(plain) ? plain.split(/\\+n(?![a-z]*["']?:)/) : [plain];
    for (const text of parts) {
      const said = surroundingsIn(text, this.#now);
      this.#lines.push({ text, said, number: this.#count++, taken: false });
    }
  }

  /** A terminal may have wrapped a text inside of its words, or a logger between them. */
  #readJoined(): void {
    const [, second] = this.#first;
    if (second === undefined) return;
    const lines = this.#first.map((line) => plainLine(line));
    for (const text of [lines.join(''), lines.map((line) => line.trim()).join(' ')]) {
      const alone = new ClosesInText(this.#secrets, this.#now, true);
      alone.feed(text.slice(0, 64 * 1024));
      for (const { close } of alone.end().closes) this.#tally.add(close, 0);
      if (this.#tally.closes.length > 0) return;
    }
  }

  #read(): void {
    const line = this.#lines[this.#at];
    if (line !== undefined) this.#readLine(line, this.#at);
    this.#at += 1;
    if (this.#at > BEFORE) {
      this.#lines.shift();
      this.#at -= 1;
    }
  }

  #readLine(line: Line, at: number): void {
    this.#context = { ...this.#context, ...line.said };
    const { text } = line;
    if (text.trim() === '') return;
    const near = this.#near(at, 3);
    const lost = failedUpgrade(text, near, this.#alone);
    if (lost?.code === 1006) {
      this.#found({ ...lost, reason: '', form: 'lost' }, line, at);
      return;
    }
    const mentions = closeMentions(text, near, this.#alone, this.#lines[at - 1]?.text);
    for (const [index, mention] of mentions.entries()) {
      this.#mentioned(mention, mentions[index - 1], mentions[index + 1], line, at);
    }
    if (mentions.length > 0) return;
    if (lost !== undefined)
      this.#found({ ...lost, reason: '', form: letters(text.slice(0, 60)) }, line, at);
    else if (!line.taken) this.#sentenceAlone(line, at);
  }

  #mentioned(
    { start, stop, code }: CloseMention,
    before: CloseMention | undefined,
    next: CloseMention | undefined,
    line: Line,
    at: number,
  ): void {
    const { text } = line;
    const part = text.slice(stop, next?.start);
    const ahead = text.slice(before?.stop ?? 0, start);
    const behind = continued(part, reasonBehind, next === undefined ? this.#textsBehind(at) : []);
    for (const each of this.#lines.slice(at + 1, at + 1 + (behind?.lines ?? 0))) each.taken = true;
    // Of a line that names one code, the reason may also stand before it, or in lines around it.
    const reason =
      behind !== undefined && (behind.text !== '' || labelledReason(part) !== undefined)
        ? behind.text
        : (reasonBefore(ahead)?.text ?? this.#reasonAround(at));
    const form = letters(text.slice(Math.max(0, start - 24), start));
    this.#found({ code, reason, form }, line, at);
  }

  /** The reason of an object that is printed over several lines, or of the line that follows. */
  #reasonAround(at: number): string {
    const around = [
      ...this.#lines.slice(at + 1, at + 1 + LABEL_REACH),
      ...this.#lines.slice(Math.max(0, at - LABEL_REACH), at).reverse(),
    ];
    for (const [index, line] of around.entries()) {
      const isBehind = line.number > (this.#lines[at]?.number ?? 0);
      const others = closeMentions(line.text, this.#near(at, 3), false);
      if (others.length > 0) {
        // Another close begins, in this direction.
        if (isBehind) {
          const skip = around.findIndex((each) => each.number < (this.#lines[at]?.number ?? 0));
          return skip === -1 ? '' : this.#reasonIn(around.slice(skip));
        }
        return '';
      }
      const found = this.#reasonIn([line]);
      if (found !== '' || index > 2 * LABEL_REACH) return found;
    }
    return '';
  }

  #reasonIn(lines: readonly Line[]): string {
    for (const line of lines) {
      if (closeMentions(line.text, line.text, false).length > 0) return '';
      const behind = this.#textsBehind(this.#lines.indexOf(line));
      const labelled = labelledReason(line.text) && continued(line.text, labelledReason, behind);
      if (labelled !== undefined) {
        line.taken = true;
        return labelled.text;
      }
      const sentence = line.taken ? undefined : knownSentence(line.text);
      if (sentence !== undefined && sentence.start <= 40) {
        line.taken = true;
        return tidied(line.text.slice(sentence.start));
      }
    }
    return '';
  }

  /** A sentence of Google's without a code. */
  #sentenceAlone(line: Line, at: number): void {
    const { text } = line;
    const sentence = knownSentence(text) ?? knownSentence(unescaped(text));
    if (sentence === undefined || isOfRest(this.#near(at, 1))) return;
    if (this.#isAnswer(at)) return;
    const source = knownSentence(text) === undefined ? unescaped(text) : text;
    // Its code may stand in the next lines.
    const behind = this.#lines.slice(at + 1, at + 1 + LABEL_REACH);
    const coded = behind.find(
      (each) => closeMentions(each.text, this.#near(at, 3), false).length > 0,
    );
    if (coded !== undefined && /^[\s"'\\]*\w*reason/i.test(text)) return;
    const read = labelledReason(source) === undefined ? reasonBehind : labelledReason;
    const part = read === labelledReason ? source : source.slice(sentence.start);
    const reason = continued(part, read, this.#textsBehind(at))?.text ?? '';
    const wrapped = this.#wrappedCode(line, at);
    if (wrapped !== undefined) {
      this.#found({ code: wrapped, reason, form: 'wrapped' }, line, at);
      return;
    }
    this.#found({ code: sentence.code, codeAssumed: true, reason, form: 'sentence' }, line, at);
  }

  /** A wrapped `then sent 1008 …`, which repeats the reason that was received. */
  #isAnswer(at: number): boolean {
    let text = '';
    for (let before = at - 1; before >= Math.max(0, at - 3); before--) {
      const line = this.#lines[before]?.text ?? '';
      text = `${line}${text}`;
      if (isNewRecord(line)) break;
    }
    return (
      /\bthen sent\b/.test(text) && text.lastIndexOf('then sent') > text.lastIndexOf('received')
    );
  }

  /** The code in front of a sentence that begins a line, where it was wrapped inside of the code. */
  #wrappedCode({ text }: Line, at: number): number | undefined {
    const before = this.#lines[at - 1]?.text;
    if (before === undefined || closeMentions(before, before, false).length > 0) return undefined;
    const mention = closeMentions(`${before}${text}`, '', false).at(-1);
    return mention !== undefined && mention.stop > before.length - 40 ? mention.code : undefined;
  }

  #found(close: FoundClose, line: Line, at: number): void {
    const around = this.#around(at);
    const said = saidByReason(close.reason);
    const { model: named, ...rest } = { ...around, ...line.said };
    const { model, cutModel } = completedModel(said, named, this.#modelsNear(at));
    const api = rest.api ?? said.api;
    const location = rest.location ?? said.location;
    this.#tally.add(
      {
        ...rest,
        ...(api !== undefined && { api }),
        ...(rest.api === undefined && api !== undefined && { apiAssumed: true }),
        ...(location !== undefined && { location }),
        ...(rest.version === undefined && said.version !== undefined && { version: said.version }),
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

  /** What the text says around a line: before it, else behind it. */
  #around(at: number): Surroundings {
    const behind = this.#lines
      .slice(at + 1)
      .reduceRight<Surroundings>((later, { said }) => ({ ...later, ...said }), {});
    const { phase: _, at: __, ...laterOnly } = behind;
    return { ...laterOnly, ...this.#context };
  }

  #modelsNear(at: number): readonly string[] {
    return this.#lines.flatMap(({ said }, index) =>
      said.model !== undefined && index !== at ? [said.model] : [],
    );
  }

  #near(at: number, reach: number): string {
    return this.#lines
      .slice(Math.max(0, at - reach), at + reach + 1)
      .map(({ text }) => text)
      .join('\n');
  }

  #textsBehind(at: number): string[] {
    return this.#lines.slice(at + 1, at + 7).map(({ text }) => text);
  }
}

/** What two lines of the same statement have in common. */
function letters(text: string): string {
  return text.replace(/[^A-Za-z ]+/g, '');
}

/** A call of the REST API, whose errors have the same sentences. */
function isOfRest(near: string): boolean {
  return /not supported for (?:generate|embed|count|predict|stream)\w+|\b(?:4\d\d|5\d\d)\b[^\n]{0,40}\b(?:INVALID_ARGUMENT|NOT_FOUND|RESOURCE_EXHAUSTED|PERMISSION_DENIED|UNAUTHENTICATED|FAILED_PRECONDITION|UNAVAILABLE|INTERNAL)\b|["']status["']\s*:\s*["'][A-Z_]+["']|:(?:stream)?generateContent\b/i.test(
    near,
  );
}
