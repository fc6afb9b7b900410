import { drawTree } from '../../terminal/span-tree.js';
import { wrap } from '../../terminal/wrap.js';
import type { Output } from '../output.js';
import type { Connected } from './live-connection.js';

const API_NAME = { gemini: 'the Gemini API', vertex: 'Vertex AI' } as const;

/** How the connection went, and its tree. */
export function renderConnected(
  connected: Connected,
  library: string,
  { width, colours }: Output,
): string {
  const { bold, dim, green, red } = colours;
  const { endpoint, setUpAfter } = connected;
  const verdict =
    setUpAfter === undefined
      ? red(bold(whyNot(connected)))
      : green(bold(`set up in ${Math.round(setUpAfter)} ms`));
  const { api, version, host } = endpoint;
  const where = [api && API_NAME[api], version].filter(Boolean).join(' ');
  return [
    verdict,
    ...wrap(`${where} at ${host}, by ${library}`, width).map(dim),
    '',
    drawTree([connected.tree], { width, colours }),
  ].join('\n');
}

function whyNot({ left, end }: Connected): string {
  if (left === 'timeout') return 'not set up: neither setupComplete nor a close came in time';
  if (left === 'interrupted') return 'interrupted before setupComplete';
  const cause = end?.diagnosis?.cause;
  return cause === undefined ? 'not set up' : `not set up: ${cause}`;
}

/** The same for machines. Without credentials: what the session tells has none. */
export function connectedJson(
  { endpoint, setUpAfter, end, left }: Connected,
  library: string,
): object {
  const { api, version, method, location, host, redactedUrl } = endpoint;
  return {
    setUp: setUpAfter !== undefined,
    ...(setUpAfter !== undefined && { setUpAfterMs: Math.round(setUpAfter * 10) / 10 }),
    left,
    library,
    endpoint: { api, version, method, location, host, url: redactedUrl },
    close: end && {
      code: end.code,
      reason: end.reason,
      initiator: end.initiator,
      httpStatus: end.httpStatus,
      phase: end.phase,
      error: end.errorMessage === '' ? undefined : end.errorMessage,
      ...end.diagnosis,
    },
  };
}
