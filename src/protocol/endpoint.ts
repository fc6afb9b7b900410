import { looksLikeCredential } from '../facts/credential-shapes.js';
import type { LiveApi } from '../words.js';
import { redactedPath, redactedUrl } from './redacted-url.js';

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
  /** Of a Unix socket, its path. */
  readonly host: string;
  /** `undefined` for a Unix socket. */
  readonly port: number | undefined;
  /** The URL without userinfo, query values, and whatever else in it looks like a credential. */
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

/**
 * Source of the common ones: js-genai src/_api_client.ts. The others are Google Cloud's regional
 * (`rep`), mutual TLS (`mtls`) and Private Service Connect (`p`) hosts.
 */
const vertexHosts: readonly { readonly host: RegExp; readonly location?: string }[] = [
  { host: /^(?<location>[a-z0-9-]+)-aiplatform\.googleapis\.com$/ },
  { host: /^(?<location>[a-z0-9-]+)-aiplatform\.mtls\.googleapis\.com$/ },
  { host: /^aiplatform\.(?<location>[a-z0-9-]+)\.rep(?:\.mtls)?\.googleapis\.com$/ },
  { host: /^(?<location>[a-z]+-[a-z]+\d+)-aiplatform-[a-z0-9-]+\.p\.googleapis\.com$/ },
  { host: /^aiplatform(?:\.mtls)?\.googleapis\.com$/, location: 'global' },
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
  return {
    api: known.api,
    version: shown(known.version),
    method: known.method,
    ...addressOf(parsed),
    location: shown(
      known.location ?? (known.api === 'vertex' ? readHostLocation(parsed.hostname) : undefined),
    ),
    redactedUrl: redactedUrl(parsed),
  };
}

/** Source of `ws+unix:`, and of the colon that ends the socket's path: ws, lib/websocket.js. */
function addressOf(url: URL): Pick<Endpoint, 'host' | 'port'> {
  if (url.protocol === 'ws+unix:' || url.protocol === 'wss+unix:') {
    return { host: redactedPath(url.pathname.split(':', 1)[0] ?? ''), port: undefined };
  }
  const secure = url.protocol === 'wss:' || url.protocol === 'https:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
  };
}

/** A word of the URL, unless somebody has put a credential where Google has a word. */
function shown(word: string | undefined): string | undefined {
  return word === undefined || looksLikeCredential(word) ? undefined : word;
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
