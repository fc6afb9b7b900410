import { judgeByName, type Judgement } from './models/cause-by-model.js';
import type { Catalogue } from './models/model-catalogue.js';
import type { CloseReasons, Reading, Said } from './sentences/sentence-table.js';
import { LINKS, withLink } from '../facts/links.js';
import { failureByCode, refusalByStatus } from '../facts/statuses.js';
import { spellings, type TidyFacts } from './normalized-facts.js';

const GO_AWAY =
  'The session reached its age limit: the server had sent goAway and the client did not leave in time. At goAway, reconnect with the newest resumption handle.';
const LOST =
  'The connection ended without a close frame: the network, a proxy or the server cut it. Reconnect, with the resumption handle if there is one.';
const NEVER_OPENED =
  'The connection ended before it opened, without an HTTP status. Check that this machine reaches the host, and that no firewall or proxy holds WebSockets back.';
const TLS = 'The TLS handshake failed. Check the certificate, and whether a proxy puts in its own.';

const UNKNOWN: Judgement = { cause: 'unknown' };

/** Why the session closed; `undefined` after a normal close. */
export function judge(
  catalogue: Catalogue,
  reasons: CloseReasons,
  facts: TidyFacts,
): Judgement | undefined {
  const { api, code, phase, httpStatus, errorCode } = facts;
  const reading =
    code === undefined ? undefined : reasons.read(code, facts.reason, spellings(facts.model));
  if (isSaid(reading) && reading.own) return bySaid(catalogue, facts, reading);
  if (httpStatus !== undefined) {
    const { cause, hint, link } = refusalByStatus(httpStatus) ?? { cause: 'unknown' as const };
    return hint === undefined ? { cause } : { cause, hint: withLink(hint, link, api) };
  }
  if (phase === 'going_away' && (code === 1006 || code === 1008 || code === 1011)) {
    return { cause: 'session_expired', hint: withLink(GO_AWAY, LINKS.sessions, api) };
  }
  // A socket that failed before it opened got no close frame: undici 7.0 makes up code and reason.
  if (phase === 'handshake' && errorCode !== undefined) return byError(facts);
  switch (code) {
    case 1000:
    case 1001:
    case 1005:
      return errorCode === undefined ? undefined : byError(facts);
    case 1015:
      return { cause: 'network', hint: TLS };
    case 1006:
    case undefined:
      return byError(facts);
    default:
      return byReason(catalogue, facts, reading) ?? UNKNOWN;
  }
}

function byReason(catalogue: Catalogue, facts: TidyFacts, reading: Reading): Judgement | undefined {
  if (isSaid(reading)) return bySaid(catalogue, facts, reading);
  return reading === 'nothing' && facts.code === 1008
    ? byName(catalogue, facts, undefined)
    : undefined;
}

function bySaid(catalogue: Catalogue, facts: TidyFacts, said: Said): Judgement | undefined {
  const { cause } = said;
  const hint = said.hint(facts.api);
  const plain = hint === undefined ? { cause } : { cause, hint };
  if (!said.byName || (cause !== 'model_not_found' && cause !== 'model_not_live')) return plain;
  const judgement = byName(catalogue, facts, cause);
  return judgement === undefined || judgement.hint === undefined ? (judgement ?? plain) : judgement;
}

function byName(
  catalogue: Catalogue,
  facts: TidyFacts,
  said: 'model_not_found' | 'model_not_live' | undefined,
): Judgement | undefined {
  // After setupComplete the name has been accepted, and what is in it explains nothing.
  if (facts.phase === 'active' || facts.phase === 'going_away') return said && { cause: said };
  const { api, model, at, location, method, accepted, code } = facts;
  // No model that could be suggested makes music.
  const mayMismatch = code === 1008 && method !== 'BidiGenerateMusic';
  return judgeByName(catalogue, { api, model, at, location, method, accepted, said, mayMismatch });
}

function byError({ api, code, phase, errorCode }: TidyFacts): Judgement {
  const failure = errorCode === undefined ? undefined : failureByCode(errorCode);
  if (failure?.hint !== undefined) {
    return { cause: failure.cause, hint: withLink(failure.hint, failure.link, api) };
  }
  // ws names so what breaks the WebSocket protocol, which is none of the network's doing.
  if (errorCode?.startsWith('WS_ERR_') === true) return UNKNOWN;
  if (phase === 'handshake') return { cause: 'network', hint: NEVER_OPENED };
  if (code === 1006) return { cause: 'network', hint: withLink(LOST, LINKS.sessions, api) };
  return errorCode === undefined ? UNKNOWN : { cause: 'network' };
}

function isSaid(reading: Reading): reading is Said {
  return typeof reading === 'object';
}
