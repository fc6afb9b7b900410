import { ENDPOINTS } from '../facts/endpoints.js';
import { SOCKET_ERRORS } from '../facts/socket-errors.js';
import type { Finding } from './close-facts.js';
import { withLink } from './hint-text.js';
import type { NormalizedFacts } from './normalized-facts.js';

/** What such a status says is said of the caller or the server, and not of the path. */
const OF_OTHERS = (status: number): boolean =>
  status === 401 || status === 403 || status === 407 || status === 429 || status >= 500;

/** One of Google's hosts was asked for a path that it does not serve, and refused the upgrade. */
export function causeByEndpoint(facts: NormalizedFacts): Finding | undefined {
  const { api, host, phase, httpStatus, errorCode } = facts;
  if (host === undefined || (phase !== 'handshake' && httpStatus === undefined)) return undefined;
  const here = ENDPOINTS.find((row) => row.host.test(host));
  if (here === undefined || here.api === api) return undefined;
  if (httpStatus !== undefined && OF_OTHERS(httpStatus)) return undefined;
  if (SOCKET_ERRORS.some(({ code }) => errorCode !== undefined && code.test(errorCode))) {
    return undefined;
  }
  const other = ENDPOINTS.find((row) => row.api === api);
  const url = `wss://${host}${here.path}`;
  const text =
    other === undefined
      ? `The path is no Live path of ${here.name}. Connect to ${url}`
      : `This is the path of ${other.name} on the host of ${here.name}. Connect to ${url} or, for ${other.name}, to ${other.suchAs}.`;
  return {
    cause: 'endpoint',
    hint: withLink(text, undefined, api),
    confidence: httpStatus === undefined ? 'likely' : 'known',
  };
}
