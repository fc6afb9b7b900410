import type { Link } from '../facts/links.js';
import type { LiveApi } from '../words.js';

/** The longest hint for a cause other than a mismatch, in characters. */
export const HINT_LIMIT = 300;

/** A hint with its link, where there is one for this API and it fits. */
export function withLink(text: string, link: Link | undefined, api: LiveApi | undefined): string {
  const url = typeof link === 'string' ? link : api && link?.[api];
  const whole = url === undefined ? text : `${text} ${url}`;
  if (whole.length <= HINT_LIMIT) return whole;
  return text.length <= HINT_LIMIT ? text : `${text.slice(0, HINT_LIMIT - 1)}…`;
}
