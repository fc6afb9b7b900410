import { differs, expected, mismatchWarnings, warningFaults } from '../../children/faults.js';
import { sessionsOf, type Recorded, type RecordedSpan } from '../../children/recorded.js';
import type { Outcome } from '../../children/run.js';
import { endsOf, type End, type Scenario } from './scenarios.js';

/** What must stand on the session span of each end, and its status. */
const told: Readonly<
  Record<End, { readonly status: number; readonly attributes: Readonly<Record<string, unknown>> }>
> = {
  good: expected['good'] as (typeof expected)[string],
  mismatch: expected['vertex-name-on-gemini'] as (typeof expected)[string],
  refused: {
    status: 2,
    attributes: { 'http.response.status_code': 403, 'gemini.live.phase': 'handshake' },
  },
  unreachable: {
    status: 2,
    attributes: { 'error.type': 'ECONNREFUSED', 'gemini.close.cause': 'network' },
  },
};

/** What app.cjs says of its crowd. */
interface Left {
  readonly sessions: number;
  readonly sockets: number;
  readonly bytes: number;
}

/** Garbage that a collector has not got to yet, and the noise of a heap: without us 0 and under 100. */
const tolerated = { sockets: 5, bytes: 1000 } as const;

/** Everything that is wrong with a run with us, held against the same run without us. */
export function faultsOf(scenario: Scenario, alone: Outcome, watched: Outcome): string[] {
  return [
    ...applicationFaults(scenario, alone, watched),
    ...leftFaults(scenario, watched),
    ...spanFaults(scenario, watched),
    ...hookFaults(scenario, watched),
    ...figureFaults(scenario, watched.recorded),
  ];
}

/** What the application, or who started it, would notice. */
function applicationFaults(scenario: Scenario, alone: Outcome, watched: Outcome): string[] {
  const warned = endsOf(scenario).includes('mismatch') || scenario.env?.['REDIALS'] !== undefined;
  const silent = scenario.act === 'disable';
  return [
    ...(alone.stdout === '' ? ['the application did nothing'] : []),
    ...eventFaults(heardBy(watched), heardBy(alone)),
    ...differs('exit code', watched.code, alone.code),
    ...differs('signal', watched.signal, alone.signal),
    ...(scenario.dies
      ? []
      : warningFaults(watched.stderr, warned && !silent ? mismatchWarnings.slice(0, 1) : [])),
  ];
}

/** Until the crowd, which the application alone does not have. */
function heardBy({ stdout }: Outcome): string[] {
  const lines = stdout.split('\n').filter(Boolean);
  const crowd = lines.indexOf('["crowd"]');
  return crowd === -1 ? lines : lines.slice(0, crowd);
}

/** The first event that is another one. */
function eventFaults(watched: readonly string[], alone: readonly string[]): string[] {
  const at = Array.from({ length: Math.max(watched.length, alone.length) }).findIndex(
    (_, at) => watched[at] !== alone[at],
  );
  if (at === -1) return [];
  return [
    `event ${at + 1}: ${watched[at] ?? 'none'} instead of ${alone[at] ?? 'none'} (${watched.length} events instead of ${alone.length})`,
  ];
}

function leftBy({ stdout }: Outcome): Left | undefined {
  const line = stdout.split('\n').find((line) => line.startsWith('["left"'));
  return line === undefined ? undefined : (JSON.parse(line) as [string, Left])[1];
}

function leftFaults({ must }: Scenario, outcome: Outcome): string[] {
  if (!outcome.stdout.includes('["crowd"]')) return [];
  const left = leftBy(outcome);
  if (left === undefined) return ['the crowd did not end'];
  const { sessions, sockets, bytes } = left;
  return [
    ...(sockets > tolerated.sockets ? [`${sockets} of ${sessions} sockets are left behind`] : []),
    ...(must.heap !== false && bytes > tolerated.bytes
      ? [`${bytes} bytes a session are left behind`]
      : []),
  ];
}

/** Who opened a session: app.cjs numbers its ends; a crowd and redials have a caller each. */
const callers = { crowd: 'c'.repeat(16), redials: 'a'.repeat(16) } as const;

function spanFaults(scenario: Scenario, outcome: Outcome): string[] {
  const { spans = endsOf(scenario), links, exceptionEvent = true } = scenario.must;
  const { recorded } = outcome;
  const by = (caller: string): RecordedSpan[] =>
    sessionsOf(recorded).filter(({ parentSpanId }) => parentSpanId === caller);
  const ends = endsOf(scenario).flatMap((end, at) =>
    sessionFaults(end, by(String(at + 1).padStart(16, '0')), spans.includes(end), exceptionEvent),
  );
  const crowd = leftBy(outcome)?.sessions ?? 0;
  const whole = spans.includes('mismatch') ? crowd : 0;
  const redials = by(callers.redials);
  return [
    ...ends,
    ...differs('sessions of the crowd', by(callers.crowd).length, whole),
    ...differs('redials', redials.length, links === undefined ? 0 : links + 1),
    ...differs(
      'linked redials',
      redials.filter(({ links }) => links.length === 1).length,
      links ?? 0,
    ),
    ...redials.flatMap((session) => sessionFaults('mismatch', [session], true, exceptionEvent)),
    ...(spans.length > 0 || links !== undefined
      ? differs('spans that never ended', recorded.started.length - recorded.spans.length, 0)
      : []),
  ];
}

function sessionFaults(
  end: End,
  sessions: readonly RecordedSpan[],
  wanted: boolean,
  exceptionEvent: boolean,
): string[] {
  const { status, attributes } = told[end];
  const events = status === 2 && exceptionEvent ? 1 : 0;
  return [
    ...differs('sessions', sessions.length, wanted ? 1 : 0),
    ...sessions.flatMap((session) => [
      ...differs('status', session.status.code, status),
      ...Object.entries(attributes).flatMap(([key, value]) =>
        differs(key, session.attributes[key], value),
      ),
      ...differs(
        'exception events',
        session.events.filter(({ name }) => name === 'exception').length,
        events,
      ),
    ]),
  ].map((fault) => `${end}: ${fault}`);
}

function hookFaults(scenario: Scenario, outcome: Outcome): string[] {
  const { hooks = endsOf(scenario), links } = scenario.must;
  const { closes } = outcome.recorded;
  const crowd = hooks.includes('mismatch') ? (leftBy(outcome)?.sessions ?? 0) : 0;
  const wanted = hooks.length + crowd + (links === undefined ? 0 : links + 1);
  const hint = told.mismatch.attributes['gemini.mismatch_hint'];
  return [
    ...differs('calls of the hook', closes.length, wanted),
    ...(hooks.includes('mismatch') && !closes.some((close) => close.hint === hint)
      ? ['the hook was not told the hint']
      : []),
  ];
}

function figureFaults({ must }: Scenario, { metrics }: Recorded): string[] {
  if (must.figures === false) return [];
  const active = metrics.findLast(({ name }) => name === 'gemini.live.sessions.active');
  return differs('sessions active at the end', active?.values[0], 0);
}
