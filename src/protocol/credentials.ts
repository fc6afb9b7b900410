import type { AuthKind } from '../words.js';
import type { HeaderList } from './wire.js';

/** What a connection identifies its caller by. The values serve to find them in texts and go nowhere. */
export interface Credentials {
  readonly kind: AuthKind;
  readonly secrets: readonly string[];
}

/** A longer value of any query parameter may be a secret, whatever its name. */
const longestWord = 24;

/** Query parameters and headers whose values are never to leave the process. */
const secretName = /key|token|auth|secret|passw|signature|cookie|credential/i;

/**
 * Reads the credentials of an upgrade request.
 * Sources: js-genai src/live.ts (`key`, `access_token`, `Authorization: Token`), python-genai and
 * go-genai live (`x-goog-api-key`, `Authorization: Bearer`).
 */
export function readCredentials(url: string | URL, headers: HeaderList | undefined): Credentials {
  const secrets: string[] = [];
  let kind: AuthKind = 'none';
  const note = (name: string, value: string): void => {
    if (value === '') return;
    // The value, and what stands behind its scheme: `Bearer …`, `auth_tokens/…`.
    secrets.push(value, ...value.split(/\s+/).slice(1), value.replace(/^.*auth_tokens\//i, ''));
    const found = authKind(name.toLowerCase(), value);
    // A URL may hold both an API key and a token: the more specific one is what the server judges.
    if (rank[found] > rank[kind]) kind = found;
  };
  try {
    const parsed = new URL(url);
    for (const [name, value] of parsed.searchParams) {
      if (secretName.test(name) || value.length > longestWord) note(name, value);
    }
    for (const part of [parsed.username, parsed.password]) {
      if (part !== '') secrets.push(decodeURIComponent(part));
    }
  } catch {
    // Not a URL that can be read: there are only the headers.
  }
  for (const [name, value] of headerEntries(headers)) {
    if (secretName.test(name)) note(name, value);
  }
  return { kind, secrets };
}

const rank: Readonly<Record<AuthKind, number>> = {
  none: 0,
  api_key: 1,
  oauth: 2,
  ephemeral_token: 3,
};

function authKind(name: string, value: string): AuthKind {
  if (name === 'key' || name === 'x-goog-api-key') {
    return value.startsWith('auth_tokens/') ? 'ephemeral_token' : 'api_key';
  }
  if (name === 'access_token' || name === 'authorization') {
    return /^(?:token\s+)?auth_tokens\/|^token\s/i.test(value) ? 'ephemeral_token' : 'oauth';
  }
  return 'none';
}

function* headerEntries(headers: HeaderList | undefined): Generator<readonly [string, string]> {
  if (headers === undefined || headers === null) return;
  if (Array.isArray(headers) && typeof headers[0] === 'string') {
    for (let i = 0; i + 1 < headers.length; i += 2) {
      yield [String(headers[i]), String(headers[i + 1])];
    }
    return;
  }
  const entries =
    Symbol.iterator in headers
      ? (headers as Iterable<readonly [string, unknown]>)
      : Object.entries(headers);
  for (const [name, value] of entries) {
    for (const one of Array.isArray(value) ? value : [value]) yield [String(name), String(one)];
  }
}

/** Shapes of Google's credentials, wherever they stand, also where a text was cut inside them. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/AIza[\w-]{6,}/gi, 'REDACTED'],
  [/\bAQ\.[\w-]{6,}/g, 'REDACTED'],
  [/\bya29\.[\w.-]+/g, 'REDACTED'],
  [/\bauth_tokens\/[\w.-]+/gi, 'auth_tokens/REDACTED'],
  [/\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}/g, 'REDACTED'],
  [/\b(bearer|token)(\s+|%20)(?=[\w.~+/=-]*[\d._/-])[\w.~+/=-]{12,}/gi, '$1$2REDACTED'],
  [
    /((?:^|[?&\s"'])(?:[\w-]*(?:key|token|secret|password|authorization))=)[^\s&"'#]+/gi,
    '$1REDACTED',
  ],
  [/((?:%3f|%26)(?:key|access_token|token)%3d)[^\s&"'#]+?(?=%26|$|[\s"'])/gi, '$1REDACTED'],
  [/(:\/\/)[^/\s@:]*:[^/\s@]*@/g, '$1REDACTED:REDACTED@'],
];

/** Shorter values are words like `v1`, which are no secret and stand in ordinary texts. */
const shortestSecret = 6;

/** A text without credentials: this connection's own ones, and whatever has the shape of one. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    for (const spelling of new Set([secret, encodeURIComponent(secret)])) {
      clean = removeSpelling(clean, spelling);
    }
  }
  for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement);
  return clean;
}

/** Removes a secret in any case, also one that the text's end cuts. */
function removeSpelling(text: string, secret: string): string {
  const whole = new RegExp(secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');
  const clean = text.replace(whole, 'REDACTED');
  for (let length = secret.length - 1; length >= shortestSecret; length--) {
    if (clean.slice(-length).toLowerCase() === secret.slice(0, length).toLowerCase()) {
      return `${clean.slice(0, -length)}REDACTED`;
    }
  }
  return clean;
}
