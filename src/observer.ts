import { context } from '@opentelemetry/api';
import type { Connection, Observer, UpgradeHeaders } from './sockets/connection.js';
import { registry } from './sockets/registry.js';
import { now, shared, warn } from './platform/index.js';
import { readCredentials } from './protocol/credentials.js';
import { readMistakenEndpoint, type Endpoint } from './protocol/endpoint.js';
import { FaultBarrier } from './session/fault-barrier.js';
import { UnopenedConnection } from './session/ends/unopened-connection.js';
import { LiveSession } from './session/live-session.js';
import type { SessionSettings } from './session/session-settings.js';
import { Upgrade, upgradeContext, upgradingConnection } from './telemetry/spans/session-context.js';
import type { OpenTool } from './telemetry/spans/operation-spans.js';
import { SessionTelemetry } from './telemetry/session-telemetry.js';
import type { Signals } from './telemetry/signals.js';

/** What decides whether a socket is watched, and how. */
export interface ObserverOptions {
  /** It was given options: see {@link Observer.configured}. */
  readonly configured: boolean;
  readonly globalWebSocket: boolean;
  /** `false`: not to be watched, whatever the URL says. */
  readonly match: (url: string | URL) => Endpoint | false | undefined;
  /** Told of a fault of ours. Does not throw. */
  readonly report: (fault: unknown) => void;
  /** Why classes were left alone so far. */
  readonly leftAlone: ReadonlySet<string>;
  readonly suppressHandshakeSpans: boolean;
}

/** A session that is open, for the end of the process. */
interface OpenSession {
  readonly session: LiveSession<OpenTool>;
  readonly telemetry: SessionTelemetry;
  readonly upgrade: Upgrade;
}

const missedCode = 'GEMINI_LIVE_MISSED';
const exposedCode = 'GEMINI_LIVE_EXPOSED';

/** The codes of what was said on the console: each once in a process, whichever instance says it. */
const told = shared('told/1', () => new Set<string>());

/** Makes a session of each Live socket that a door sees. Never throws. */
export class LiveObserver implements Observer {
  readonly configured: boolean;
  readonly globalWebSocket: boolean;
  readonly #options: ObserverOptions;
  readonly #settings: SessionSettings;
  readonly #signals: Signals;
  readonly #open = new Map<Connection, OpenSession>();

  constructor(options: ObserverOptions, settings: SessionSettings, signals: Signals) {
    this.configured = options.configured;
    this.globalWebSocket = options.globalWebSocket;
    this.#options = options;
    this.#settings = settings;
    this.#signals = signals;
  }

  connecting(url: string | URL, headers: UpgradeHeaders | undefined): Connection | undefined {
    try {
      const endpoint = this.#options.match(url);
      if (endpoint === false) return undefined;
      return endpoint ? this.#start(endpoint, url, headers) : this.#mistaken(url, headers);
    } catch (fault) {
      this.#options.report(fault);
      return undefined;
    }
  }

  isLive(url: string): boolean {
    try {
      const endpoint = this.#options.match(url);
      if (endpoint === false) return false;
      return endpoint !== undefined || readMistakenEndpoint(url) !== undefined;
    } catch (fault) {
      this.#options.report(fault);
      return false;
    }
  }

  construct<R>(connection: Connection, make: () => R): R {
    const open = this.#open.get(connection);
    if (open === undefined) return make();
    return context.with(upgradeContext(open.telemetry.context, open.upgrade), make);
  }

  current(): Connection | undefined {
    return upgradingConnection() as Connection | undefined;
  }

  missed(url: string, why?: string): void {
    try {
      if (told.has(missedCode) || !this.#options.match(url)) return;
      told.add(missedCode);
      warn(missedWarning(why, this.#options.leftAlone), missedCode);
    } catch (fault) {
      this.#options.report(fault);
    }
  }

  exposed(): void {
    if (told.has(exposedCode) || !this.#options.suppressHandshakeSpans) return;
    told.add(exposedCode);
    warn(
      'A WebSocket class was loaded before the instrumentation, or where it cannot replace it (in a ' +
        'bundle, by a test runner), so the HTTP instrumentation records the upgrade request of a ' +
        'Gemini Live connection, with the API key in its URL. Set its option ' +
        "redactedQueryParams: ['key', 'access_token'], or register earlier and keep `ws` out of the bundle.",
      exposedCode,
    );
  }

  /** Ends the sessions that are open, as the process does: no close code, no error. */
  endOpenSessions(): void {
    const { guard } = this.#signals;
    for (const { session } of this.#open.values()) guard(() => session.unseen());
  }

  /** A session is made of it only when its upgrade fails, as of now and here. */
  #mistaken(url: string | URL, headers: UpgradeHeaders | undefined): Connection | undefined {
    const endpoint = readMistakenEndpoint(url);
    if (endpoint === undefined) return undefined;
    const start = now();
    const here = context.active();
    const make = (): Connection =>
      context.with(here, () => this.#start(endpoint, url, headers, start));
    return new FaultBarrier(new UnopenedConnection(make), this.#options.report);
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
      if (this.#open.size === 0) registry.engaged.delete(this);
      upgrade.end();
    });
    const connection = new FaultBarrier(session, this.#options.report, () => upgrade.end());
    const upgrade = new Upgrade(connection, this.#options.suppressHandshakeSpans);
    this.#open.set(connection, { session, telemetry, upgrade });
    registry.engaged.add(this);
    return connection;
  }
}

function missedWarning(why: string | undefined, leftAlone: ReadonlySet<string>): string {
  const text = 'A Gemini Live connection was made by a WebSocket class that cannot be watched';
  if (why !== undefined) return `${text}: ${why}.`;
  if (leftAlone.size > 0) return `${text}: ${[...leftAlone].join('; ')}.`;
  return (
    `${text}: its upgrade request was made on Node's http client, and not by \`ws\` 7 or 8, nor by a ` +
    'copy of it. Connect with `ws`, undici or the global WebSocket.'
  );
}
