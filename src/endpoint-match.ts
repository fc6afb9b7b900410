import { diag } from '@opentelemetry/api';
import type { EndpointMatch } from './config/options.js';
import { warn } from './platform/index.js';
import { describeEndpoint, readEndpoint, type Endpoint } from './protocol/endpoint.js';
import type { LiveApi } from './words.js';

const allowed = "'gemini', 'vertex', { api: 'gemini' or 'vertex' }, true, false or undefined";

/**
 * Reads the endpoint of a URL as the option `matchEndpoint` says, or else as the URL itself does. An
 * answer that is none would switch all telemetry off without a word: it is told, once.
 */
export function createEndpointMatch(
  option: ((url: string) => EndpointMatch) | undefined,
): (url: string | URL) => Endpoint | false | undefined {
  if (option === undefined) return readEndpoint;
  let told = false;
  const tell = (why: string): void => {
    if (told) return;
    told = true;
    warn(
      `GeminiLiveInstrumentation: the option 'matchEndpoint' ${why}; allowed: ${allowed}. The URL decides.`,
      'GEMINI_LIVE_MATCH_ENDPOINT',
    );
  };
  return (url) => {
    let answer: unknown;
    try {
      answer = option(typeof url === 'string' ? url : url.href);
    } catch (error) {
      diag.warn('gemini-live: the option matchEndpoint threw; the URL decides', error);
    }
    if (answer === false) return false;
    const known = readEndpoint(url);
    const said = readMatch(answer);
    if (said !== undefined) {
      const { version, method, location } = known ?? {};
      return describeEndpoint(url, { version, method, location, ...said });
    }
    if (answer instanceof Promise) {
      answer.catch(() => undefined);
      tell('returned a promise, which comes too late');
    } else if (answer !== undefined) {
      tell(`returned ${show(answer)}`);
    }
    return known;
  };
}

function show(answer: unknown): string {
  if (typeof answer === 'string') return `'${answer.slice(0, 40)}'`;
  return typeof answer === 'object' ? 'an object without such an api' : String(answer);
}

/** What `matchEndpoint` said, where it said something that it may say. */
function readMatch(
  answer: unknown,
): { api: LiveApi | undefined; location?: string; version?: string } | undefined {
  if (answer === true) return { api: undefined };
  if (answer === 'gemini' || answer === 'vertex') return { api: answer };
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { api, location, version } = answer as Readonly<Record<string, unknown>>;
  if (api !== 'gemini' && api !== 'vertex') return undefined;
  return {
    api,
    ...(typeof location === 'string' && { location }),
    ...(typeof version === 'string' && { version }),
  };
}
