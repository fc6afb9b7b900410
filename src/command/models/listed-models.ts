import { UsageError } from '../usage-error.js';

/** A model as an API lists it. */
export interface ListedModel {
  /** The bare id. */
  readonly name: string;
  /** Whether it answers over a WebSocket; `undefined` where the list does not say. */
  readonly live: boolean | undefined;
}

/** Where a list is, and how to ask for it. */
export interface ListRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** More pages than any list has: a server that gives one for ever is left. */
const MOST_PAGES = 100;
const PATIENCE_MS = 20_000;

/** The list could not be had. */
export class ListError extends Error {}

/**
 * All pages of a list of models: ListModels of the Gemini API (`models`, `supportedGenerationMethods`;
 * https://ai.google.dev/api/models), or a publisher's on Vertex AI (`publisherModels`;
 * google.cloud.aiplatform.v1beta1.ListPublisherModelsResponse).
 *
 * @throws ListError where a page cannot be had. It holds no credential.
 */
export async function listModels({ url, headers }: ListRequest): Promise<ListedModel[]> {
  const models: ListedModel[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const body = await fetchPage(pageUrl(url, token), headers);
    models.push(...modelsIn(body));
    const next = body['nextPageToken'];
    if (typeof next !== 'string' || next === '' || next === token) return models;
    token = next;
  }
  throw new ListError(`the list did not end after ${MOST_PAGES} pages`);
}

function pageUrl(url: string, token: string | undefined): string {
  const page = new URL(url);
  page.searchParams.set('pageSize', '100');
  if (token !== undefined) page.searchParams.set('pageToken', token);
  return page.href;
}

async function fetchPage(
  url: string,
  headers: ListRequest['headers'],
): Promise<Record<string, unknown>> {
  const { host } = new URL(url);
  let response: Response;
  try {
    // A redirect would carry the key to another host.
    response = await fetch(url, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: unknown } };
    const why = typeof cause?.code === 'string' ? cause.code : name;
    throw new ListError(`${host} did not answer (${why})`);
  }
  const text = await response.text().catch(() => '');
  if (!response.ok)
    throw new ListError(`${host} answered with HTTP ${response.status}${reasonIn(text)}`);
  try {
    const body = JSON.parse(text) as unknown;
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new ListError(`${host} answered with what is no list of models`);
}

/** The status that Google's error names, e.g. `PERMISSION_DENIED`; not its words, which may repeat the key. */
function reasonIn(text: string): string {
  const [, status] = /"status"\s*:\s*"([A-Z_]{2,40})"/.exec(text) ?? [];
  return status === undefined ? '' : ` (${status})`;
}

function modelsIn(body: Record<string, unknown>): ListedModel[] {
  const list = body['models'] ?? body['publisherModels'] ?? [];
  if (!Array.isArray(list)) throw new ListError('the answer holds no list of models');
  return list.flatMap((each: unknown) => {
    const { name, supportedGenerationMethods: methods } = (each ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string') return [];
    const live = Array.isArray(methods)
      ? methods.some((method) => typeof method === 'string' && /^bidi/i.test(method))
      : undefined;
    return [{ name: name.slice(name.lastIndexOf('/') + 1), live }];
  });
}

/** A base URL from `--endpoint`. @throws UsageError where it is none. */
export function baseUrl(endpoint: string, allowed: readonly string[]): URL {
  let url: URL | undefined;
  try {
    url = new URL(endpoint);
  } catch {
    // Said below.
  }
  if (url !== undefined && allowed.includes(url.protocol.replace(':', ''))) return url;
  // It may hold a key.
  throw new UsageError(
    `--endpoint is no such URL; allowed: ${allowed.map((each) => `${each}://HOST[:PORT]`).join(', ')}`,
  );
}
