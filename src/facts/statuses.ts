import type { CloseCause } from '../diagnosis/close-facts.js';
import { LINKS, type Link } from './links.js';

interface Refusal {
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

interface ErrorRow extends Refusal {
  code: RegExp;
  examples: readonly string[];
}

/** Codes of socket errors, as Node and undici give them. The first row that fits counts. */
export const SOCKET_ERRORS: readonly ErrorRow[] = [
  {
    code: /^(?:ENOTFOUND|EAI_[A-Z]+)$/,
    cause: 'network',
    hint: "The host's name could not be resolved. Check the host, the Vertex AI location in it, and this machine's DNS.",
    examples: ['ENOTFOUND', 'EAI_AGAIN'],
  },
  {
    code: /^ECONNREFUSED$/,
    cause: 'network',
    hint: 'The host refused the connection: nothing listens on that port. Check host, port and proxy.',
    examples: ['ECONNREFUSED'],
  },
  {
    code: /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/,
    cause: 'network',
    hint: 'The connection was cut without a close frame. Reconnect, with the resumption handle if there is one.',
    link: LINKS.sessions,
    examples: ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'],
  },
  {
    code: /^(?:ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_[A-Z]+_TIMEOUT)$/,
    cause: 'network',
    hint: 'The connection timed out. Check that this machine reaches the host, and that no firewall or proxy holds WebSockets back.',
    examples: ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'],
  },
  {
    code: /^(?:EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|EADDRNOTAVAIL)$/,
    cause: 'network',
    hint: 'There is no way from this machine to the host. Check its network.',
    examples: ['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL'],
  },
  {
    code: /^(?:CERT_[A-Z_]+|[A-Z_]*SELF_SIGNED_CERT[A-Z_]*|UNABLE_TO_[A-Z_]+|ERR_TLS_CERT_[A-Z_]+|HOSTNAME_MISMATCH)$/,
    cause: 'network',
    hint: "The server's certificate is not trusted. If a proxy puts in its own, name its CA in NODE_EXTRA_CA_CERTS; else check this machine's clock and the host.",
    examples: [
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  },
  {
    code: /^(?:EPROTO|ERR_(?:SSL|TLS|OSSL)_(?!CERT_)[A-Z0-9_]+)$/,
    cause: 'network',
    hint: 'The TLS handshake failed. Check that the port speaks TLS, and that no proxy breaks it.',
    examples: ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_HANDSHAKE_TIMEOUT'],
  },
];

/** The refusal that this HTTP status means, if any. */
export function refusalByStatus(status: number): Refusal | undefined {
  return HTTP_REFUSALS.find(({ statuses: [first, last] }) => status >= first && status <= last);
}

/** The failure that this error code means, if any. */
export function failureByCode(code: string): Refusal | undefined {
  return SOCKET_ERRORS.find((row) => row.code.test(code));
}
