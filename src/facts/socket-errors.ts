import { LINKS } from './links.js';
import type { Refusal } from './statuses.js';

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
