import { knownSentence, sentenceAt } from './known-sentence.js';
import { unescaped } from './plain-line.js';

/** A reason as it stands in a line. */
export interface ReasonText {
  readonly text: string;
  /** Nothing ends it before the line does: it may go on in the next line. */
  readonly open: boolean;
  /** How many of the next lines it takes. Default: none. */
  readonly lines?: number;
}

/** Google cuts a reason at 123 bytes; what stands behind that is another's. Source: RFC 6455, section 5.5. */
const LONGEST_REASON = 123;

/** What names a reason, in the spellings of clients and loggers; of one word, what follows it. */
const LABEL =
  /(?<![a-z])(?:(?:web_?socket[._])?(?:clos(?:e|ing)[\s._-]*)?(?:status[\s_]?)?(?:reason|description)|additional info|\[?Symbol\(kReason\)\]?|kReason)(?![a-z])["'\\)\]]{0,4}\s*(?:[:=]|=>|\bis\b)\s*/gi;
/** The same, of words that mean a reason beside a code only. */
const LOOSE_LABEL =
  /^["'\\)\]]{0,4}\s*,\s*["'\\]{0,3}(?:message|extra|details|info|msg|error)["'\\]{0,3}\s*[:=]\s*/i;
/** What stands between a code and its reason. */
const BETWEEN =
  /^["'\\)\]]{0,4}\s*(?:(?:\([a-z ]{2,30}(?:\s*\[internal\])?\)|\([\w ]{2,30}\)|[A-Z_]{4,30}\.(?=\s)|None\.|null\b)["'\\)\]]{0,4})?[\s.,;:|/–—-]*(?:(?:and|with|the|because|reason|of|due to|server said|says)[\s:=]+){0,3}/;

/** How websockets for Python tells what its own side did. */
const ANSWER = /\s*;\s*(?:then (?:sent|received)|no close frame)\b.*$/is;
/** What ends a reason that is in no quotes. */
const ENDS = [
  /[,;]?\s*["'\\]?(?:wasClean|was_clean|remote|initiator|rcvd_then_sent|returnValue|isTrusted|sent=Close)\b["'\\]?\s*[:=(].*$/i,
  /\s+\(?(?:code|status|error code)\s*[:=]?\s*[134]\d{3}\)?.*$/i,
  /\s*\([134]\d{3}\)\.?$/,
  /["'\\]+\s*[,}\])].*$/,
];

/** The reason that stands behind a code, in `behind`: the text from the code to the end of its part. */
export function reasonBehind(text: string): ReasonText | undefined {
  const behind = text.replace(ANSWER, '');
  const found = readBehind(behind);
  return found && behind !== text ? { ...found, open: false } : found;
}

function readBehind(behind: string): ReasonText | undefined {
  const labelled = labelledReason(behind);
  if (labelled !== undefined) return labelled;
  const loose = LOOSE_LABEL.exec(behind);
  if (loose !== null) return readValue(behind.slice(loose[0].length));
  const between = BETWEEN.exec(behind)?.[0] ?? '';
  const value = readValue(behind.slice(between.length));
  if (value !== undefined && (value.text === '' || sentenceAt(value.text) !== undefined)) {
    return value;
  }
  const sentence = knownSentence(behind, 0, 8);
  return sentence === undefined ? value : readValue(behind.slice(sentence.start));
}

/** The reason that a label names. */
export function labelledReason(text: string): ReasonText | undefined {
  for (const match of text.matchAll(LABEL)) {
    const value = readValue(text.slice(match.index + match[0].length), true);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The reason that stands before its code, in `before`; where the table knows it. */
export function reasonBefore(before: string): ReasonText | undefined {
  const labelled = labelledReason(before);
  if (labelled !== undefined && labelled.text !== '') return { ...labelled, open: false };
  const sentence = knownSentence(before);
  if (sentence === undefined) return undefined;
  const text = before
    .slice(sentence.start)
    .replace(/[\s("'\\[,;:]*(?:\w*code|status)?[\s:=('"]*$/i, '');
  return { text: tidied(text), open: false };
}

const OPENING = /^(?:Optional\(|Some\(|b(?=['"])|Utf8Bytes\(|Cow::\w+\()*(\\*["'`\u201c\u2018])/;

/** @param labelled - A label says that this is the reason: it may be empty. */
function readValue(from: string, labelled = false): ReasonText | undefined {
  const buffer = /^<Buffer((?: [0-9a-f]{2})*)(?: \.\.\. \d+ more bytes?)?\s*>?/i.exec(from);
  if (buffer !== null) return { text: decodedHex(buffer[1] ?? ''), open: false };
  if (/^(?:None|null|undefined|nil|Optional\((?:nil|\d+ bytes)\))(?![\w.])/.test(from)) {
    return { text: '', open: false };
  }
  const mark = OPENING.exec(from);
  const quoted = mark === null ? undefined : readQuoted(from.slice(mark[0].length), mark[1] ?? '"');
  if (quoted !== undefined) return quoted;
  let text = mark === null ? from : from.slice(mark[0].length);
  const whole = text.length;
  for (const end of ENDS) text = text.replace(end, '');
  text = withoutStrayBrackets(text);
  // logfmt: `reason=policy remote=true`.
  if (labelled && mark === null) text = text.replace(/\s+\w+=(?=\S).*$/, '');
  const clean = tidied(text);
  if (clean === '' && !labelled) return undefined;
  return { text: clean, open: text.length === whole };
}

/** A value in quotes, which may hold the same kind of quote; its end is one that a value can end with. */
function readQuoted(text: string, mark: string): ReasonText | undefined {
  const closing = mark.replace('\u201c', '\u201d').replace('\u2018', '\u2019');
  const depth = closing.length - 1;
  let first: number | undefined;
  for (let at = text.indexOf(closing); at !== -1; at = text.indexOf(closing, at + 1)) {
    // A deeper escape is a quote within the value.
    if (depth < backslashesBefore(text, at)) continue;
    const behind = text.slice(at + closing.length);
    if (/^\s*(?:$|[,;)}\]>]|wasClean|\w+=|\|)/.test(behind) && isBalanced(text.slice(0, at))) {
      return { text: tidied(text.slice(0, at)), open: false };
    }
    first ??= at;
  }
  if (first === undefined || sentenceAt(text) !== undefined) return undefined;
  return { text: tidied(text.slice(0, first)), open: false };
}

/** Of `(oneof), "speech"` the comma ends no value: a parenthesis that is open goes on. */
function isBalanced(text: string): boolean {
  return text.split('(').length <= text.split(')').length || text.length >= 100;
}

const OPENING_OF: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Without the brackets at its end that were opened before it. */
function withoutStrayBrackets(text: string): string {
  let clean = text.trimEnd();
  for (;;) {
    const last = clean.at(-1) ?? '';
    const opening = OPENING_OF[last];
    if (opening === undefined || clean.split(opening).length >= clean.split(last).length) {
      return clean;
    }
    clean = clean.slice(0, -1).trimEnd();
    const quote = /["'\\]+$/.exec(clean)?.[0];
    if (quote !== undefined) clean = clean.slice(0, -quote.length);
  }
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - count - 1] === '\\') count++;
  return count;
}

function decodedHex(bytes: string): string {
  return tidied(
    new TextDecoder().decode(
      Uint8Array.from(bytes.trim().split(' '), (byte) => parseInt(byte, 16) || 0),
    ),
  );
}

/** A reason without escapes, and no longer than one can be. */
export function tidied(text: string): string {
  let clean = unescaped(text).split('\n', 1)[0] ?? '';
  // Form encoding, as proxies log it.
  if (!clean.includes(' ') && /\w\+\w+\+\w/.test(clean)) clean = clean.replaceAll('+', ' ');
  clean = clean.replace(/(?:\u2026|\.{3,})\s*$/, '').trim();
  // What began before the reason ends here.
  const last = clean.at(-1) ?? '';
  if (/["'`]/.test(last) && clean.split(last).length % 2 === 0) clean = clean.slice(0, -1);
  if (new TextEncoder().encode(clean).length <= LONGEST_REASON) return clean;
  const cut = new TextEncoder().encode(clean).slice(0, LONGEST_REASON);
  return new TextDecoder().decode(cut).replace(/\uFFFD$/, '');
}

/**
 * A reason with what follows it in the lines behind, where a terminal or a logger has wrapped it: each
 * line is taken as long as the table then knows more of the reason.
 *
 * @param part - The text from the code, or the label, to the end of its line.
 * @param read - Reads the reason of such a text.
 */
export function continued(
  part: string,
  read: (text: string) => ReasonText | undefined,
  next: readonly string[],
): ReasonText | undefined {
  let found = read(part);
  if (found !== undefined && !found.open) return found;
  let raw = part;
  let best = weightOf(found?.text ?? '');
  for (const [index, line] of next.entries()) {
    if (isNewRecord(line) || raw.length > 600) break;
    const joined = [`${raw}${line}`, `${raw.trimEnd()} ${line.trim()}`, `${raw}${line.trim()}`];
    const readings = joined.map((text) => {
      const reason = read(text);
      return { text, reason, weight: weightOf(reason?.text ?? '') };
    });
    const better = readings.reduce((one, other) => (other.weight > one.weight ? other : one));
    const closed = readings.find(({ reason, weight }) => reason?.open === false && weight >= best);
    if (best > 0 && closed !== undefined && better.weight <= best) {
      found = withLines(closed.reason, index + 1);
      break;
    }
    // A part of a name may not weigh anything yet: one line further tells.
    raw = better.weight > best ? better.text : (joined[line.startsWith(' ') ? 1 : 0] ?? raw);
    if (better.weight <= best) continue;
    found = withLines(better.reason, index + 1);
    best = better.weight;
    if (found?.open === false) break;
  }
  return found;
}

function withLines(reason: ReasonText | undefined, lines: number): ReasonText | undefined {
  return reason && { ...reason, lines };
}

function weightOf(text: string): number {
  const known = sentenceAt(text)?.weight ?? 0;
  // What Google names in it counts, too: the model, the field.
  const named = /models\/[\w.-]+(?=`| (?:was|is) )|Unknown name "[^"]+" at '[^']*'|at '[^']+'/.test(
    text,
  )
    ? 8
    : 0;
  return known === 0 ? 0 : known + named;
}

/** What no reason goes on with: a time, a level, a frame of a stack. */
export function isNewRecord(line: string): boolean {
  return (
    line.trim() === '' ||
    /^\s*(?:\[?\d{4}-\d\d-\d\d|\[?\d\d:\d\d:\d\d|(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL)\b|Traceback|File "|at \S+ \(|During handling|The above exception|\{|\})/.test(
      line,
    )
  );
}
