import { looksLikeCredential, withoutCredentialShapes } from '../facts/credential-shapes.js';

/** What divides a path, in any spelling. */
const divider = /(\/|%(?:25){0,2}2f)/i;
/** Where parameters begin within a segment of a path, in any spelling. */
const parameters = /[;?&#]|%(?:25){0,2}(?:3b|3f|26|23)/i;
/** The name of such a parameter, with its equals sign. */
const parameterName = /^.*?(?:=|%(?:25){0,2}3d)/i;
/** An ephemeral token, of which only what stands behind the slash is secret. */
const ephemeralToken = /auth_tokens(?:\/|%(?:25){0,2}2f)([\w.%-]+)/gi;

/**
 * The URL without userinfo, fragment, the value of any query parameter, and whatever else in it looks
 * like a credential: a segment of the path, or a parameter's name.
 */
export function redactedUrl(url: URL): string {
  const query = [...url.searchParams.keys()]
    .map((name) => `${looksLikeCredential(name) ? 'REDACTED' : encodeURIComponent(name)}=REDACTED`)
    .join('&');
  const userinfo = url.username !== '' || url.password !== '' ? 'REDACTED:REDACTED@' : '';
  const path = redactedPath(url.pathname);
  // Joined, it is one string: a template's is kept as its pieces, five times its size.
  return [url.protocol, '//', userinfo, url.host, path, query && `?${query}`].join('');
}

/** A path without segments that look like a credential, and without the parameters in them. */
export function redactedPath(path: string): string {
  const segments = path.split(divider).map((segment) => {
    const at = segment.search(parameters);
    if (at === -1) return looksLikeCredential(decoded(segment)) ? 'REDACTED' : segment;
    const name = segment.slice(0, at);
    const mark = parameters.exec(segment)?.[0] ?? '';
    return `${looksLikeCredential(decoded(name)) ? 'REDACTED' : name}${mark}REDACTED`;
  });
  return withoutCredentialShapes(segments.join(''));
}

/** What in a URL is taken out of {@link redactedUrl} and stands in no query value. */
export function* credentialsIn(url: URL): Generator<string> {
  for (const segment of url.pathname.split(divider)) {
    const [name = '', ...values] = segment.split(parameters);
    if (looksLikeCredential(decoded(name))) yield name;
    for (const value of values) yield value.replace(parameterName, '');
  }
  for (const [, token = ''] of url.pathname.matchAll(ephemeralToken)) yield token;
  for (const name of url.searchParams.keys()) if (looksLikeCredential(name)) yield name;
  if (url.hash !== '') yield url.hash.slice(1);
}

/** Without percent-encoding; as it is where that is broken. */
function decoded(text: string): string {
  let clean = text;
  try {
    for (let depth = 0; depth < 3; depth++) clean = decodeURIComponent(clean);
  } catch {
    // A stray percent sign: what is decoded so far serves.
  }
  return clean;
}
