/** JSON before it is written down. Pairs, not a Map: a key may come twice. */
export type Tree =
  | { readonly pairs: [string, Tree][] }
  | { readonly items: Tree[] }
  | { readonly text: string; readonly plain?: boolean }
  | { readonly raw: string };

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}

const nasty = [
  '',
  'a',
  'Hello there.',
  '"turnComplete": true',
  '{"serverContent":{"interrupted":true}}',
  '}]}',
  '[{',
  '\\',
  '\\"',
  '\\u0022',
  '",',
  'Grüße, Łódź — 你好 🎤',
  '\u2028\u0000\u001f\ufeff',
  '/',
  '__proto__',
];
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const mimeTypes = [
  'audio/pcm;rate=24000',
  'audio/pcm;rate=16000',
  'audio/pcm',
  'AUDIO/PCM; Rate = 8000',
  'audio/pcm;rate=0',
  'audio/pcm;rate=12345678',
  'image/png',
  'video/mp4',
  'text/plain',
  '',
];

/** Makes frames: mostly of the shapes that Live knows, with everything odd that JSON allows. */
export class FrameGenerator {
  constructor(readonly random: Random) {}

  server(): Tree {
    const r = this.random;
    const all: Record<string, () => Tree> = {
      setupComplete: () => this.object({ sessionId: () => this.string() }),
      serverContent: () => this.serverContent(),
      toolCall: () =>
        this.object({
          functionCalls: () =>
            this.array(() =>
              this.object({
                id: () => this.string(),
                name: () => this.string(),
                args: () => this.anything(3),
              }),
            ),
        }),
      toolCallCancellation: () => this.object({ ids: () => this.array(() => this.string()) }),
      usageMetadata: () => this.usage(),
      goAway: () =>
        this.object({
          timeLeft: () => this.duration(),
        }),
      sessionResumptionUpdate: () =>
        this.object({
          newHandle: () => this.string(),
          resumable: () => this.flag(),
          lastConsumedClientMessageIndex: () => ({ text: '12' }),
        }),
      voiceActivity: () =>
        this.object({
          type: () => this.edge(),
          voiceActivityType: () => this.edge(),
          audioOffset: () => this.duration(),
        }),
      voiceActivityDetectionSignal: () => this.object({ vadSignalType: () => this.edge() }),
    };
    return this.message(all);
  }

  client(): Tree {
    const all: Record<string, () => Tree> = {
      realtimeInput: () =>
        this.object({
          audio: () => this.blob(),
          video: () => this.blob(),
          text: () => this.string(),
          activityStart: () => this.object({}),
          activityEnd: () => this.object({}),
          audioStreamEnd: () => this.flag(),
          mediaChunks: () => this.array(() => this.blob()),
        }),
      clientContent: () =>
        this.object({
          turns: () =>
            this.array(() =>
              this.object({
                role: () => ({ text: this.random.pick(['user', 'model']) }),
                parts: () => this.array(() => this.part()),
              }),
            ),
          turnComplete: () => this.flag(),
        }),
      toolResponse: () =>
        this.object({
          functionResponses: () =>
            this.array(() =>
              this.object({
                id: () => this.string(),
                name: () => this.string(),
                response: () => this.anything(3),
                willContinue: () => this.flag(),
                scheduling: () => this.string(),
              }),
            ),
        }),
    };
    return this.message(all);
  }

  /** Some values of any kind, now and then nested deep. */
  anything(depth: number): Tree {
    const r = this.random;
    const kind = depth > 0 ? r.below(7) : r.below(5);
    switch (kind) {
      case 0:
        return { raw: r.pick(['true', 'false', 'null']) };
      case 1:
      case 2:
        return this.number();
      case 3:
      case 4:
        return this.string();
      case 5:
        return { items: Array.from({ length: r.below(4) }, () => this.anything(depth - 1)) };
      default:
        if (r.chance(0.05)) return this.deep(r.pick([3, 100, 1000]));
        return {
          pairs: Array.from({ length: r.below(4) }, () => [this.key(), this.anything(depth - 1)]),
        };
    }
  }

