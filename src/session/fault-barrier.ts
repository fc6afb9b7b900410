import type { Connection } from '../sockets/connection.js';
import type { FrameData, HeaderList } from '../protocol/wire.js';

/**
 * A connection that nothing thrown in here can leave: the first fault is reported, and the socket
 * behaves as if it were not watched. What the application's own handler throws, in
 * {@link Connection.run}, goes to the application.
 */
export class GuardedConnection implements Connection {
  readonly #connection: Connection;
  readonly #report: (fault: unknown) => void;

  constructor(connection: Connection, report: (fault: unknown) => void) {
    this.#connection = connection;
    this.#report = report;
  }

  requested(headers: HeaderList): void {
    try {
      this.#connection.requested(headers);
    } catch (fault) {
      this.#report(fault);
    }
  }

  refused(status: number): void {
    try {
      this.#connection.refused(status);
    } catch (fault) {
      this.#report(fault);
    }
  }

  opened(): void {
    try {
      this.#connection.opened();
    } catch (fault) {
      this.#report(fault);
    }
  }

  sent(data: unknown): void {
    try {
      this.#connection.sent(data);
    } catch (fault) {
      this.#report(fault);
    }
  }

  received(data: FrameData): void {
    try {
      this.#connection.received(data);
    } catch (fault) {
      this.#report(fault);
    }
  }

  failed(error: unknown): void {
    try {
      this.#connection.failed(error);
    } catch (fault) {
      this.#report(fault);
    }
  }

  closing(): void {
    try {
      this.#connection.closing();
    } catch (fault) {
      this.#report(fault);
    }
  }

  closed(code: number | undefined, reason: string, fromPeer: boolean): void {
    try {
      this.#connection.closed(code, reason, fromPeer);
    } catch (fault) {
      this.#report(fault);
    }
  }

  delivery(): Promise<void> | undefined {
    try {
      return this.#connection.delivery();
    } catch (fault) {
      this.#report(fault);
      return undefined;
    }
  }

  run<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
    return this.#connection.run(fn, self, args);
  }
}
