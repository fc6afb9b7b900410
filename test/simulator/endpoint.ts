export type Api = 'gemini' | 'vertex';
export type Method = 'BidiGenerateContent' | 'BidiGenerateContentConstrained' | 'BidiGenerateMusic';

export interface Endpoint {
  readonly api: Api;
  readonly version: string;
  readonly method: Method;
  /** Only where the path says it (Firebase). */
  readonly location?: string;
}

/** What each service accepts after `/ws/` (js-genai live.ts and music.ts, firebase-js-sdk request.ts). */
const services: readonly { readonly api: Api; readonly path: RegExp }[] = [
  {
    api: 'gemini',
    path: /^google\.ai\.generativelanguage\.(?<version>v\w+)\.GenerativeService[./](?<method>BidiGenerateContent|BidiGenerateContentConstrained|BidiGenerateMusic)$/,
  },
  {
    api: 'vertex',
    path: /^google\.cloud\.aiplatform\.(?<version>v\w+)\.LlmBidiService[./](?<method>BidiGenerateContent)$/,
  },
  {
    api: 'gemini',
    path: /^google\.firebase\.vertexai\.(?<version>v\w+)\.GenerativeService[./](?<method>BidiGenerateContent)$/,
  },
  {
    api: 'vertex',
    path: /^google\.firebase\.(?:vertexai|machinelearning)\.(?<version>v\w+)\.LlmBidiService[./](?<method>BidiGenerateContent)(?:\/locations\/(?<location>[\w-]+))?$/,
  },
];

/** The endpoint at a path, `undefined` where Google would answer 404. */
export function endpointAt(path: string): Endpoint | undefined {
  // js-genai joins base URL and path with a slash too many: `//ws/` (js-genai#691).
  const service = /^\/{1,2}ws\/(.+)$/.exec(path)?.[1];
  if (service === undefined) return undefined;
  for (const { api, path } of services) {
    const found = path.exec(service)?.groups;
    if (found === undefined) continue;
    const { version = '', method, location } = found;
    return {
      api,
      version,
      method: method as Method,
      ...(location === undefined ? {} : { location }),
    };
  }
  return undefined;
}
