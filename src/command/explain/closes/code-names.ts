/**
 * What libraries call the close codes, in lower case without anything but letters.
 * Sources: RFC 6455, section 7.4.1; the WebSocketCloseStatus of .NET; coder/websocket for Go;
 * tungstenite's CloseCode; Ktor's CloseReason.Codes; Foundation's URLSessionWebSocketTask.CloseCode.
 */
const NAMES: Readonly<Record<string, number>> = {
  ok: 1000,
  normal: 1000,
  normalclosure: 1000,
  goingaway: 1001,
  away: 1001,
  endpointunavailable: 1001,
  protocolerror: 1002,
  protocol: 1002,
  unsupporteddata: 1003,
  nostatusreceived: 1005,
  nostatusrcvd: 1005,
  abnormalclosure: 1006,
  closedabnormally: 1006,
  abnormal: 1006,
  nostatus: 1005,
  invalidframepayloaddata: 1007,
  invalidpayloaddata: 1007,
  invalid: 1007,
  invaliddata: 1007,
  notconsistent: 1007,
  policyviolation: 1008,
  violatedpolicy: 1008,
  policy: 1008,
  messagetoobig: 1009,
  toobig: 1009,
  size: 1009,
  mandatoryextension: 1010,
  internalerror: 1011,
  internalservererror: 1011,
  error: 1011,
  servererror: 1011,
  servicerestart: 1012,
  restart: 1012,
  tryagainlater: 1013,
  again: 1013,
};

/** What stands before a name that means a close code, and nothing else. */
const NAMED =
  /(?:\bCloseFrame\s*\{\s*code:\s*|\bCloseCode(?:::|\.)|\bCloseReason\((?:known)?reason=|\bClose-?_?Status(?:Code)?["']?\s*(?:[:=.]|is|was)\s*["'.]?|\bstatus = Status|\bclose[_ ]?code["']?\s*[:=]\s*["'.]?|\bclosed\W[^\n]{0,20}?\bcode\s*[:=]\s*|\bclosed(?: the (?:web)?socket(?: connection)?)?(?: by \w+)?(?: with)?\s*[:(]\s*)([A-Za-z][A-Za-z_ ]{1,30}[A-Za-z])/gi;

/** A close code in words: where its name ends, and which it is. */
export interface NamedCode {
  readonly start: number;
  readonly stop: number;
  readonly code: number;
}

export function* namedCodes(line: string): Generator<NamedCode> {
  for (const match of line.matchAll(NAMED)) {
    const [whole, name = ''] = match;
    const code = codeNamed(name);
    if (code === undefined) continue;
    const stop = match.index + whole.length;
    yield { start: stop - name.length, stop, code };
  }
}

/** The code of a name such as `policy violation`, `PolicyViolation`, `VIOLATED_POLICY`. */
export function codeNamed(name: string): number | undefined {
  const key =
    name
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .replace(/internal$/, '') || 'internal';
  return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
}
