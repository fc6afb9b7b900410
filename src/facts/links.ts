import type { LiveApi } from '../words.js';

/** Google's own page for a hint: one for both APIs, or one for each that has one. */
export type Link = string | Partial<Record<LiveApi, string>>;

const AI = 'https://ai.google.dev';
const CLOUD = 'https://docs.cloud.google.com/gemini-enterprise-agent-platform';

/** The pages that hints lead to. All were found in public crawls in 2026. */
export const LINKS = {
  reference: { gemini: `${AI}/api/live` },
  apiKey: { gemini: `${AI}/gemini-api/docs/api-key` },
  ephemeralTokens: `${AI}/gemini-api/docs/live-api/ephemeral-tokens`,
  sessions: {
    gemini: `${AI}/gemini-api/docs/live-api/session-management`,
    vertex: `${CLOUD}/models/live-api/start-manage-session`,
  },
  rateLimits: { gemini: `${AI}/gemini-api/docs/rate-limits` },
  billing: { gemini: `${AI}/gemini-api/docs/billing` },
  countries: `${AI}/gemini-api/docs/available-regions`,
  access: { vertex: `${CLOUD}/models/access-control` },
  locations: { vertex: `${CLOUD}/resources/locations` },
  models: { gemini: `${AI}/gemini-api/docs/models`, vertex: `${CLOUD}/models/live-api` },
  retired: {
    gemini: `${AI}/gemini-api/docs/deprecations`,
    vertex: `${CLOUD}/models/model-versions`,
  },
} as const satisfies Record<string, Link>;
