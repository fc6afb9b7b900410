import type { CloseCause } from '../words.js';
import { LINKS, type Link } from './links.js';

/** A failure that no close frame tells. */
export interface Refusal {
  cause: CloseCause;
  hint?: string;
  link?: Link;
}

interface StatusRow extends Refusal {
  /** First and last HTTP status it covers. */
  statuses: readonly [number, number];
}

/**
 * HTTP statuses that refuse the upgrade. From Google only 400 was ever captured (livekit/agents#1761):
 * it accepts the upgrade even with a bad key. The others are what proxies send, and mean what HTTP
 * says they mean. One that is not here, such as 404, is `unknown`: nothing tells which part of the
 * way does not know the address.
 */
export const HTTP_REFUSALS: readonly StatusRow[] = [
  {
    statuses: [400, 400],
    cause: 'invalid_argument',
    hint: 'The upgrade was refused with HTTP 400. Google does so for a malformed Vertex AI request: check host, path, project and location.',
  },
  {
    statuses: [401, 401],
    cause: 'auth',
    hint: 'The upgrade was refused with HTTP 401: no credentials, or not the right ones. Google judges them only after the upgrade, so a proxy may have answered.',
  },
  {
    statuses: [403, 403],
    cause: 'permission',
    hint: 'The upgrade was refused with HTTP 403: not allowed. Google judges that only after the upgrade, so a proxy may have answered.',
  },
  {
    statuses: [407, 407],
    cause: 'network',
    hint: 'A proxy on the way asks for credentials of its own (HTTP 407).',
  },
  {
    statuses: [429, 429],
    cause: 'quota',
    hint: 'The upgrade was refused with HTTP 429: too many requests. Reconnect with growing pauses.',
    link: LINKS.rateLimits,
  },
  {
    statuses: [503, 503],
    cause: 'overloaded',
    hint: 'The upgrade was refused with HTTP 503: unavailable for the moment. Reconnect with growing pauses.',
  },
  {
    statuses: [500, 599],
    cause: 'internal',
    hint: 'The upgrade was refused with an HTTP 5xx status: a server or a proxy on the way failed. Reconnect with growing pauses.',
  },
];
