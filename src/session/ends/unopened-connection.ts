import type { FrameData, HeaderList } from '../../protocol/wire.js';
import type { Connection } from '../../sockets/connection.js';

/**
 * A socket to one of Google's hosts whose path is no Live path. Where it opens it is none of ours,
 * and as if not watched; where its upgrade fails, the connection that `make` gives is told of it.
 */
export class UnopenedConnection implements Connection {
  readonly #make: () => Connection;
  #headers: HeaderList | undefined;
  #status: number | undefined;
  #error: { readonly value: unknown } | undefined;
  #asked = false;
  #over = false;
  #made: Connection | undefined;

  constructor(make: () => Connection) {
    this.#make = make;
  }

  requested(headers: HeaderList): void {
    this.#headers = headers;
  }

  refused(status: number): void {
    this.#status = status;
  }

  opened(): void {
    this.#over = true;
  }

  failed(error: unknown): void {
    this.#error ??= { value: error };
  }

  closing(): void {
    // The application's own leaving is no failed upgrade; what it does about one is.
    if (this.#status === undefined && this.#error === undefined) this.#asked = true;
  }

  closed(code: number | undefined, reason: string, fromPeer: boolean): void {
    if (this.#over || this.#asked) return;
    this.#over = true;
    const made = this.#make();
    this.#made = made;
    if (this.#headers !== undefined) made.requested(this.#headers);
    if (this.#status !== undefined) made.refused(this.#status);
    if (this.#error !== undefined) made.failed(this.#error.value);
    made.closed(code, reason, fromPeer);
  }

  delivery(): Promise<void> | undefined {
    return this.#made?.delivery();
  }

  run<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
    return this.#made === undefined
      ? Reflect.apply(fn, self, args)
      : this.#made.run(fn, self, args);
  }

  sent(_data: unknown): void {}
  received(_data: FrameData): void {}
  heartbeat(_sent: boolean): void {}
  thrown(_error: unknown): void {}
  unseen(): void {}
}
