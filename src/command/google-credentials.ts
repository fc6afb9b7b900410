import type { LiveApi } from '../words.js';
import { UsageError } from './usage-error.js';

/** How a connection or a request says who it is. */
export type Headers = Readonly<Record<string, string>>;

/**
 * The headers for a URL, from the environment.
 *
 * @param needed - It is Google's own: without credentials there is nothing to ask. Another server may need
 * none, and is given what there is where nobody else can read it.
 * @throws UsageError which says what is missing.
 */
export function credentialsFor(
  api: LiveApi,
  url: string,
  needed: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Headers {
  const [name, value] = credential(api, env);
  if (value === undefined && needed) {
    throw new UsageError(`there are no credentials in the environment; set ${NEEDED[api]}`);
  }
  if (value === undefined || !(needed || isPrivate(new URL(url)))) return {};
  const text = headerValue(name, value);
  return api === 'gemini' ? { 'x-goog-api-key': text } : { authorization: `Bearer ${text}` };
}

const NEEDED = {
  gemini: 'GEMINI_API_KEY or GOOGLE_API_KEY',
  vertex: 'GOOGLE_OAUTH_ACCESS_TOKEN (as `gcloud auth print-access-token` gives it)',
} as const;

type Credential = readonly [name: string, value: string | undefined];

function credential(api: LiveApi, env: Readonly<Record<string, string | undefined>>): Credential {
  const names =
    api === 'gemini' ? ['GEMINI_API_KEY', 'GOOGLE_API_KEY'] : ['GOOGLE_OAUTH_ACCESS_TOKEN'];
  const name = names.find((each) => (env[each] ?? '').trim() !== '') ?? '';
  return [name, env[name]];
}

/** Over TLS, or within this machine. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return (
    protocol === 'https:' ||
    protocol === 'wss:' ||
    /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  );
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
