import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection, FrameData, Observer } from '../../src/sockets/connection.js';

/** Notes in words what a door tells, and where the application's code runs: see {@link where}. */
export class RecordedObserver implements Observer {
  readonly configured = false;
  globalWebSocket = true;
  readonly told: string[] = [];
  readonly missedUrls: string[] = [];
  /** Why they were missed. */
  readonly missedWhy: (string | undefined)[] = [];
  /** What tells of each open socket whether it is read. */
  readonly reads: ((() => boolean | undefined) | undefined)[] = [];
  headers: unknown;
  /** What the last events of sockets wait for, once they are closed. */
  delivery: (() => Promise<void> | undefined) | undefined;

  connecting(url: string | URL, headers: unknown): Connection | undefined {
    if (!String(url).includes('GenerativeService')) return undefined;
    this.headers = headers;
    this.told.push(`connecting in ${where()}`);
    return new RecordedConnection(this.told, this.reads, () => this.delivery?.());
  }

  isLive(url: string): boolean {
    return url.includes('GenerativeService');
  }

  construct<R>(_connection: Connection, make: () => R): R {
    return places.run('construct', make);
  }

  current(): undefined {}

  exposed(): void {}

  endOpenSessions(): void {}

  missed(url: string, why?: string): void {
    if (!url.includes('GenerativeService')) return;
    this.missedUrls.push(url);
    this.missedWhy.push(why);
  }
}

const places = new AsyncLocalStorage<string>();

/** The context that is active: `app`, `construct` or `session`. */
export function where(): string {
  return places.getStore() ?? 'nowhere';
}

export function inApp<R>(fn: () => R): R {
  return places.run('app', fn);
}

class RecordedConnection implements Connection {
  readonly #told: string[];
  readonly #reads: ((() => boolean | undefined) | undefined)[];
  readonly #deliver: () => Promise<void> | undefined;
  #closed = false;
  #delivery: Promise<void> | undefined;

  constructor(
    told: string[],
    reads: ((() => boolean | undefined) | undefined)[],
    deliver: () => Promise<void> | undefined,
  ) {
    this.#told = told;
    this.#reads = reads;
    this.#deliver = deliver;
  }

  requested(): void {
    this.#told.push('requested');
  }
  refused(status: number): void {
    this.#told.push(`refused ${status}`);
  }
  opened(reads?: () => boolean | undefined): void {
    this.#reads.push(reads);
    this.#told.push('opened');
  }
  sent(data: unknown): void {
    this.#told.push(`sent ${typeof data === 'string' ? data : (data as object).constructor.name}`);
  }
  received(data: FrameData): void {
    const text = Array.isArray(data)
      ? Buffer.concat(data).toString()
      : Buffer.from(data as ArrayBuffer).toString();
    this.#told.push(`received ${typeof data === 'string' ? 'text' : 'bytes'} ${text}`);
  }
  heartbeat(sent: boolean): void {
    this.#told.push(sent ? 'pinged' : 'alive');
  }
  failed(error: unknown): void {
    const { code, message } = error as { code?: string; message?: string };
    this.#told.push(`failed ${code ?? message}`);
  }
  thrown(error: unknown): void {
    this.#told.push(`thrown ${String(error)}`);
  }
  unseen(): void {
    this.#told.push('unseen');
  }
  delivery(): Promise<void> | undefined {
    return this.#delivery;
  }
  closing(): void {
    this.#told.push('closing');
  }
  closed(code: number | undefined, reason: string, fromPeer: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#delivery = this.#deliver();
    this.#told.push(
      `closed ${code} ${JSON.stringify(reason)} ${fromPeer ? 'by frame' : 'without'}`,
    );
  }
  run<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
    return places.run('session', () => Reflect.apply(fn, self, args) as R);
  }
}
