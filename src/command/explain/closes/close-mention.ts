import { codeNamed, namedCodes } from './code-names.js';
import { knownSentence } from '../reasons/known-sentence.js';

/** Where a line says with which code a socket closed. */
export interface CloseMention {
  /** Where the code stands. */
  readonly start: number;
  /** What stands behind it begins here. */
  readonly stop: number;
  readonly code: number;
}

/** A number that may be a close code, and no part of a word, a time, a version, a fraction. */
const NUMBER = /(?<![\w.#$%+/-]|\d:)(1\d{3}|[34]\d{3})(?![\w%]|[.,:/]\d|-\w)/g;

/** Says by itself that what follows is a close code. */
const DECISIVE =
  /(?:\bclos(?:e|ing|ed|ure)[\s_.-]*(?:event[\s_.-]*)?(?:code|status)|\bkCode\)\]?|\bAPIError\b[\w\s.]{0,20}:|\bwebsocket: close|\bClose(?:Code|Event|Frame|Status)?\((?:\w+=)?|\bCloseFrame\W+code:|\bWSMsgType\.CLOSE[^,]{0,12}, data=|CloseCode\(rawValue:|\bws(?:s|ocket)? close)["'\\)\]]{0,4}\s*(?:[:=]|=>|is|was|of)?\s*["'\\([]{0,3}$/i;
/** Of a code of any kind. */
const LABEL =
  /(?:^|[^a-z])(?:code|status[\s_]?code|errno|exit code|data|rawValue|evt?\.code)["'\\)\]]{0,4}\s*(?:[:=]|=>|is|was|of)?\s*["'\\([]{0,3}$/i;
/** `closed: 1008`, `disconnected by the server with 1008`, `received 1008`. */
const VERB =
  /\b(?:on_?|did_?)?(?:clos(?:e|ed|ing|ure)|disconnect(?:ed|ion)?|terminated|received|rcvd|sent|dropped|lost|failed|ended)\b[^\w]{0,6}(?:(?:with|by|code|status|server|remote|peer|event|frame|unexpectedly|abnormally|connection|session|socket|websocket|stream|on|from|the|during|setup|before|after|error|a|was|is|e|ev|evt|ws|upstream|gemini|live|google)[^\w]{1,4})*$/i;
/** Words near a code that tell of a socket. */
const SOCKET =
  /web-?socket|\bwss?\b|CloseEvent|wasClean|\bbidi|on_?close\b|connection closed|closed connection|ConnectionClosed|session closed|live session|googleapis|policy violation|gemini|\bclose frame/i;
/** What a number is that stands behind it, and no close code. */
const OTHER =
  /(?<![a-z])(?:port|pid|line|id|uid|seq|index|row|took|count|total|tokens?|size|bytes|length|step|chunk|(?<!close )frame|attempt|worker|job|call|room|user|turn|offset|budget|limit|rate|hz|ms|version|page|year)["'\\)\]]*\s*[:=#]?\s*["'\\]*$/i;

/** Source code names codes that nothing was closed with. */
const DECLARED =
  /\b(?:const|let|var|final|val|static|define|enum)\b[\w\s]{0,40}=\s*$|(?:===?|!==?|case)\s*$/;

/** `(policy violation)`, and the same with `[internal]`. */
const NAME = /^\s*\(([a-z ]{2,30}?)(?:\s*\[internal\])?\)/i;
const REASON_LABEL = /^.{0,60}?\b(?:\w*reason|k?Reason|description|additional info)\b/i;
/** What follows a code in a sentence about the close. */
const GOES_ON =
  /^["'\\)\]]*\s*(?:$|[;,:|/–—)}\]<.!"'`-]|None\b|and\b|with\b|because\b|due\b|for\b|then\b|from\b|by\b|at\b|after\b|null\b|b['"])/i;
/** A reason that was cut before it says anything of the model that it names. */
const BEGINNING = /^[^\w]{0,12}(?:models|tunedModels|Publisher model)[/ `]/i;
const UNIT = /^\s*[a-z]/;
const MEASURE =
  /^\s*(?:ms|msec|s|secs?|seconds?|bytes?|[kmg]i?b|k?hz|tokens?|frames?|messages?|chunks?|samples?|requests?|times|retries|users?)\b/i;
/** Of a status of any kind. */
const STATUS = /(?:^|[^a-z])status["'\\)\]]{0,4}\s*(?:[:=]|=>|is|was|of)?\s*["'\\([]{0,3}$/i;

/** The evidence that is asked for in a log; in a text of one line, less will do. */
const ENOUGH = 3;
const ENOUGH_ALONE = 2;

/**
 * The close codes that a line names.
 *
 * @param near - The lines around it, in which a socket may be named.
 * @param alone - The line is all that there is: its writer meant a close.
 * @param previous - The line before it, which may have been broken inside of a word.
 */
export function closeMentions(
  line: string,
  near: string,
  alone: boolean,
  previous = '',
): CloseMention[] {
  const enough = alone ? ENOUGH_ALONE : ENOUGH;
  const found: CloseMention[] = [];
  // Asked once a line, however many numbers it has.
  const isOfSocket = once(() => SOCKET.test(line) || SOCKET.test(near));
  const hasSentence = once(() => knownSentence(line) !== undefined);
  for (const match of line.matchAll(NUMBER)) {
    const [text] = match;
    const code = Number(text);
    if (!isCloseCode(code)) continue;
    const start = match.index;
    const stop = start + text.length;
    // `then sent 1008 (…)` is the answer to the close that stands before it.
    const before = line.slice(Math.max(0, start - 80), start);
    if (isOwnAnswer(before, previous)) continue;
    const sum = evidence(before, line.slice(stop, stop + 200), code, isOfSocket, hasSentence);
    const isWholeLine = before.trim() === '' && line.trim().length <= 6;
    if (sum >= enough || (alone && isWholeLine)) found.push({ start, stop, code });
  }
  if (found.length > 0) return found;
  const names = [...namedCodes(line)];
  return names.filter(
    ({ start }) => !isOwnAnswer(line.slice(Math.max(0, start - 80), start), previous),
  );
}

export function isCloseCode(code: number): boolean {
  return (code >= 1000 && code <= 1015) || (code >= 3000 && code <= 4999);
}

function isOwnAnswer(before: string, previous: string): boolean {
  const wrapped = before.length < 40 ? previous.slice(-40) : '';
  return [`${wrapped}${before}`, `${wrapped.trimEnd()} ${before.trimStart()}`].some((text) =>
    /\bthen (?:sent|received)\s*\(?$|\bsent=Close\((?:code=)?(?:CloseCode\.\w+: )?$/i.test(text),
  );
}

function evidence(
  before: string,
  behind: string,
  code: number,
  isOfSocket: () => boolean,
  hasSentence: () => boolean,
): number {
  if (DECLARED.test(before) || OTHER.test(before) || MEASURE.test(behind)) return 0;
  const name = NAME.exec(behind)?.[1];
  const isNamed = name !== undefined && codeNamed(name) === code;
  const sentence = knownSentence(behind, 0, 8);
  const isBefore =
    (sentence !== undefined && sentence.start <= 40) || BEGINNING.test(behind.slice(0, 60));
  const follows = GOES_ON.test(behind) || isNamed || isBefore || REASON_LABEL.test(behind);
  let sum = isNamed ? 2 : 0;
  if (isBefore) sum += 3;
  if (REASON_LABEL.test(behind)) sum += 2;
  if (/^\s*,?\s*(?:<Buffer|b['"])/.test(behind)) sum += 2;
  if (DECISIVE.test(before)) sum += 3;
  else if (LABEL.test(before)) sum += VERB.test(before.replace(LABEL, ' ')) ? 3 : 2;
  else if (VERB.test(before)) sum += 2;
  else if (STATUS.test(before)) sum += 1;
  // Codes of one's own are told as such only.
  if (code >= 3000 && !DECISIVE.test(before) && !LABEL.test(before)) sum -= 1;
  if (sum > 0 && isOfSocket()) sum += 1;
  // The reason may stand before its code: `… is not found for API version v1beta (1008)`.
  if (sum > 0 && hasSentence()) sum += 1;
  // `closed: 1008 too slow` is told as a code, `closed 1008 tickets` is not.
  if (!follows && UNIT.test(behind) && !/[:=]\s*$/.test(before) && !DECISIVE.test(before)) sum -= 3;
  return sum;
}

function once(ask: () => boolean): () => boolean {
  let answer: boolean | undefined;
  return () => (answer ??= ask());
}