  string(): Tree {
    const r = this.random;
    if (r.chance(0.6)) return { text: r.pick(nasty) };
    if (r.chance(0.5)) return { text: `fc_${r.below(1000)}` };
    // Around the length from which strings are searched and not walked, with oddities in any place.
    let text = '';
    const length = r.pick([20, 120, 127, 128, 129, 135, 260, 700]);
    while (text.length < length) {
      text += r.chance(0.1) ? r.pick(nasty) : 'x'.repeat(r.below(140));
    }
    return { text };
  }

  blob(): Tree {
    const r = this.random;
    return this.object({
      mimeType: () => ({ text: r.chance(0.6) ? r.pick(mimeTypes.slice(0, 3)) : r.pick(mimeTypes) }),
      data: () => this.payload(),
    });
  }

  payload(): Tree {
    const r = this.random;
    const length = r.pick([0, 1, 2, 3, 4, 20, 100, 126, 128, 130, 200, 400, 640]);
    let text = '';
    for (let i = 0; i < length; i++) text += base64[r.below(64)];
    return { text: text + r.pick(['', '', '=', '==', '===']), plain: r.chance(0.9) };
  }

  private message(all: Record<string, () => Tree>): Tree {
    const r = this.random;
    const names = Object.keys(all);
    const pairs: [string, Tree][] = [];
    const facts = 1 + r.below(3);
    for (let i = 0; i < facts; i++) {
      const name = r.pick(names);
      pairs.push([name, this.perhapsWrong(all[name]!)]);
    }
    for (let i = r.below(3); i > 0; i--) {
      pairs.splice(r.below(pairs.length + 1), 0, [this.key(), this.anything(3)]);
    }
    return { pairs };
  }

  private serverContent(): Tree {
    return this.object({
      modelTurn: () =>
        this.object({
          role: () => ({ text: 'model' }),
          parts: () => this.array(() => this.part()),
        }),
      generationComplete: () => this.flag(),
      turnComplete: () => this.flag(),
      interrupted: () => this.flag(),
      waitingForInput: () => this.flag(),
      turnCompleteReason: () => this.string(),
      interactionStatus: () => ({ text: this.random.pick(['IN_PROGRESS', 'IDLE']) }),
      inputTranscription: () =>
        this.object({ text: () => this.string(), finished: () => this.flag() }),
      outputTranscription: () => this.object({ text: () => this.string() }),
      groundingMetadata: () => this.anything(3),
    });
  }

  private part(): Tree {
    return this.object({
      inlineData: () => this.blob(),
      text: () => this.string(),
      thought: () => this.flag(),
      executableCode: () => this.anything(2),
    });
  }

  private usage(): Tree {
    const details = (): Tree =>
      this.array(() =>
        this.object({
          modality: () => ({
            text: this.random.pick(['TEXT', 'AUDIO', 'IMAGE', 'VIDEO', 'DOCUMENT', 'text', 'X']),
          }),
          tokenCount: () => this.number(),
        }),
      );
    const counts: Record<string, () => Tree> = {};
    for (const name of ['prompt', 'cachedContent', 'response', 'candidates', 'toolUsePrompt']) {
      counts[`${name}TokenCount`] = () => this.number();
    }
    counts['thoughtsTokenCount'] = counts['totalTokenCount'] = () => this.number();
    for (const name of ['prompt', 'cache', 'response', 'candidates', 'toolUsePrompt']) {
      counts[`${name}TokensDetails`] = details;
    }
    return this.object(counts);
  }

  private flag(): Tree {
    return { raw: this.random.pick(['true', 'true', 'true', 'false', 'null', '1', '"true"']) };
  }

  private duration(): Tree {
    return { text: this.random.pick(['9.500s', '50s', '0s', '-1s', 's', '5', '1.s', '']) };
  }

  private edge(): Tree {
    return {
      text: this.random.pick([
        'ACTIVITY_START',
        'ACTIVITY_END',
        'VAD_SIGNAL_TYPE_SOS',
        'VAD_SIGNAL_TYPE_EOS',
        'OTHER',
      ]),
    };
  }

  private number(): Tree {
    const odd = ['0', '-0', '-1', '1.5', '1.0', '1e3', '1E+2', '1e-2', '12e-1', '1e400', '-0.0'];
    const huge = ['9007199254740991', '9007199254740992', '123456789012345678901234567890'];
    const wrong = ['"12"', 'null', 'true', '[]', '{}', '[7]'];
    const r = this.random;
    return { raw: r.chance(0.6) ? String(r.below(5000)) : r.pick([...odd, ...huge, ...wrong]) };
  }

