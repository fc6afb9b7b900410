import type { Socket } from './sockets.js';

export type End = 'good' | 'mismatch' | 'refused' | 'unreachable';

/** One thing that is broken or happens beside a session, and what must be there all the same. */
export interface Scenario {
  readonly name: string;
  /** A part of parts.cjs; by default the one of the scenario's name. */
  readonly part?: 'none' | 'slow exporter';
  /** What happens in the middle of the good session: a name of sdk.cjs's acts. */
  readonly act?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The sessions, one after another; by default all ends. */
  readonly ends?: readonly End[];
  /** Then failing sessions by the dozen, to see what they leave behind; true by default. */
  readonly crowd?: boolean;
  readonly only?: Socket['kind'];
  /** The process dies of it: what it says on standard error is Node's own. */
  readonly dies?: true;
  readonly must: Must;
}

/** What the broken part allows; whatever is left out must be there. */
export interface Must {
  /** The ends that have a session span; all by default. Of a crowd all have one where all of these have. */
  readonly spans?: readonly End[];
  /** The ends that the hook hears of; all by default. */
  readonly hooks?: readonly End[];
  /** False where nobody can know the figures. */
  readonly figures?: false;
  /** False where the broken part itself keeps the spans that it cannot get rid of. */
  readonly heap?: false;
  /** False where the one error of a mismatch is told elsewhere. */
  readonly exceptionEvent?: false;
  /** Redials: sessions with this many links to the one before, one less than there are. */
  readonly links?: number;
}

const all: readonly End[] = ['good', 'mismatch', 'refused', 'unreachable'];

/** Parts that take nothing from us: all must be there. */
const harmless = [
  'processor throws in onEnd',
  'processor throws in shutdown',
  'processor never flushes',
  'meter throws on record',
  'exporter fails',
  'logger throws, both',
  'hook throws',
  'hook rejects',
] as const;

/**
 * The SDK itself keeps spans in its queue or for the exporter's timeout, and a timer of each flush that
 * a processor breaks: all must be there.
 */
const hoarding = [
  'exporter hangs',
  'exporter never settles',
  'exporter throws',
  'processor throws in forceFlush',
] as const;

/** No span can be had: metrics, hook and warning stand by themselves. */
const spanless = ['sampler throws', 'processor throws in onStart'] as const;

/** No figure can be had. */
const figureless = ['meter throws on create', 'meter throws on add'] as const;

function during(act: string, must: Must = {}): Scenario {
  return { name: `${act} in a session`, part: 'none', act, must };
}

export const scenarios: readonly Scenario[] = [
  { name: 'nothing is broken', part: 'none', must: {} },
  ...harmless.map((name): Scenario => ({ name, must: {} })),
  ...hoarding.map((name): Scenario => ({ name, must: { heap: false } })),
  ...spanless.map((name): Scenario => ({ name, must: { spans: [] } })),
  ...figureless.map((name): Scenario => ({ name, must: { figures: false } })),
  { name: 'logger throws, log', must: { exceptionEvent: false } },

  // After its shutdown an SDK makes no spans and collects no figures.
  during('shut the SDK down', { figures: false }),
  // A session that began before the SDK did has no span.
  during('start the SDK', { spans: ['mismatch', 'refused', 'unreachable'] }),
  during('disable', { spans: ['good'], hooks: ['good'] }),
  during('disable and enable'),
  during('setConfig'),
  during('setConfig with a wrong row'),

  {
    name: 'redial from a close handler',
    part: 'none',
    env: { REDIALS: '5' },
    ends: [],
    crowd: false,
    must: { links: 5 },
  },
  { name: 'in a worker thread', part: 'none', env: { WORKER: '1' }, must: {} },
  {
    name: 'no error listener, survived',
    part: 'none',
    env: { ERROR_LISTENER: 'none', SURVIVES: '1' },
    // Only an emitter throws what nobody listens to.
    only: 'ws',
    must: {},
  },
  {
    name: 'error listener throws, survived',
    part: 'none',
    env: { ERROR_LISTENER: 'throws', SURVIVES: '1' },
    must: {},
  },
  // The process exits in the first handler that hears of the end; recorded is what was exported by then.
  ...(['mismatch', 'refused', 'unreachable'] as const).map((end): Scenario => ({
    name: `a script that ends on ${end}`,
    part: 'slow exporter',
    env: { LEAVES: '1' },
    ends: [end],
    crowd: false,
    must: { figures: false },
  })),
  ...(['refused', 'unreachable'] as const).map((end): Scenario => ({
    name: `no error listener, ${end}, dies`,
    part: 'none',
    env: { ERROR_LISTENER: 'none' },
    ends: [end],
    crowd: false,
    only: 'ws',
    dies: true,
    must: { figures: false },
  })),
  {
    name: 'error listener throws, dies',
    part: 'none',
    env: { ERROR_LISTENER: 'throws' },
    ends: ['refused'],
    crowd: false,
    dies: true,
    must: { figures: false },
  },
];

export function endsOf({ ends = all }: Scenario): readonly End[] {
  return ends;
}
