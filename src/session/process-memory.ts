/** How many names of accepted models a process keeps at most; the oldest go first. */
const mostAccepted = 1_000;

/**
 * How many sessions are known by their newest resumption handle, and by older ones, at most; the oldest
 * go first. gemini-3.1 issues a handle about every second (google-gemini/cookbook#1329), so older ones
 * are kept apart: they never push out another session's newest. What is kept is a hash: handles are
 * secrets, and long ones.
 */
const mostHandles = 10_000;

/** A session that was issued a resumption handle, as the ones that resume it know it. */
export interface IssuedSession {
  /** The listener's own, see `SessionStory.mark`. */
  readonly mark: unknown;
  /** 1, or what number of resumption it was. */
  readonly sequence: number;
  /** When it ended, on the process's monotonic clock; `undefined` where it is open. */
  endedAt: number | undefined;
}

/** What one session's end or setup teaches the ones after it, within this process. */
export class ProcessMemory {
  readonly #accepted = new Map<string, true>();
  readonly #newest = new Map<number, IssuedSession>();
  readonly #older = new Map<number, IssuedSession>();

  /** The server completed the setup of this model on this API. */
  accept(api: string | undefined, model: string): void {
    remember(this.#accepted, key(api, model), true, mostAccepted);
  }

  accepted(api: string | undefined, model: string): boolean {
    return this.#accepted.has(key(api, model));
  }

  /**
   * A session was issued a resumption handle. Every one that it was issued resumes it.
   *
   * @param former - The handle that was its newest until now.
   */
  issued(handle: string, former: string | undefined, session: IssuedSession): void {
    if (former !== undefined) {
      const old = hashOf(former);
      this.#newest.delete(old);
      remember(this.#older, old, session, mostHandles);
    }
    remember(this.#newest, hashOf(handle), session, mostHandles);
  }

  issuerOf(handle: string): IssuedSession | undefined {
    const hash = hashOf(handle);
    return this.#newest.get(hash) ?? this.#older.get(hash);
  }
}

function remember<K, V>(memory: Map<K, V>, key: K, value: V, most: number): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size <= most) return;
  for (const oldest of memory.keys()) {
    memory.delete(oldest);
    return;
  }
}

function key(api: string | undefined, model: string): string {
  return `${api ?? ''} ${model.toLowerCase()}`;
}

/**
 * 53 bits of a text: two multiplicative hashes with different seeds, mixed as MurmurHash3's last step
 * does. Two of 10 000 handles are taken for each other once in 10^8 processes.
 */
function hashOf(text: string): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = mixed(high ^ (low >>> 16));
  low = mixed(low ^ (high >>> 13));
  return (high & 0x1f_ffff) * 0x1_0000_0000 + (low >>> 0);
}

function mixed(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
