import type { LiveApi } from '../words.js';

/** What the URL of a Live endpoint says. */
export interface Endpoint {
  /** `undefined` where the URL hides it (a proxy). */
  readonly api: LiveApi | undefined;
  /** API version as the path spells it, e.g. `v1beta`. */
  readonly version: string | undefined;
  /** e.g. `BidiGenerateContent`; `undefined` where the URL hides it. */
  readonly method: string | undefined;
  /** Google Cloud location, e.g. `us-central1`, `global`. */
  readonly location: string | undefined;
  readonly host: string;
  readonly port: number;
  /** The URL without userinfo and without the value of any query parameter. */
  readonly redactedUrl: string;
}

/**
 * One row a service. The service name decides, not the host: proxies keep the path.
 * Sources: js-genai src/live.ts and music.ts; firebase-js-sdk request.ts.
 */
const services: readonly { readonly path: RegExp; readonly api: LiveApi }[] = [
  {
    path: /google\.ai\.generativelanguage\.(?<version>\w+)\.GenerativeService[./](?<method>BidiGenerate\w+)/,
    api: 'gemini',
  },
  {
    path: /google\.cloud\.aiplatform\.(?<version>\w+)\.LlmBidiService[./](?<method>BidiGenerate\w+)/,
    api: 'vertex',
  },
  {
    path: /google\.firebase\.\w+\.(?<version>\w+)\.GenerativeService[./](?<method>BidiGenerate\w+)/,
    api: 'gemini',
  },
  {
    path: /google\.firebase\.\w+\.(?<version>\w+)\.LlmBidiService[./](?<method>BidiGenerate\w+)(?:\/locations\/(?<location>[\w-]+))?/,
    api: 'vertex',
  },
];

/** The methods that open a Live socket. Source: js-genai src/live.ts, music.ts. */
const methods = new Set([
  'BidiGenerateContent',
  'BidiGenerateContentConstrained',
  'BidiGenerateMusic',
]);

/** Source: js-genai src/_api_client.ts. */
const vertexHosts: readonly { readonly host: RegExp; readonly location?: string }[] = [
  { host: /^(?<location>[a-z0-9-]+)-aiplatform\.googleapis\.com$/ },
  { host: /^aiplatform\.(?<location>[a-z]+)\.rep\.googleapis\.com$/ },
  { host: /^aiplatform\.googleapis\.com$/, location: 'global' },
];

/** What the path of a URL tells, before the URL is known to be one of a Live endpoint. */
interface Service {
  readonly api: LiveApi;
  readonly version: string;
  readonly method: string;
  readonly location: string | undefined;
}

function readService(path: string): Service | undefined {
  for (const { path: pattern, api } of services) {
    const groups = pattern.exec(path)?.groups;
    if (groups === undefined) continue;
    const { version, method, location } = groups;
    if (version === undefined || method === undefined || !methods.has(method)) return undefined;
    return { api, version, method, location };
  }
  return undefined;
}

/** The location that a Google host names; `undefined` for any other host. */
function readHostLocation(host: string): string | undefined {
  for (const { host: pattern, location } of vertexHosts) {
    const match = pattern.exec(host);
    if (match) return match.groups?.['location'] ?? location;
  }
  return undefined;
}

/** Whether a URL can be a Live one at all: the one check that every other WebSocket pays. */
const mayBeLive = /BidiGenerate|Bidi(?:%[0-9a-f]{2})+Generate/i;

/**
 * Reads a WebSocket URL.
 *
 * @returns `undefined` where the path names no Live service.
 */
export function readEndpoint(url: string | URL): Endpoint | undefined {
  const text = typeof url === 'string' ? url : url.href;
  if (!mayBeLive.test(text)) return undefined;
  const parsed = parseUrl(url);
  if (parsed === undefined) return undefined;
  const service = readService(decode(parsed.pathname));
  return service && describeEndpoint(parsed, service);
}

/** Google's own hosts of the two APIs. Source: js-genai src/_api_client.ts. */
const ownHost =
  /^wss?:\/\/(?:[^/?#]*@)?(?:generativelanguage|(?:[a-z0-9-]+-)?aiplatform(?:\.[a-z]+\.rep)?)\.googleapis\.com(?:[:/?#]|$)/i;

/**
 * What a URL of Google's own hosts says whose path is no Live path: of no API.
 *
 * @returns `undefined` for every other URL.
 */
export function readMistakenEndpoint(url: string | URL): Endpoint | undefined {
  const text = typeof url === 'string' ? url : url.href;
  if (!ownHost.test(text) || readEndpoint(url) !== undefined) return undefined;
  return describeEndpoint(url, { api: undefined });
}

/**
 * Describes an endpoint whose API the caller knows, for a URL that hides it.
 *
 * @returns `undefined` where the URL is none.
 */
export function describeEndpoint(
  url: string | URL,
  known: {
    readonly api: LiveApi | undefined;
    readonly version?: string | undefined;
    readonly method?: string | undefined;
    readonly location?: string | undefined;
  },
): Endpoint | undefined {
  const parsed = parseUrl(url);
  if (parsed === undefined) return undefined;
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const secure = parsed.protocol === 'wss:' || parsed.protocol === 'https:';
  return {
    api: known.api,
    version: known.version,
    method: known.method,
    location: known.location ?? (known.api === 'vertex' ? readHostLocation(host) : undefined),
    host,
    port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port),
    redactedUrl: redactUrl(parsed),
  };
}

/** The URL without userinfo, fragment and the value of any query parameter. */
function redactUrl(url: URL): string {
  const names = [...url.searchParams.keys()];
  const query = names.map((name) => `${encodeURIComponent(name)}=REDACTED`).join('&');
  const userinfo = url.username !== '' || url.password !== '' ? 'REDACTED:REDACTED@' : '';
  return `${url.protocol}//${userinfo}${url.host}${url.pathname}${query && `?${query}`}`;
}

function parseUrl(url: string | URL): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
