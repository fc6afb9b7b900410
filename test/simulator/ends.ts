import type { Script } from './script.js';

/** A script that ends the session with this code and reason, before setupComplete unless told otherwise. */
export function closeWith(
  code: number | undefined,
  reason = '',
  after: 'setup' | 'turn' = 'setup',
): Script {
  const close = { close: code === undefined ? ([] as const) : ([code, reason] as const) };
  return after === 'setup'
    ? { steps: [{ expect: 'setup' }, close] }
    : { steps: [{ expect: 'clientContent' }, close] };
}

/** Ends by name, for clients in other processes; tests in this one write their own. */
export const ends: Readonly<Record<string, Script>> = {
  'close-1000': closeWith(1000),
  'close-1005': closeWith(undefined),
  'close-1007': closeWith(1007, 'Request contains an invalid argument.'),
  'close-1008': closeWith(1008, 'Operation is not implemented, or supported, or enabled.'),
  'close-1008-empty': closeWith(1008),
  'close-1011': closeWith(1011, 'Internal error encountered.'),
  overloaded: closeWith(1011, 'The service is currently unavailable.'),
  'close-1011-in-session': closeWith(1011, 'Internal error encountered.', 'turn'),
  'cut-at-setup': { steps: [{ expect: 'setup' }, { cut: true }] },
  'cut-in-session': { steps: [{ expect: 'clientContent' }, { cut: true }] },
  'refuse-400': { steps: [{ refuse: 400 }] },
  'refuse-401': { steps: [{ refuse: 401 }] },
  'refuse-403': { steps: [{ refuse: 403 }] },
  'refuse-404': { steps: [{ refuse: 404 }] },
  'refuse-429': { steps: [{ refuse: 429 }] },
  'refuse-500': { steps: [{ refuse: 500 }] },
  'refuse-503': { steps: [{ refuse: 503 }] },
  stall: { steps: [{ stall: true }] },
  'hang-up': { steps: [{ hangUp: true }] },
  'silent-after-setup': { steps: [] },
  'silent-before-setup': { steps: [{ expect: 'setup' }] },
};
