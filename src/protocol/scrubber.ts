import {
  ECHOED_VALUE,
  looksLikeModel,
  withoutCredentialShapes,
} from '../facts/credential-shapes.js';
import { normalized, normalText } from './normal-text.js';

export { withoutCredentialShapes };

/** So many characters of a secret in one run are taken out; a shorter one is a word like others. */
const shortestRun = 8;

/** What {@link hashes} multiplies by, and what the character that leaves a run has been multiplied by. */
const base = 0x01000193;
const highest = Array.from({ length: shortestRun - 1 }).reduce<number>(
  (power) => Math.imul(power, base),
  1,
);

/** e.g. `global`, `us-central1` */
const locationName = /^[a-z]{2,20}(?:-[a-z]{2,20}\d{1,2})?$/;

/** How many of the handles that a server issues are remembered: each takes the former one's place. */
const mostHandles = 16;
/** Characters of each that are remembered. */
const longestHandle = 8_192;

/** Takes the secrets of one connection out of texts. Knows nothing more until there is a text. */
export class Scrubber {
  /** A few, each once. */
  readonly #secrets: string[] = [];
  readonly #handles: string[] = [];
  readonly #spared: string[] = [];

  constructor(secrets: Iterable<string>) {
    this.add(secrets);
  }

  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (!this.#secrets.includes(secret)) this.#secrets.push(secret);
    }
  }

  /** A resumption handle that the server issued: the newest few are remembered. */
  issued(handle: string): void {
    if (this.#handles.at(-1) === handle) return;
    this.#handles.push(handle.slice(0, longestHandle));
    if (this.#handles.length > mostHandles) this.#handles.shift();
  }

  /** The session's model or location, which stays readable where a secret has a part of its name. */
  spare(name: string): void {
    if (looksLikeModel(name) || locationName.test(name)) this.#spared.push(normalized(name));
  }

  /**
   * The text without each run of 8 characters or more of a secret, in any case or percent-encoding,
   * and without what has the shape of a credential. Linear in text and secrets.
   */
  scrub(text: string): string {
    if (text === '') return text;
    const echoless = text.replace(...ECHOED_VALUE);
    return withoutCredentialShapes(this.#withoutSecrets(echoless));
  }

  #withoutSecrets(original: string): string {
    const { text, starts, stops } = normalText(original);
    const runs = runsOf(text);
    if (runs.size === 0) return original;
    const found = new Set<string>();
    for (const secret of this.#secrets) findRuns(normalized(secret), runs, found);
    for (const handle of this.#handles) findRuns(normalized(handle), runs, found);
    if (found.size === 0) return original;
    const spared = runsWithin(this.#spared, text);
    let clean = '';
    /** Up to where the original is told, and where what is being taken out ends. */
    let told = 0;
    let stop = -1;
    for (let at = 0; at + shortestRun <= text.length; at++) {
      if (!found.has(text.slice(at, at + shortestRun)) || spared.has(at)) continue;
      const start = starts[at] ?? 0;
      if (stop === -1 || start > stop) {
        clean += `${stop === -1 ? '' : 'REDACTED'}${original.slice(told, start)}`;
      }
      stop = told = Math.max(stop, stops[at + shortestRun - 1] ?? 0);
    }
    return stop === -1 ? original : `${clean}REDACTED${original.slice(told)}`;
  }
}

/** The runs of a text, by their hash. */
function runsOf(text: string): ReadonlySet<number> {
  const runs = new Set<number>();
  hashes(text, (hash) => runs.add(hash));
  return runs;
}

/** Adds the runs that the secret has, too. */
function findRuns(secret: string, runs: ReadonlySet<number>, found: Set<string>): void {
  hashes(secret, (hash, at) => {
    if (runs.has(hash)) found.add(secret.slice(at, at + shortestRun));
  });
}

/** Calls `tell` with the hash of each run: a rolling one, which costs two multiplications each. */
function hashes(text: string, tell: (hash: number, at: number) => void): void {
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    if (i >= shortestRun) {
      hash = (hash - Math.imul(text.charCodeAt(i - shortestRun), highest)) | 0;
    }
    hash = (Math.imul(hash, base) + text.charCodeAt(i)) | 0;
    if (i >= shortestRun - 1) tell(hash, i - shortestRun + 1);
  }
}

/** Where runs begin that lie within a name. */
function runsWithin(names: readonly string[], text: string): ReadonlySet<number> {
  const within = new Set<number>();
  for (const name of names) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
      for (let i = at; i + shortestRun <= at + name.length; i++) within.add(i);
    }
  }
  return within;
}
