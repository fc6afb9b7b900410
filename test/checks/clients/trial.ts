import { startCollector } from '../../children/collector.js';
import { sessionsOf } from '../../children/recorded.js';
import { run, type Outcome } from '../../children/run.js';
import { startSimulator, type Api } from '../../simulator/index.js';
import type { Client } from './clients.js';

/** One client doing one thing on one API. */
export interface Trial {
  readonly client: Client;
  readonly api: Api;
  readonly kind: 'good' | 'mistaken';
}

/** Where a client is installed, and what it runs on. */
export interface Place {
  readonly folder: string;
  readonly node: string;
  readonly credentials: Readonly<Record<string, string>>;
}

const key = 'AIzaSyLeakedKey-0123456789';
export const token = 'ya29.LeakedToken-0123456789';

const models = {
  gemini: { good: 'gemini-3.8-live', mistaken: 'gemini-live-2.5-flash-native-audio' },
  vertex: { good: 'gemini-3.8-live', mistaken: 'gemini-2.5-flash-native-audio-preview-12-2025' },
} as const;

/** What is wrong, with us against without us; nothing where all is well. */
export async function faultsOf(trial: Trial, place: Place): Promise<string[]> {
  const format = trial.client.script.endsWith('.cjs') ? 'cjs' : 'mjs';
  const [alone, watched, delivery] = await Promise.all([
    attempt(trial, place, []),
    attempt(trial, place, ['--import', `./test/loading/fixtures/sdk.${format}`]),
    trial.kind === 'mistaken' ? deliver(trial, place) : undefined,
  ]);
  return [
    ...(alone.stdout === '' && alone.code === 0 ? ['the client did nothing'] : []),
    ...applicationFaults(watched, alone),
    ...sessionFaults(trial, watched),
    ...(delivery ? deliveryFaults(delivery, alone) : []),
  ];
}

interface Delivery extends Attempt {
  readonly hints: number;
}

/** With a BatchSpanProcessor and an OTLP exporter, although the process may end at once. */
async function deliver(trial: Trial, place: Place): Promise<Delivery> {
  const collector = await startCollector();
  try {
    const sdk = ['--require', './test/delivery/fixtures/sdk.cjs'];
    const outcome = await attempt(trial, place, sdk, collector.env);
    const hints = collector.spans.filter(({ attributes }) => 'gemini.mismatch_hint' in attributes);
    return { ...outcome, hints: hints.length };
  } finally {
    await collector.close();
  }
}

function deliveryFaults(delivery: Delivery, alone: Outcome): string[] {
  return [
    ...applicationFaults(delivery, alone),
    ...differs('hints delivered', delivery.hints, delivery.connections),
  ].map((fault) => `exporting: ${fault}`);
}

interface Attempt extends Outcome {
  readonly connections: number;
}

async function attempt(
  trial: Trial,
  place: Place,
  preload: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Attempt> {
  const { client, api, kind } = trial;
  const simulator = await startSimulator({ tls: client.led === true });
  const { port } = simulator;
  const base = `http://127.0.0.1:${port}`;
  const scripts = './test/checks/clients/scripts';
  const led = client.led ? ['--require', `${scripts}/network.cjs`] : [];
  try {
    const outcome = await run({
      node: place.node,
      args: [...led, ...preload, `${scripts}/${client.script}`],
      cwd: place.folder,
      env: {
        ...place.credentials,
        ...env,
        API: api,
        BASE: base,
        KEY: key,
        MODEL: (client.models ?? models[api])[kind],
        NODE_NO_WARNINGS: '1',
        TLS_PORT: String(port),
        ...adkEnvironment(api, base),
      },
      seconds: 60,
    });
    return { ...outcome, connections: simulator.connections.length };
  } finally {
    await simulator.close();
  }
}

/** @google/adk is told by the environment which API to use, and how. */
function adkEnvironment(api: Api, base: string): Record<string, string> {
  return api === 'gemini'
    ? { GOOGLE_API_KEY: key, GOOGLE_GEMINI_BASE_URL: base }
    : {
        GOOGLE_CLOUD_LOCATION: 'us-central1',
        GOOGLE_CLOUD_PROJECT: 'p',
        GOOGLE_GENAI_USE_ENTERPRISE: 'true',
        GOOGLE_VERTEX_BASE_URL: base,
      };
}

/** What the client's user would notice. */
function applicationFaults(watched: Outcome, alone: Outcome): string[] {
  return [
    ...differs('standard output', withoutTimes(watched.stdout), withoutTimes(alone.stdout)),
    ...differs('exit code', watched.code, alone.code),
    ...differs('signal', watched.signal, alone.signal),
  ];
}

function withoutTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}

function sessionFaults({ client, api, kind }: Trial, { recorded, connections }: Attempt): string[] {
  const sessions = sessionsOf(recorded);
  const counted = [
    ...(connections === 0 ? ['no connection was made'] : []),
    ...differs('sessions', sessions.length, connections),
    ...(recorded.text.match(/Leaked\w+/g) ?? []).map((leak) => `${leak} left the process`),
  ];
  return [
    ...counted,
    ...sessions.flatMap(({ attributes, status, events }) => {
      const code = Number(attributes['websocket.close.code']);
      const hint = String(attributes['gemini.mismatch_hint']);
      if (kind === 'good') {
        return [
          ...([1000, 1005].includes(code) ? [] : [`close code ${code}`]),
          ...differs('status', status.code, 0),
          ...differs('hint', hint, 'undefined'),
          ...differs('phase', attributes['gemini.live.phase'], 'active'),
        ];
      }
      const { mistaken } = client.models ?? models[api];
      const [of, to] =
        api === 'gemini' ? ['a Vertex AI', 'the Gemini API'] : ['a Gemini API', 'Vertex AI'];
      const begun = `Model '${mistaken}' is ${of} model, but this connection goes to ${to}.`;
      return [
        ...differs('close code', code, 1008),
        ...differs('status', status.code, 2),
        ...differs('hint', hint.slice(0, begun.length), begun),
        ...differs('exceptions', events.filter(({ name }) => name === 'exception').length, 1),
      ];
    }),
  ];
}

function differs(what: string, found: unknown, wanted: unknown): string[] {
  if (Object.is(found, wanted)) return [];
  return [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`];
}
