import { sentenceAt } from './known-sentence.js';
import { unescaped } from '../text/plain-line.js';

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

/** What ends a reason that is in no quotes. */
const ENDS = [
  /[,;]?\s*["'\\]?(?:wasClean|was_clean|remote|initiator|rcvd_then_sent|returnValue|isTrusted|sent=Close)\b["'\\]?\s*[:=(].*$/i,
  /\s+\(?(?:code|status|error code)\s*[:=]?\s*[134]\d{3}\)?.*$/i,
  /\s*\([134]\d{3}\)\.?$/,
  /["'\\]+\s*[,}\])].*$/,
];

const OPENING = /^(?:Optional\(|Some\(|b(?=['"])|Utf8Bytes\(|Cow::\w+\()*(\\*["'`\u201c\u2018])/;

/**
 * The reason with which a text begins, in quotes or not.
 *
 * @param labelled - A label says that this is the reason: it may be empty.
 */
export function readValue(given: string, labelled = false): ReasonText | undefined {
  // How YAML begins a text of several lines.
  const from = given.replace(/^[>|][+-]?\s*(?=\w|$)/, '');
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
  clean = clean.replace(/(?:\u2026|\.{3,}|\s\|)\s*$/, '').trim();
  // What began before the reason ends here.
  const last = clean.at(-1) ?? '';
  if (/["'`]/.test(last) && clean.split(last).length % 2 === 0) clean = clean.slice(0, -1);
  if (new TextEncoder().encode(clean).length <= LONGEST_REASON) return clean;
  const cut = new TextEncoder().encode(clean).slice(0, LONGEST_REASON);
  return new TextDecoder().decode(cut).replace(/\uFFFD$/, '');
}
