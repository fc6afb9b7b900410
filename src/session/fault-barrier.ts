import type { FrameData, HeaderList } from '../protocol/wire.js';
import type { Connection } from '../sockets/connection.js';

/**
 * A connection that nothing thrown in here can leave: the first fault is reported, and the socket
 * behaves as if it were not watched. What the application's own handler throws, in
 * {@link Connection.run}, goes to the application.
 */
export class FaultBarrier implements Connection {
  readonly #connection: Connection;
  readonly #report: (fault: unknown) => void;
  readonly #onUpgraded: () => void;

  /** @param onUpgraded - Told when the upgrade is over and the connection is not. Does not throw. */
  constructor(
    connection: Connection,
    report: (fault: unknown) => void,
    onUpgraded: () => void = () => undefined,
  ) {
    this.#connection = connection;
    this.#report = report;
    this.#onUpgraded = onUpgraded;
  }

  requested(headers: HeaderList): void {
    this.#tell(this.#connection.requested, headers);
  }

  refused(status: number): void {
    this.#onUpgraded();
    this.#tell(this.#connection.refused, status);
  }

  opened(reads?: () => boolean | undefined): void {
    this.#onUpgraded();
    this.#tell(this.#connection.opened, reads);
  }

  heartbeat(sent: boolean): void {
    this.#tell(this.#connection.heartbeat, sent);
  }

  // The two that are told of each message are spelt out: where one call leads to many methods, none
  // of them is compiled into it.
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
    this.#tell(this.#connection.failed, error);
  }

  closing(): void {
    this.#tell(this.#connection.closing);
  }

  closed(code: number | undefined, reason: string, fromPeer: boolean): void {
    this.#tell(this.#connection.closed, code, reason, fromPeer);
  }

  thrown(error: unknown): void {
    this.#tell(this.#connection.thrown, error);
  }

  unseen(): void {
    this.#tell(this.#connection.unseen);
  }

  delivery(): Promise<void> | undefined {
    return this.#tell(this.#connection.delivery);
  }

  run<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
    return this.#connection.run(fn, self, args);
  }

  // Spelt out, as a rest parameter is an array more for each message.
  #tell<A, B, C, R>(method: (a: A, b: B, c: C) => R, a?: A, b?: B, c?: C): R | undefined {
    try {
      return method.call(this.#connection, a as A, b as B, c as C);
    } catch (fault) {
      this.#report(fault);
      return undefined;
    }
  }
}
