import type { AuthKind } from '../words.js';
import { looksLikeModel } from '../facts/credential-shapes.js';
import { credentialsIn } from './redacted-url.js';
import type { HeaderList } from './wire.js';

/** What a connection identifies its caller by. The values serve to find them in texts and go nowhere. */
export interface Credentials {
  readonly kind: AuthKind;
  readonly secrets: readonly string[];
}

/**
 * Headers that negotiate, describe or route; every other one may hold a secret, whatever its name.
 * Sources: RFC 6455, section 4.1; RFC 9110; @google/genai and google-auth-library for `x-goog-…`.
 */
const publicHeader =
  /^(?:host|connection|upgrade|sec-websocket-(?:version|key|extensions)|user-agent|accept(?:-.*)?|content-(?:type|length)|sec-(?:fetch|ch)-.*|origin|cache-control|pragma|x-goog-(?:api-client|user-project|request-params))$/;

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
    const found = authKind(name, value);
    // A URL may hold both an API key and a token: the more specific one is what the server judges.
    if (rank[found] > rank[kind]) kind = found;
    secrets.push(...secretsIn(name, value));
  };
  try {
    const parsed = new URL(url);
    for (const [name, value] of parsed.searchParams) note(name.toLowerCase(), value);
    secrets.push(...credentialsIn(parsed), parsed.username, parsed.password);
  } catch {
    // Not a URL that can be read: there are only the headers.
  }
  for (const [given, value] of headerEntries(headers)) {
    const name = given.toLowerCase();
    if (!publicHeader.test(name)) note(name, value);
  }
  return { kind, secrets };
}

/** What is secret in the value of a parameter or header. */
function secretsIn(name: string, value: string): readonly string[] {
  if (name === 'cookie')
    return value.split(';').map((cookie) => cookie.replace(/^[^=]*=/, '').trim());
  if (name === 'sec-websocket-protocol')
    return value.split(',').flatMap((token) => bare(token.trim()));
  return bare(value);
}

/** A credential without what says of what kind it is, and without what says a model's name. */
function bare(value: string): readonly string[] {
  const [, scheme, rest] = /^(basic|bearer|token|digest|negotiate)\s+(.*)$/is.exec(value) ?? [];
  const secret = (rest ?? value).replace(/^.*auth_tokens(?:\/|%(?:25){0,2}2f)/is, '');
  if (looksLikeModel(secret.slice(secret.lastIndexOf('/') + 1))) return [];
  return scheme?.toLowerCase() === 'basic' ? [secret, ...decodedPair(secret)] : [secret];
}

/** The user and password of basic authentication. Source: RFC 7617. */
function decodedPair(pair: string): readonly string[] {
  try {
    return [atob(pair.trim())];
  } catch {
    return [];
  }
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
