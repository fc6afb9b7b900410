import type { SetupShape } from '../../words.js';
import { SETUP_PATHS } from '../../facts/capabilities.js';
import { camel } from '../sentences/named-field.js';

type Value = string | number | boolean | undefined;

/** Far more than any function's name has, and all names of a setup together, in characters. */
const LONGEST_NAMES = 8_192;
const LONGEST_VALUE = 64;
const MOST_VALUES = 48;
const DEEPEST = 24;
/** Objects that are read of one setup: what comes from an application may be of any size. */
const MOST_OBJECTS = 20_000;

const FUNCTIONS = 'tools.functionDeclarations';
const SCHEMA = `${FUNCTIONS}.parameters`;
const KEYWORDS = ['additionalProperties', '$schema'];
// Interned: a shape holds on to no string of a setup but short values.
const ASKED = new Map(SETUP_PATHS.map((path) => [path, path]));

/** What a setup asks for, as far as the rules ask. */
export class SetupReading implements SetupShape {
  /** Path and value by turns, each pair once: twenty functions may all say the same. */
  readonly #values: readonly Value[];
  #functions: string[][] | undefined = [];

  /** @param setup - The parsed `setup`. */
  constructor(setup: unknown) {
    let names = 0;
    const values: Value[] = [];
    walk(setup, (path, value, place) => {
      const asked = ASKED.get(path);
      if (asked !== undefined) {
        remember(values, asked, path === 'sessionResumption.handle' ? undefined : scalar(value));
      }
      if (path === `${FUNCTIONS}.name` && typeof value === 'string') {
        names += value.length;
        if (names > LONGEST_NAMES || place === undefined) return;
        (this.#functions![place.tool] ??= [])[place.declaration] = value;
      }
    });
    // A copy has no room to grow.
    this.#values = values.slice();
  }

  values(path: string): readonly Value[] {
    return valuesAt(this.#values, path);
  }

  has(path: string): boolean {
    return this.#values.some((each, at) => at % 2 === 0 && each === path);
  }

  functionAt(tool: number, index: number): string | undefined {
    return this.#functions?.[tool]?.[index];
  }

  /** The setup was accepted: no close can be about one of its functions any more. */
  accepted(): void {
    this.#functions = undefined;
  }
}

function remember(values: Value[], path: string, value: Value): void {
  if (values.length >= MOST_VALUES * 2 || valuesAt(values, path).includes(value)) return;
  values.push(path, value);
}

function valuesAt(values: readonly Value[], path: string): readonly Value[] {
  return values.filter((_, at) => at % 2 === 1 && values[at - 1] === path);
}

function scalar(value: unknown): Value {
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE);
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

interface Place {
  readonly tool: number;
  readonly declaration: number;
}

/**
 * Visits each field of a setup by its path in camelCase, without indexes. A field that is `null` is
 * there for nobody. A function's schema is visited for the keywords that the parser lacks only:
 * what its properties are called is the application's.
 */
export function walk(
  setup: unknown,
  visit: (path: string, value: unknown, place: Place | undefined) => void,
): void {
  let left = MOST_OBJECTS;
  const into = (value: unknown, path: string, depth: number, place: Place | undefined): void => {
    if (left-- <= 0 || depth > DEEPEST || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      value.forEach((element, index) => {
        const { tool = 0 } = place ?? {};
        const inside =
          path === 'tools'
            ? { tool: index, declaration: 0 }
            : path === FUNCTIONS
              ? { tool, declaration: index }
              : place;
        into(element, path, depth + 1, inside);
      });
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (inner === null || inner === undefined) continue;
      const name = /^\w{1,64}$/.test(key) ? camel(key) : '';
      if (name === '') continue;
      const at = path === '' ? name : `${path}.${name}`;
      // A list is told as its elements, an empty one as nothing.
      for (const each of Array.isArray(inner) ? inner : [inner]) visit(at, each, place);
      if (at === SCHEMA) schema(inner, depth + 1, (keyword) => visit(keyword, true, place));
      else into(inner, at, depth + 1, place);
    }
  };
  const schema = (value: unknown, depth: number, tell: (path: string) => void): void => {
    if (left-- <= 0 || depth > DEEPEST || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const each of value) schema(each, depth + 1, tell);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (KEYWORDS.includes(key)) tell(`${SCHEMA}.${key}`);
      else if (key === 'properties') schema(Object.values(inner as object), depth + 1, tell);
      else if (['items', 'anyOf', 'any_of', 'prefixItems'].includes(key)) {
        schema(inner, depth + 1, tell);
      }
    }
  };
  into(setup, '', 0, undefined);
}
