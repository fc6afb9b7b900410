import { decoded, decodedAsLatin1, noBytes, type Bytes } from '../../platform/index.js';
import { QUOTE } from './json-grammar.js';
import { INVALID, JsonLexer } from './json-lexer.js';
import type { Names } from './names.js';

const OBJECT = 1;
const ARRAY = 2;

/**
 * Walks through JSON text in UTF-8 bytes, checks it against the grammar on the way and decodes only
 * what it is asked for. Each method that reads a value consumes exactly one, of whatever type.
 *
 * It accepts what `JSON.parse` accepts. The one exception: raw control characters may pass in a
 * string of {@link LONG_STRING} bytes or more, because its end is searched for and not walked to.
 */
export class JsonCursor extends JsonLexer {
  /** An object or array was entered and nothing of it has been read. */
  private fresh = false;
  /** For each level that {@link skip} is inside: whether it is an object or an array. */
  private levels = new Uint8Array(64);

  /**
   * Walks over one text.
   *
   * @param visit - Reads exactly one value and says whether it will do. It is called before it is
   * known whether the text is valid to its end.
   * @returns Whether the value will do and the text is valid JSON with nothing behind it.
   */
  read(bytes: Bytes, visit: () => boolean): boolean {
    this.begin(bytes);
    try {
      return visit() && this.atEnd();
    } catch {
      return false;
    } finally {
      // Holds on neither to the application's data nor to the space that deep nesting took.
      this.begin(noBytes);
      if (this.levels.length > 1024) this.levels = new Uint8Array(64);
    }
  }

  /** Goes into the object that comes next; a value of another type is skipped. */
  enterObject(): boolean {
    return this.enter(0x7b);
  }

  /** Goes into the array that comes next; a value of another type is skipped. */
  enterArray(): boolean {
    return this.enter(0x5b);
  }

  /**
   * The next key of the object that was entered: the name, '' for one that is not among `names`,
   * `undefined` behind the last. The key's value has to be read before the next call.
   */
  nextKey<K extends string>(names: Names<K>): K | '' | undefined {
    if (!this.next(0x7d)) return undefined;
    if (this.peek() !== QUOTE) throw INVALID;
    const name = this.among(names);
    this.colon();
    return name;
  }

  /** Whether the array that was entered has one more element, which has to be read then. */
  nextElement(): boolean {
    return this.next(0x5d);
  }

  /** Whether the next value is `true`. */
  isTrue(): boolean {
    const isTrue = this.peek() === 0x74;
    this.skip();
    return isTrue;
  }

  /** Whether the next value is an object. */
  isObject(): boolean {
    const isObject = this.peek() === 0x7b;
    this.skip();
    return isObject;
  }

  /**
   * Whether the next value is a string; `start`, `stop` and `escaped` tell about it then.
   *
   * @param long - Whether a string there is probably a long one.
   */
  isString(long = false): boolean {
    if (this.peek() !== QUOTE) {
      this.skip();
      return false;
    }
    if (long) this.longString();
    else this.string();
    return true;
  }

  /** The next value if it is a string. */
  text(): string | undefined {
    return this.isString() ? this.decode() : undefined;
  }

  /** The next value if it is one of these strings, else ''. */
  textAmong<K extends string>(names: Names<K>): K | '' {
    if (this.peek() === QUOTE) return this.among(names);
    this.skip();
    return '';
  }

  /** The next value if it is a string; one of these is not made anew. */
  textOften(common: Names<string>): string | undefined {
    if (this.peek() === QUOTE) return this.among(common) || this.decode();
    this.skip();
    return undefined;
  }

  /** The next value if it is a count: an integer from 0 to `Number.MAX_SAFE_INTEGER`. */
  count(): number | undefined {
    const c = this.peek();
    const from = this.at;
    this.skip();
    if (c !== 0x2d && (c < 0x30 || c > 0x39)) return undefined;
    const value = this.at - from < 10 ? this.digits(from) : -1;
    return value === -1 ? this.oddCount(from) : value;
  }

  /** The next value as the JSON text that it is. */
  raw(): string {
    this.peek();
    const from = this.at;
    this.skip();
    return decoded(this.bytes, from, this.at);
  }

  /** Reads the next value and drops it. Does not recurse, so no depth is too deep. */
  skip(): void {
    let depth = 0;
    for (;;) {
      const c = this.peek();
      if (c === QUOTE) this.string();
      else if (c === 0x7b || c === 0x5b) {
        this.at++;
        this.fresh = true;
        this.push(depth++, c === 0x7b ? OBJECT : ARRAY);
      } else this.scalar(c);

      // Leaves every level that ends here.
      for (;;) {
        if (depth === 0) return;
        const inObject = this.levels[depth - 1] === OBJECT;
        if (this.next(inObject ? 0x7d : 0x5d)) {
          if (inObject) this.anyKey();
          break;
        }
        depth--;
      }
    }
  }

  private enter(opening: number): boolean {
    if (this.peek() !== opening) {
      this.skip();
      return false;
    }
    this.at++;
    this.fresh = true;
    return true;
  }

  /** Whether another member comes (its comma is consumed), or the closing bracket (consumed). */
  private next(closing: number): boolean {
    const c = this.peek();
    const first = this.fresh;
    this.fresh = false;
    if (c === closing) {
      this.at++;
      return false;
    }
    if (first) return true;
    if (c !== 0x2c) throw INVALID;
    this.at++;
    return true;
  }

  private anyKey(): void {
    if (this.peek() !== QUOTE) throw INVALID;
    this.string();
    this.colon();
  }

  private colon(): void {
    if (this.peek() !== 0x3a) throw INVALID;
    this.at++;
  }

  /** The string that comes next, if it is one of these. Where it is not, it can be decoded. */
  private among<K extends string>(names: Names<K>): K | '' {
    const match = names.match(this.bytes, this.at + 1);
    if (match !== undefined) {
      this.at += 1 + match.bytes.length;
      return match.name;
    }
    this.string();
    return this.escaped ? names.find(this.decode()) : '';
  }

  /** The value of a few digits; -1 where there is something else among them. */
  private digits(from: number): number {
    let value = 0;
    for (let i = from; i < this.at; i++) {
      const digit = this.bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  /** `1e3`, `1.0` and `-0` are counts too. */
  private oddCount(from: number): number | undefined {
    const value = Number(decodedAsLatin1(this.bytes, from, this.at));
    return Number.isSafeInteger(value) && value >= 0 ? value + 0 : undefined;
  }

  private push(depth: number, kind: number): void {
    if (depth === this.levels.length) {
      const wider = new Uint8Array(depth * 2);
      wider.set(this.levels);
      this.levels = wider;
    }
    this.levels[depth] = kind;
  }
}
