import { sessionsOf, type Recorded, type RecordedSpan } from './recorded.js';
import type { Outcome } from './run.js';

/** What the session of one of talks.json must say, and what the application must print of it. */
interface Expected {
  readonly said: string;
  readonly status: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: readonly string[];
}

const mistake = {
  'error.type': 'model_mismatch',
  'gemini.close.cause': 'model_mismatch',
  'gemini.live.phase': 'setup',
  'gemini.mismatch.confidence': 'known',
  'websocket.close.code': 1008,
  'websocket.close.initiator': 'server',
} as const;

export const expected: Readonly<Record<string, Expected>> = {
  good: {
    said: '1000 done',
    status: 0,
    attributes: {
      'error.type': undefined,
      'gemini.auth': 'api_key',
      'gemini.live.generations': 1,
      'gemini.live.phase': 'active',
      'gemini.mismatch_hint': undefined,
      'gen_ai.request.model': 'gemini-3.8-live',
      'websocket.close.code': 1000,
      'websocket.close.initiator': 'client',
    },
    children: ['gemini.live.connect', 'realtime_inference'],
  },
  'vertex-name-on-gemini': {
    said: '1008 models/gemini-live-2.5-flash-native-audio is not found for API version v1, or is not supported for bidiGenerateContent. Cal',
    status: 2,
    attributes: {
      ...mistake,
      'gemini.api.name': 'gemini',
      'gemini.mismatch.kind': 'vertex_ai_model_on_gemini_api',
      'gemini.mismatch.suggested_model': 'gemini-3.8-live',
      'gemini.mismatch_hint':
        "Model 'gemini-live-2.5-flash-native-audio' is a Vertex AI model, but this connection goes to the Gemini API. Its counterpart there, 'gemini-2.5-flash-native-audio-preview-12-2025', may be retired (a third party dates its end to 2026-11-17, which Google does not confirm): use 'gemini-3.8-live' there, or connect to Vertex AI.",
    },
    children: ['gemini.live.connect'],
  },
  'gemini-name-on-vertex': {
    said: '1008 Publisher model `projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash-native-audio-preview-12-2025` w',
    status: 2,
    attributes: {
      ...mistake,
      'gemini.api.name': 'vertex',
      'gemini.mismatch.kind': 'gemini_api_model_on_vertex_ai',
      'gemini.mismatch.suggested_model': 'gemini-live-2.5-flash-native-audio',
      'gemini.mismatch_hint':
        "Model 'gemini-2.5-flash-native-audio-preview-12-2025' is a Gemini API model, but this connection goes to Vertex AI. Use 'gemini-live-2.5-flash-native-audio' there, or connect to the Gemini API.",
    },
    children: ['gemini.live.connect'],
  },
};

/** Where a door cannot do all that the others do. */
export interface Limits {
  /** Upgrades that other instrumentations record, with their secrets: 0 by default. */
  readonly exposedUpgrades?: number;
  /** Codes of the warnings on standard error; by default one of each mismatch. */
  readonly warnings?: readonly string[];
}

export const mismatchWarnings = ['GEMINI_LIVE_MISMATCH', 'GEMINI_LIVE_MISMATCH'] as const;

/** Everything that is wrong with what became of talk.cjs; nothing where all is well. */
export function faults(outcome: Outcome, limits: Limits = {}): string[] {
  const { recorded } = outcome;
  const sessions = sessionsOf(recorded);
  const names = Object.keys(expected);
  return [
    ...applicationFaults(outcome),
    ...differs('number of sessions', sessions.length, names.length),
    ...names.flatMap((name) =>
      sessionFaults(name, recorded).map((fault) => `session ${name}: ${fault}`),
    ),
    ...secrecyFaults(recorded, limits.exposedUpgrades ?? 0),
    ...differs('spans that never ended', recorded.started.length - recorded.spans.length, 0),
    ...warningFaults(outcome.stderr, limits.warnings ?? mismatchWarnings),
  ];
}

/** What the application's user would notice. */
export function applicationFaults({ code, signal, stdout }: Outcome): string[] {
  const said = Object.entries(expected).map(([name, { said }]) => `${name}: ${said}\n`);
  return [
    ...differs('exit code', code, 0),
    ...differs('signal', signal, null),
    ...differs('standard output', stdout, said.join('')),
  ];
}

/** Compares the codes of Node's warnings; all else on standard error is a fault. */
export function warningFaults(stderr: string, codes: readonly string[]): string[] {
  const lines = stderr
    .split('\n')
    .filter((line) => line !== '' && !/--trace-\w+ \.\.\./.test(line));
  const found = lines.map((line) => /\[(\w+)\] \w*Warning:/.exec(line)?.[1] ?? line);
  return differs('standard error', found.sort().join('; '), [...codes].sort().join('; '));
}

function sessionFaults(name: string, { spans }: Recorded): string[] {
  const call = spans.find((span) => span.name === `app.call ${name}`);
  const session = sessionsOf({ spans }).find(({ parentSpanId }) => parentSpanId === call?.spanId);
  const wanted = expected[name];
  if (session === undefined || wanted === undefined) return ['none is a child of its caller'];
  const children = spans.filter(({ parentSpanId }) => parentSpanId === session.spanId);
  const ours = children.filter(({ scope }) => scope !== 'app').map(operation);
  const theirs = children.filter(({ scope }) => scope === 'app').map((span) => span.name);
  const handlers = name === 'good' ? ['close', 'message'] : ['close'];
  return [
    ...differs('kind', session.kind, 2),
    ...differs('status', session.status.code, wanted.status),
    ...Object.entries(wanted.attributes).flatMap(([key, value]) =>
      differs(key, session.attributes[key], value),
    ),
    ...differs('exception events', exceptions(session), wanted.status === 0 ? 0 : 1),
    ...differs('children', ours.sort().join(), [...wanted.children].sort().join()),
    ...differs(
      "children in the application's handlers",
      theirs.sort().join(),
      handlers.map((handler) => `app.${handler} ${name}`).join(),
    ),
    ...differs('traces', new Set([call?.traceId, session.traceId]).size, 1),
  ];
}

function operation({ name }: RecordedSpan): string {
  return name.split(' ')[0] ?? name;
}

function exceptions({ events }: RecordedSpan): number {
  return events.filter(({ name }) => name === 'exception').length;
}

function secrecyFaults({ text, spans }: Recorded, exposed: number): string[] {
  const others = spans.filter(({ scope }) => /instrumentation-(?:http|undici)$/.test(scope));
  const leaks = exposed > 0 ? [] : (text.match(/Leaked\w+/g) ?? []);
  return [
    ...differs('upgrades that others record', others.length, exposed),
    ...leaks.map((leak) => `${leak} left the process`),
  ];
}

export function differs(what: string, found: unknown, wanted: unknown): string[] {
  if (Object.is(found, wanted)) return [];
  return [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`];
}
