/** Close codes of an ordinary end. Source: RFC 6455, section 7.4.1. */
const normalCodes: ReadonlySet<number> = new Set([1000, 1001, 1005]);

/**
 * Whether an end that the application did not ask for is an error.
 *
 * @param code - `undefined` where the socket reported none: only `error` fired.
 * @param httpStatus - Of a refused upgrade.
 */
export function isAbnormal(code: number | undefined, httpStatus: number | undefined): boolean {
  return httpStatus !== undefined || code === undefined || !normalCodes.has(code);
}

/** What a socket's `error` says, credentials and all. */
export interface SocketError {
  /** e.g. `ENOTFOUND`. */
  readonly code: string | undefined;
  readonly message: string;
}

/** How deep the causes of an error are followed: fetch wraps the socket's error once or twice. */
const deepestCause = 4;

/** Reads the value of an `error` event: an `Error`, or a DOM event that holds one. */
export function readError(value: unknown): SocketError {
  let message = '';
  let code: string | undefined;
  let error: unknown = value;
  for (let depth = 0; depth < deepestCause && isObject(error); depth++) {
    if (message === '' && typeof error['message'] === 'string') message = error['message'];
    if (code === undefined && typeof error['code'] === 'string') code = error['code'];
    error = error['error'] ?? error['cause'] ?? firstOf(error['errors']);
  }
  return { code, message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Happy eyeballs reports every address in an AggregateError (Node 20 and later). */
function firstOf(errors: unknown): unknown {
  return Array.isArray(errors) ? errors[0] : undefined;
}
