import type { LiveApi } from '../words.js';
import { UsageError } from './usage-error.js';

/** How a connection or a request says who it is. */
export type Headers = Readonly<Record<string, string>>;

/** What the environment holds for an API: the headers, or the name of what is missing. */
export function credentialHeaders(
  api: LiveApi,
  env: Readonly<Record<string, string | undefined>>,
): { readonly headers: Headers } | { readonly missing: string } {
  if (api === 'gemini') {
    const key = env['GEMINI_API_KEY'] || env['GOOGLE_API_KEY'];
    return key
      ? { headers: { 'x-goog-api-key': headerValue('GEMINI_API_KEY', key) } }
      : { missing: 'GEMINI_API_KEY or GOOGLE_API_KEY' };
  }
  const token = env['GOOGLE_OAUTH_ACCESS_TOKEN'];
  return token
    ? { headers: { authorization: `Bearer ${headerValue('GOOGLE_OAUTH_ACCESS_TOKEN', token)}` } }
    : { missing: 'GOOGLE_OAUTH_ACCESS_TOKEN (as `gcloud auth print-access-token` gives it)' };
}

/** A variable's value as a header takes it. @throws UsageError which does not repeat it. */
function headerValue(name: string, value: string): string {
  const trimmed = value.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new UsageError(`${name} holds white space or characters that no credential has`);
}

/** The host of an API. */
export function googleHost(api: LiveApi, location: string | undefined): string {
  if (api === 'gemini') return 'generativelanguage.googleapis.com';
  // Source: googleapis/js-genai src/_api_client.ts.
  if (location === undefined || location === 'global') return 'aiplatform.googleapis.com';
  if (location === 'us' || location === 'eu') return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}
