import { later } from '../platform/index.js';

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

/**
 * How long the end of a session that never was set up may wait for its export, in milliseconds.
 * With @google/genai 3 the `close` event rejects a promise, which ends a script at once.
 */
const longestDelivery = 500;

/**
 * What settles when an export does, or a moment later where it takes its time.
 *
 * @param onSettled - Called at the same time.
 */
export function soonAtLatest(delivered: Promise<void>, onSettled: () => void): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      callOff();
      onSettled();
      resolve();
    };
    const callOff = later(settle, longestDelivery);
    void delivered.then(settle);
  });
}
