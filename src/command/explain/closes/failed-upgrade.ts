/** Why a line says that a socket never opened, or was cut. */
export interface FailedUpgrade {
  readonly httpStatus?: number;
  /** As Node names it, e.g. `ENOTFOUND`. */
  readonly errorCode?: string;
  readonly code?: number;
}

/** How clients of several languages tell the HTTP status that refused an upgrade. */
const REFUSED: readonly RegExp[] = [
  /Unexpected server response: (\d{3})/i, // ws
  /Unexpected response code: (\d{3})/i, // Chromium
  /(?:rejected WebSocket connection|did not upgrade)[^\d]{0,20}(?:HTTP )?(\d{3})/i, // websockets
  /Expected HTTP 101 response but was '?(\d{3})/i, // OkHttp
  /WSServerHandshakeError:? (\d{3})/, // aiohttp
  /status code '?(\d{3})'? when status code '?101/i, // .NET
  /Handshake status (\d{3})/i, // websocket-client
  /\bHTTP error: (\d{3})/i, // tungstenite
  /bad handshake[^\d]{0,40}\b(\d{3})\b/i, // gorilla
  /expected (?:handshake )?(?:response )?status code 101 but got (\d{3})/i, // coder/websocket
  /Unexpected HTTP response[^\d]{0,10}(\d{3})/i,
  /http\.response\.status_code["'\\]*\s*[:=]\s*["'\\]*(\d{3})/,
  /upgrade[^\d]{0,40}\b(?:HTTP|status)[^\d]{0,12}(\d{3})\b/i,
];
/** A status line, as curl and proxies show it. */
const STATUS_LINE = /^[\s<*|]*HTTP\/[\d.]+ (\d{3})\b/i;
/** An access log's line of a Live path. */
const ACCESS = /BidiGenerate[^"]*"\s+(\d{3})\b/;

/** Errors below the socket, in the words of several languages, and Node's name of each. */
const ERRORS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO|UND_ERR_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)\b/,
    '',
  ],
  [
    /gaierror|Name or service not known|nodename nor servname|no such host|UnknownHostException|ERR_NAME_NOT_RESOLVED|Temporary failure in name resolution|Could not resolve host/i,
    'ENOTFOUND',
  ],
  [
    /ConnectionRefusedError|connection refused|ERR_CONNECTION_REFUSED|actively refused/i,
    'ECONNREFUSED',
  ],
  [/ConnectionResetError|connection reset by peer|ERR_CONNECTION_RESET/i, 'ECONNRESET'],
  [
    /timed out during (?:opening )?handshake|i\/o timeout|ERR_CONNECTION_TIMED_OUT|SocketTimeoutException|connect timed out/i,
    'ETIMEDOUT',
  ],
  [
    /CERTIFICATE_VERIFY_FAILED|x509: certificate|SSLHandshakeException|ERR_CERT_|certificate verify failed/i,
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
];
const LIVE = /web-?socket|\bwss?:|googleapis|Bidi|gemini|getaddrinfo .*google/i;

/** A connection that ended without a close frame. */
const LOST =
  /no close frame received or sent|keepalive ping timeout|: sent 1011 \(internal error\)|Connection to remote host was lost|closed abnormally|without (?:a |completing the )?clos(?:e|ing) (?:frame|handshake)|unexpected EOF.*websocket|websocket.*unexpected EOF/i;

/**
 * @param near - The line and those around it.
 * @param alone - The line is all that there is: its writer meant a connection of the Live API.
 */
export function failedUpgrade(
  line: string,
  near: string,
  alone: boolean,
): FailedUpgrade | undefined {
  const isLive = alone || LIVE.test(near);
  for (const pattern of REFUSED) {
    const status = statusOf(pattern.exec(line)?.[1]);
    if (status !== undefined) return { httpStatus: status };
  }
  const access = statusOf(ACCESS.exec(line)?.[1]);
  if (access !== undefined) return { httpStatus: access };
  const answered = statusOf(STATUS_LINE.exec(line)?.[1]);
  if (answered !== undefined && (alone || /upgrade|sec-websocket|\bwss?:|Bidi/i.test(near))) {
    return { httpStatus: answered };
  }
  if (LOST.test(line)) return { code: 1006 };
  if (!isLive) return undefined;
  for (const [words, name] of ERRORS) {
    const found = words.exec(line);
    if (found !== null) return { errorCode: name === '' ? found[0] : name };
  }
  return undefined;
}

/** 101 and 2xx refuse nothing; 3xx does. */
function statusOf(text: string | undefined): number | undefined {
  const status = Number(text);
  return status >= 300 && status <= 599 ? status : undefined;
}
