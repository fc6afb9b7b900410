/** How many entries each memory of a process keeps at most; the oldest go first. */
const limit = 1_000;

/** A map that forgets its oldest entries. */
class BoundedMap<V> {
  readonly #entries = new Map<string, V>();

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= limit) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/** What one session's end or setup teaches the ones after it, within this process. */
export class ProcessMemory {
  readonly #accepted = new BoundedMap<true>();
  readonly #handles = new BoundedMap<unknown>();

  /** The server completed the setup of this model on this API. */
  accept(api: string | undefined, model: string): void {
    this.#accepted.set(key(api, model), true);
  }

  accepted(api: string | undefined, model: string): boolean {
    return this.#accepted.has(key(api, model));
  }

  /** A session's newest resumption handle takes the place of its former one. */
  issued(handle: string, former: string | undefined, session: unknown): void {
    if (former !== undefined) this.#handles.delete(former);
    this.#handles.set(handle, session);
  }

  issuerOf(handle: string): unknown {
    return this.#handles.get(handle);
  }
}

function key(api: string | undefined, model: string): string {
  return `${api ?? ''} ${model.toLowerCase()}`;
}
