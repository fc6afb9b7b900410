import { context, diag } from '@opentelemetry/api';
import type { Connection, Observer, UpgradeHeaders } from './sockets/connection.js';
import type { EndpointMatch } from './config.js';
import { now, warn } from './platform/index.js';
import { readCredentials } from './protocol/credentials.js';
import {
  describeEndpoint,
  readEndpoint,
  readMistakenEndpoint,
  type Endpoint,
} from './protocol/endpoint.js';
import { type LiveApi } from './words.js';
import { FaultBarrier } from './session/fault-barrier.js';
import { UnopenedConnection } from './session/unopened-connection.js';
import { LiveSession } from './session/live-session.js';
import type { SessionSettings } from './session/session-settings.js';
import { upgradeContext, upgradingConnection } from './telemetry/spans/session-context.js';
import type { OpenTool } from './telemetry/spans/operation-spans.js';
import { SessionTelemetry } from './telemetry/session-telemetry.js';
import type { Signals } from './telemetry/signals.js';

/** What decides whether a socket is watched, and how. */
export interface ObserverOptions {
  readonly matchEndpoint: ((url: string) => EndpointMatch) | undefined;
  readonly suppressHandshakeSpans: boolean;
}

/** A session that is open, for the end of the process. */
interface OpenSession {
  readonly session: LiveSession<OpenTool>;
  readonly telemetry: SessionTelemetry;
}

/** Makes a session of each Live socket that a door sees. Never throws. */
export class LiveObserver implements Observer {
  readonly #options: ObserverOptions;
  readonly #settings: SessionSettings;
  readonly #signals: Signals;
  readonly #open = new Map<Connection, OpenSession>();
  #faulted = false;
  #missed = false;
  #exposed = false;

  constructor(options: ObserverOptions, settings: SessionSettings, signals: Signals) {
    this.#options = options;
    this.#settings = settings;
    this.#signals = signals;
  }

  connecting(url: string | URL, headers: UpgradeHeaders | undefined): Connection | undefined {
    try {
      const endpoint = this.#match(url);
      if (endpoint === false) return undefined;
      return endpoint ? this.#start(endpoint, url, headers) : this.#mistaken(url, headers);
    } catch (fault) {
      this.#report(fault);
      return undefined;
    }
  }

  construct<R>(connection: Connection, make: () => R): R {
    const open = this.#open.get(connection);
    if (open === undefined) return make();
    const { suppressHandshakeSpans } = this.#options;
    const within = upgradeContext(open.telemetry.context, connection, suppressHandshakeSpans);
    return context.with(within, make);
  }

  current(): Connection | undefined {
    return upgradingConnection() as Connection | undefined;
  }

  missed(url: string): void {
    try {
      if (this.#missed || this.#faulted || !this.#match(url)) return;
      this.#missed = true;
      warn(
        'A Gemini Live connection was made by a WebSocket class that cannot be watched: it is most likely ' +
          'bundled with the application. Keep `ws` out of the bundle (external), or pass the class ' +
          'to watchWebSocket().',
        'GEMINI_LIVE_MISSED',
      );
    } catch (fault) {
      this.#report(fault);
    }
  }

  exposed(): void {
    if (this.#exposed || !this.#options.suppressHandshakeSpans) return;
    this.#exposed = true;
    warn(
      'A WebSocket class was loaded before the instrumentation, so the HTTP instrumentation records ' +
        "the upgrade request of a Gemini Live connection, with the API key in its URL. Set its option redactedQueryParams: ['key', 'access_token'], or register earlier.",
      'GEMINI_LIVE_EXPOSED',
    );
  }

  /** Ends the sessions that are open, as the process does: no close code, no error. */
  endOpenSessions(): void {
    for (const { session } of this.#open.values()) {
      try {
        session.unseen();
      } catch (fault) {
        this.#report(fault);
      }
    }
  }

  /** @returns `false` where the option forbids to watch it. */
  #match(url: string | URL): Endpoint | false | undefined {
    const { matchEndpoint } = this.#options;
    if (matchEndpoint === undefined) return readEndpoint(url);
    let answer: EndpointMatch;
    try {
      answer = matchEndpoint(typeof url === 'string' ? url : url.href);
    } catch (error) {
      diag.warn('gemini-live: the option matchEndpoint threw; the URL decides', error);
    }
    if (answer === false) return false;
    const known = readEndpoint(url);
    const said = readMatch(answer);
    if (said === undefined) return known;
    const { version, method, location } = known ?? {};
    return describeEndpoint(url, { version, method, location, ...said });
  }

  /** A session is made of it only when its upgrade fails, as of now and here. */
  #mistaken(url: string | URL, headers: UpgradeHeaders | undefined): Connection | undefined {
    const endpoint = readMistakenEndpoint(url);
    if (endpoint === undefined) return undefined;
    const start = now();
    const here = context.active();
    const make = (): Connection =>
      context.with(here, () => this.#start(endpoint, url, headers, start));
    return new FaultBarrier(new UnopenedConnection(make), (fault) => this.#report(fault));
  }

  #start(
    endpoint: Endpoint,
    url: string | URL,
    headers: UpgradeHeaders | undefined,
    start?: number,
  ): Connection {
    const { kind, secrets } = readCredentials(url, headers);
    const telemetry = new SessionTelemetry(endpoint, kind, this.#signals, start);
    const session = new LiveSession(endpoint, secrets, telemetry, this.#settings, () => {
      this.#open.delete(connection);
    });
    const connection = new FaultBarrier(session, (fault) => this.#report(fault));
    this.#open.set(connection, { session, telemetry });
    return connection;
  }

  #report(fault: unknown): void {
    if (this.#faulted) return;
    this.#faulted = true;
    diag.error('gemini-live: a fault in the instrumentation (reported once)', fault);
  }
}

/** What `matchEndpoint` said, where it said something that it may say. */
function readMatch(
  answer: unknown,
): { api: LiveApi | undefined; location?: string; version?: string } | undefined {
  if (answer === true) return { api: undefined };
  if (answer === 'gemini' || answer === 'vertex') return { api: answer };
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { api, location, version } = answer as Readonly<Record<string, unknown>>;
  if (api !== 'gemini' && api !== 'vertex') return undefined;
  return {
    api,
    ...(typeof location === 'string' && { location }),
    ...(typeof version === 'string' && { version }),
  };
}
