import { beforeEnd, isTornDown, later, now, shared } from '../../platform/index.js';
import { context, diag, ROOT_CONTEXT } from '@opentelemetry/api';

/** A provider of an SDK that can be asked to export what it holds. */
export interface Flushable {
  /** The SDK's own waiting, which holds the process; 30 s where it does not know the option. */
  forceFlush(options: { readonly timeoutMillis: number }): Promise<void>;
}

/** How long a provider is waited for, in milliseconds. Then its promise is let go. */
export const patience = 2_000;

/** Who is told why a flush failed, however late. Not to throw. */
export const failedFlushes = shared('failed-flushes/1', () => new Set<(error: unknown) => void>());

/**
 * The flushes of one provider: at most one in flight and one waiting, as the OTLP exporters refuse
 * more than 30 exports at once, and sockets close together.
 */
export class ProviderFlush {
  readonly #provider: Flushable;
  readonly #ends: () => number;
  #covered = 0;
  #begun = -Infinity;
  #failed = false;
  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  #callOff: (() => void) | undefined;

  /** @param ends - How many sessions have ended until now. */
  constructor(provider: Flushable, ends: () => number) {
    this.#provider = provider;
    this.#ends = ends;
  }

  /** Never rejects. Settles when what was there at the call is exported, or could not be. */
  flush(): Promise<void> {
    if (this.#running === undefined) return this.#begin();
    this.#waiting ??= this.#running.then(() => this.#begin());
    return this.#waiting;
  }

  /** Flushes what no flush has covered. `undefined`: all is exported, or was tried to. */
  flushRest(): Promise<void> | undefined {
    return this.#isCovered() ? this.#running : this.flush();
  }

  /** Flushes at most once in so many milliseconds; what comes too early waits, until the end of the process at most. */
  flushSeldom(interval: number): void {
    if (this.#callOff !== undefined) return;
    if (this.isRested(interval)) {
      void this.flush();
      return;
    }
    const flush = (): void => void this.flush();
    const callOffs = [later(flush, this.#begun + interval - now()), beforeEnd(flush)];
    this.#callOff = () => {
      for (const callOff of callOffs) callOff();
      this.#callOff = undefined;
    };
  }

  /** Whether the last flush began so many milliseconds ago. */
  isRested(interval: number): boolean {
    return now() - this.#begun >= interval;
  }

  /** Whether what there is has been tried to be exported, and could not be. */
  isInVain(): boolean {
    return this.#failed && this.#isCovered();
  }

  #isCovered(): boolean {
    return this.#covered === this.#ends();
  }

  #begin(): Promise<void> {
    this.#callOff?.();
    this.#waiting = undefined;
    this.#begun = now();
    this.#covered = this.#ends();
    this.#running = exported(this.#provider).then((done) => {
      this.#failed = !done;
      if (this.#waiting === undefined) this.#running = undefined;
    });
    return this.#running;
  }
}

/**
 * Settles with the provider, or when it has been waited for long enough. Never rejects.
 *
 * @returns Whether it says that it has exported.
 */
function exported(provider: Flushable): Promise<boolean> {
  // Its exporter would load what it needs then, and the test runner fail for it.
  if (isTornDown()) return Promise.resolve(false);
  return new Promise((resolve) => {
    // A provider may keep its promise for ever: all that hangs on it is this variable.
    let settle: ((done: boolean) => void) | undefined = (done) => {
      settle = undefined;
      callOff();
      resolve(done);
    };
    const callOff = later(() => settle?.(false), patience);
    const done = (): void => settle?.(true);
    const failed = (error: unknown): void => {
      settle?.(false);
      diag.debug('gemini-live: flush failed', error);
      for (const tell of failedFlushes) tell(error);
    };
    try {
      // The application's callbacks run in there: in no context of ours, and not suppressed.
      const flushed = context.with(ROOT_CONTEXT, () =>
        provider.forceFlush({ timeoutMillis: patience }),
      );
      void Promise.resolve(flushed)
        .then(done, failed)
        .catch(() => undefined);
    } catch (error) {
      failed(error);
    }
  });
}
