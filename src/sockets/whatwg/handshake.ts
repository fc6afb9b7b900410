import type { Connection, Observer, UpgradeHeaders } from '../connection.js';

/** The upgrade of one Live socket, from its constructor to `open` or failure. */
export interface Handshake {
  readonly connection: Connection;
  readonly endpoint: string;
  /** `Sec-WebSocket-Key`: undici 7.29 and later request a refused upgrade again, with the same. */
  key: string | undefined;
  /** What the DOM API hides of a failure: the HTTP status, the socket's error. */
  status: number | undefined;
  error: unknown;
  /** Its request looks like another's whose socket was not found yet either. */
  ambiguous?: true;
}

/** The constructor of a watched class: its socket exists, its upgrade is not requested yet. */
export interface Construction {
  readonly socket: { readonly url: string };
  /** Starts to watch the socket, if it is Live. To be called once. */
  decide(observer: Observer, headers: UpgradeHeaders | undefined): Handshake | undefined;
  decided: boolean;
}

/** Shared by all copies of this package in one process, as in registry.ts. */
interface Handshakes {
  /** Classes whose constructor is watched. */
  readonly classes: WeakSet<object>;
  /** Upgrade requests, as undici's channels publish them; `null`: not ours. */
  readonly requests: WeakMap<object, Handshake | null>;
  readonly pending: Set<Handshake>;
  /** Those whose socket is still to be found (global-web-socket.ts). */
  readonly unclaimed: Set<Handshake>;
  /** The constructor that runs now, or ran last in this tick. */
  construction: Construction | undefined;
}

const key = Symbol.for('opentelemetry-instrumentation-gemini-live/handshakes/1');

function find(): Handshakes {
  const holder = globalThis as { [key]?: Handshakes };
  const present = holder[key];
  if (present !== undefined) return present;
  // Sealed, as platform's shared() does.
  const made: Handshakes = Object.seal({
    classes: new WeakSet(),
    requests: new WeakMap(),
    pending: new Set(),
    unclaimed: new Set(),
    construction: undefined,
  });
  Object.defineProperty(globalThis, key, { value: made, configurable: true });
  return made;
}

export const handshakes: Handshakes = find();

/** Asks the observer about a socket that is being made; `undefined` where it is not Live. */
export function beginHandshake(
  observer: Observer,
  url: string,
  headers: UpgradeHeaders | undefined,
): Handshake | undefined {
  const connection = observer.connecting(url, headers);
  if (connection === undefined) return undefined;
  const handshake: Handshake = {
    connection,
    endpoint: readEndpoint(url),
    key: undefined,
    status: undefined,
    error: undefined,
  };
  handshakes.pending.add(handshake);
  return handshake;
}

export function endHandshake(handshake: Handshake): void {
  handshakes.pending.delete(handshake);
  handshakes.unclaimed.delete(handshake);
}

/** Whether the upgrade is known to have failed: refused, or without an answer. */
export function hasFailed(handshake: Handshake | undefined): boolean {
  const { status, error } = handshake ?? {};
  return status === undefined ? error !== undefined : status !== 101;
}

/**
 * What the URLs of a socket and of its upgrade request have in common: the request's scheme is
 * http, and it has no userinfo. Empty where it is no URL.
 */
export function readEndpoint(url: string): string {
  if (!URL.canParse(url)) return '';
  const { host, pathname, search } = new URL(url);
  return host + pathname + search;
}
