import { knownSentence, sentenceAt } from './known-sentence.js';
import { readValue, tidied, type ReasonText } from './reason-value.js';

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
