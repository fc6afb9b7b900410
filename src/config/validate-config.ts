import { stallTable, type StallKind } from '../session/silence/stall-kinds.js';
import type { GeminiLiveInstrumentationConfig } from './options.js';

/** What an option has to be: a test, and the words for it in the error. */
interface Rule {
  readonly allows: (value: unknown) => boolean;
  readonly words: string;
}

const aBoolean: Rule = { allows: (value) => typeof value === 'boolean', words: 'true or false' };
const aFunction: Rule = { allows: (value) => typeof value === 'function', words: 'a function' };
const someSeconds: Rule = {
  allows: (value) =>
    value === false || (typeof value === 'number' && value > 0 && Number.isFinite(value)),
  words: 'a number of seconds above 0, or false',
};
const anArray: Rule = { allows: Array.isArray, words: 'an array of rows' };

const rules: Readonly<Record<keyof GeminiLiveInstrumentationConfig, Rule>> = {
  enabled: aBoolean,
  matchEndpoint: {
    ...aFunction,
    words:
      "a function that takes a URL and returns 'gemini', 'vertex', { api }, true, false or undefined",
  },
  models: anArray,
  closeReasons: anArray,
  prices: anArray,
  captureMessageContent: aBoolean,
  redact: { ...aFunction, words: 'a function that takes a piece of content and returns its text' },
  measureSpeech: aBoolean,
  generations: aBoolean,
  suppressHandshakeSpans: aBoolean,
  globalWebSocket: aBoolean,
  errorEvent: {
    allows: (value) => value === 'span' || value === 'log' || value === 'both',
    words: "'span', 'log' or 'both'",
  },
  genAiMetrics: {
    allows: (value) => value === 'current' || value === '1.41' || value === 'both',
    words: "'current', '1.41' or 'both'",
  },
  sessionEvents: aBoolean,
  flushOnAbnormalClose: aBoolean,
  warn: aBoolean,
  stalls: {
    allows: (value) => value === false || isObject(value),
    words: 'false, or an object with a number of seconds or false for each kind',
  },
  userSpeech: aBoolean,
  onConnect: { ...aFunction, words: 'a function that takes a span and the connection' },
  onClose: { ...aFunction, words: 'a function that takes a span and the close' },
};

/**
 * Holds the options against what they allow. The rows of `models`, `closeReasons` and `prices` are
 * held against theirs where the tables are built.
 *
 * @throws TypeError that names the option, its value and what is allowed.
 */
export function validateConfig(config: unknown): void {
  if (!isObject(config)) {
    throw new TypeError(
      `GeminiLiveInstrumentation: the options are ${show(config)}; allowed: an object`,
    );
  }
  for (const [option, value] of Object.entries(config)) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, option)
      ? rules[option as keyof GeminiLiveInstrumentationConfig]
      : undefined;
    if (rule === undefined) {
      throw new TypeError(
        `GeminiLiveInstrumentation: unknown option '${option}'; allowed: ${Object.keys(rules).join(', ')}`,
      );
    }
    hold(rule, option, value);
    if (option === 'stalls' && isObject(value)) validateStalls(value);
  }
}

function validateStalls(stalls: object): void {
  for (const [kind, value] of Object.entries(stalls)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(stallTable, kind)) {
      throw new TypeError(
        `GeminiLiveInstrumentation: unknown option 'stalls.${kind}'; allowed: ${Object.keys(stallTable).join(', ')}`,
      );
    }
    const isInstant = stallTable[kind as StallKind].seconds === undefined;
    hold(isInstant ? aBoolean : someSeconds, `stalls.${kind}`, value);
  }
}

function hold(rule: Rule, option: string, value: unknown): void {
  if (rule.allows(value)) return;
  throw new TypeError(
    `GeminiLiveInstrumentation: option '${option}' is ${show(value)}; allowed: ${rule.words}`,
  );
}
/** Whether an instance was given options of its own, and so goes before one that was not. */
export function isConfigured(config: GeminiLiveInstrumentationConfig): boolean {
  return Object.entries(config).some(
    ([option, value]) => option !== 'enabled' && value !== undefined,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  try {
    const text = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
  } catch {
    return String(value);
  }
}
