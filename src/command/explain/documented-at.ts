import { LINKS, type Link } from '../../facts/links.js';
import type { CloseCause, LiveApi } from '../../words.js';

/** Google's page about each cause, where a hint names none. */
const PAGES: Readonly<Record<CloseCause, Link | undefined>> = {
  model_mismatch: LINKS.models,
  model_retired: LINKS.retired,
  model_not_live: LINKS.models,
  model_not_found: LINKS.models,
  auth: LINKS.apiKey,
  permission: LINKS.access,
  quota: LINKS.rateLimits,
  location: LINKS.locations,
  endpoint: LINKS.reference,
  invalid_argument: LINKS.reference,
  unsupported_operation: LINKS.reference,
  session_expired: LINKS.sessions,
  overloaded: LINKS.sessions,
  internal: LINKS.sessions,
  network: undefined,
  unknown: undefined,
};

/** A hint without the address at its end, and the address of the page that says more. */
export function documentedAt(
  hint: string,
  cause: CloseCause,
  api: LiveApi | undefined,
): { readonly text: string; readonly page: string | undefined } {
  const [, text, page] = /^(.*?)\s+(https:\/\/\S+)$/s.exec(hint) ?? [];
  // The address that an `endpoint` hint ends with is where to connect, not where to read.
  if (text !== undefined && page !== undefined) return { text, page };
  const link = PAGES[cause];
  return { text: hint, page: typeof link === 'string' ? link : api && link?.[api] };
}