  private key(): string {
    const r = this.random;
    return r.chance(0.3) ? r.pick(['interrupted', 'text', 'data', 'parts']) : r.pick(nasty);
  }

  private deep(depth: number): Tree {
    const r = this.random;
    let raw = '1';
    for (let i = 0; i < depth; i++) raw = r.chance(0.5) ? `[${raw}]` : `{"a":${raw}}`;
    return { raw };
  }

  private array(item: () => Tree): Tree {
    const r = this.random;
    const length = r.chance(0.003) ? 126 + r.below(6) : r.below(4);
    return { items: Array.from({ length }, () => this.perhapsWrong(item)) };
  }

  private object(members: Record<string, () => Tree>): Tree {
    const r = this.random;
    const names = Object.keys(members);
    const pairs: [string, Tree][] = [];
    const few = r.chance(0.5) ? 2 / names.length : 0.6;
    for (const name of names) {
      if (!r.chance(few)) continue;
      pairs.splice(r.below(pairs.length + 1), 0, [name, this.perhapsWrong(members[name]!)]);
      if (r.chance(0.05)) pairs.push([name, this.perhapsWrong(members[name]!)]);
    }
    if (r.chance(0.1)) pairs.splice(r.below(pairs.length + 1), 0, [this.key(), this.anything(2)]);
    return { pairs };
  }

  private perhapsWrong(make: () => Tree): Tree {
    return this.random.chance(0.04) ? this.anything(2) : make();
  }
}

const shortEscapes: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Writes trees down in one of many ways. */
export class Writer {
  readonly #random: Random;
  /** For keys, if a client's. */
  readonly #snakeCase: boolean;
  readonly #space: 'none' | 'indent' | 'wild';
  readonly #escapes: number;

  constructor(random: Random, snakeCase: boolean) {
    this.#random = random;
    this.#snakeCase = snakeCase;
    this.#space = random.pick(['none', 'indent', 'indent', 'wild']);
    this.#escapes = random.pick([0, 0, 0, 0.02, 0.3]);
  }

  write(tree: Tree, depth = 0): string {
    if ('raw' in tree) return tree.raw;
    if ('text' in tree) return this.#string(tree.text, tree.plain === true ? 0 : this.#escapes);
    const outer = this.#gap(depth);
    const inner = this.#gap(depth + 1);
    const [open, close] = 'items' in tree ? '[]' : '{}';
    const members =
      'items' in tree
        ? tree.items.map((item) => this.write(item, depth + 1))
        : tree.pairs.map(([key, value]) => {
            const name = this.#snakeCase
              ? key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
              : key;
            const colon =
              this.#space === 'none'
                ? ':'
                : this.#space === 'indent'
                  ? ': '
                  : `${this.#gap(0)}:${this.#gap(0)}`;
            return this.#string(name, this.#escapes) + colon + this.write(value, depth + 1);
          });
    if (members.length === 0) return open! + (this.#space === 'wild' ? this.#gap(0) : '') + close!;
    return open + inner + members.join(`,${inner}`) + outer + close;
  }

  #gap(depth: number): string {
    if (this.#space === 'none') return '';
    if (this.#space === 'indent') return `\n${'  '.repeat(depth)}`;
    return Array.from({ length: this.#random.below(3) }, () =>
      this.#random.pick([' ', '\n', '\r', '\t']),
    ).join('');
  }

  #string(text: string, escapes: number): string {
    if (escapes === 0) return JSON.stringify(text);
    let out = '"';
    for (let i = 0; i < text.length; i++) {
      const c = text[i]!;
      const must = c === '"' || c === '\\' || c < ' ';
      if (!must && !this.#random.chance(escapes)) {
        out += c;
        continue;
      }
      const short = shortEscapes[c];
      let hex = text.charCodeAt(i).toString(16).padStart(4, '0');
      if (this.#random.chance(0.5)) hex = hex.toUpperCase();
      // Half a surrogate pair cannot stand in UTF-8 alone, so its other half is escaped too.
      if (c >= '\ud800' && c <= '\udbff') hex += `\\u${text.charCodeAt(++i).toString(16)}`;
      out += short !== undefined && this.#random.chance(0.5) ? short : `\\u${hex}`;
    }
    return `${out}"`;
  }
}
