import { SOCKET_ERRORS } from '../facts/socket-errors.js';
import { HTTP_REFUSALS } from '../facts/statuses.js';
import { LINKS } from '../facts/links.js';
import { causeByEndpoint } from './cause-by-endpoint.js';
import type { Finding } from './close-facts.js';
import { withLink } from './hint-text.js';
import type { NormalizedFacts } from './normalized-facts.js';

const GO_AWAY =
  'The session reached its age limit: the server had sent goAway and the client did not leave in time. At goAway, reconnect with the newest resumption handle.';
const LOST =
  'The connection ended without a close frame: the network, a proxy or the server cut it. Reconnect, with the resumption handle if there is one.';
const NEVER_OPENED =
  'The connection ended before it opened, without an HTTP status. Check that this machine reaches the host, and that no firewall or proxy holds WebSockets back.';
const TLS = 'The TLS handshake failed. Check the certificate, and whether a proxy puts in its own.';
const THROWN =
  "The WebSocket's constructor threw, so no connection was tried: the URL, a header or an option is not valid.";

export const UNKNOWN: Finding = { cause: 'unknown' };

/** What the HTTP status, the phase, the code and the socket's error tell. */
export type ByCode =
  { readonly found: Finding } | { readonly normal: true } | { readonly ask: 'sentence' };

/** The cause by everything but the reason, which is asked for where that cannot tell. */
export function causeByCode(facts: NormalizedFacts): ByCode {
  const { api, code, phase, httpStatus, errorCode } = facts;
  if (facts.thrown) return { found: { cause: 'invalid_argument', hint: THROWN } };
  const endpoint = causeByEndpoint(facts);
  if (endpoint !== undefined) return { found: endpoint };
  if (httpStatus !== undefined) return { found: causeByStatus(httpStatus, facts) };
  if (phase === 'going_away' && (code === 1006 || code === 1008 || code === 1011)) {
    return { found: { cause: 'session_expired', hint: withLink(GO_AWAY, LINKS.sessions, api) } };
  }
  // A socket that failed before it opened got no close frame: undici 7.0 makes up code and reason.
  if (phase === 'handshake' && errorCode !== undefined) return { found: causeByError(facts) };
  switch (code) {
    case 1000:
    case 1001:
    case 1005:
      return errorCode === undefined ? { normal: true } : { found: causeByError(facts) };
    case 1015:
      return { found: { cause: 'network', hint: TLS } };
    case 1006:
    case undefined:
      return { found: causeByError(facts) };
    default:
      return { ask: 'sentence' };
  }
}

function causeByStatus(status: number, { api }: NormalizedFacts): Finding {
  const refusal = HTTP_REFUSALS.find(
    ({ statuses: [first, last] }) => status >= first && status <= last,
  );
  if (refusal === undefined) return UNKNOWN;
  const { cause, hint, link } = refusal;
  return hint === undefined ? { cause } : { cause, hint: withLink(hint, link, api) };
}

function causeByError({ api, code, phase, errorCode }: NormalizedFacts): Finding {
  const failure = SOCKET_ERRORS.find((row) => errorCode !== undefined && row.code.test(errorCode));
  if (failure?.hint !== undefined) {
    return { cause: failure.cause, hint: withLink(failure.hint, failure.link, api) };
  }
  // ws names so what breaks the WebSocket protocol, which is none of the network's doing.
  if (errorCode?.startsWith('WS_ERR_') === true) return UNKNOWN;
  if (phase === 'handshake') return { cause: 'network', hint: NEVER_OPENED };
  if (code === 1006) return { cause: 'network', hint: withLink(LOST, LINKS.sessions, api) };
  return errorCode === undefined ? UNKNOWN : { cause: 'network' };
}
