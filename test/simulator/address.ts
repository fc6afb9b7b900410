import type { Api, Method } from './endpoint.js';

export interface Address {
  readonly api: Api;
  readonly version?: string;
  readonly method?: Method;
  /** The query's `key`; `null` for none. `test-key` by default. */
  readonly key?: string | null;
  /** Name of a script to play. */
  readonly script?: string;
}

/** The Live endpoint of an API below a base URL, as the SDKs write it. */
export function liveUrl(base: string, address: Address): string {
  const { api, method = 'BidiGenerateContent', key = 'test-key', script } = address;
  const service =
    api === 'gemini'
      ? `google.ai.generativelanguage.${address.version ?? 'v1beta'}.GenerativeService.${method}`
      : `google.cloud.aiplatform.${address.version ?? 'v1beta1'}.LlmBidiService/${method}`;
  const query = new URLSearchParams();
  if (key !== null) query.set('key', key);
  if (script !== undefined) query.set('script', script);
  return `${base}/ws/${service}${query.size > 0 ? `?${query}` : ''}`;
}
