import type { Packages } from '../../../children/cache.js';
import { differs } from '../../../children/faults.js';
import { nodeBinary } from '../../../children/nodes.js';
import { run, type Outcome } from '../../../children/run.js';
import { startSimulator } from '../../../simulator/index.js';
import { startFakeBackend } from '../agent.js';
import { application } from '../application.js';
import type { Row } from '../row.js';
import { sessionFaults, type Call } from '../watched.js';

/** Another instrumentation, as its users load it. */
interface Agent {
  readonly name: string;
  readonly packages: Packages;
  /** What loads it: a package, or a file of the fixtures. */
  readonly loads: string;
  /** How: `--require` by default. */
  readonly by?: '--require' | '--import';
  /** The fixture with this package in it. */
  readonly ours: 'otel' | 'ours';
  /** What keeps it on this machine. */
  readonly env: (port: number) => Readonly<Record<string, string>>;
  /** What it must have told its own backend, where it makes our spans. */
  readonly tells?: readonly string[];
}

interface Attempt extends Outcome {
  /** What the agent's backend was sent. */
  readonly sent: string;
}

const node = '22.23.3';
const fixtures = './test/checks/beside/fixtures/apm';

const sockets: Packages = { ws: '8.23.0' };
const openTelemetry: Packages = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/context-async-hooks': '2.12.0',
  '@opentelemetry/instrumentation': '0.223.0',
  '@opentelemetry/instrumentation-http': '0.223.0',
  '@opentelemetry/sdk-trace': '2.12.1',
};

const datadog = {
  DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
  DD_REMOTE_CONFIGURATION_ENABLED: 'false',
  DD_TRACE_STARTUP_LOGS: 'false',
  // `none` would switch its tracing off.
  OTEL_TRACES_EXPORTER: '',
};

const sessionNames = [
  'app.call ws good',
  'gemini.live.session gemini-3.8-live',
  'gemini.mismatch_hint',
];

function elastic(port: number): Record<string, string> {
  return {
    ELASTIC_APM_CENTRAL_CONFIG: 'false',
    ELASTIC_APM_CLOUD_PROVIDER: 'none',
    ELASTIC_APM_LOG_LEVEL: 'off',
    ELASTIC_APM_SERVER_URL: `http://127.0.0.1:${port}`,
  };
}

function sentry(version: string, by: Pick<Agent, 'by'> = {}): Agent {
  return {
    name: `@sentry/node ${version}`,
    packages: { ...sockets, '@sentry/node': version },
    loads: `${fixtures}/sentry.cjs`,
    ours: 'ours',
    env: (port) => ({ AGENT_PORT: String(port) }),
    ...by,
  };
}

const agents: readonly Agent[] = [
  sentry('10.60.0'),
  // From 10.70 on it asks the active context, too, whether a span is to be made.
  sentry('10.78.0'),
  sentry('11.12.0', { by: '--import' }),
  {
    name: 'dd-trace 5',
    packages: { ...sockets, ...openTelemetry, 'dd-trace': '5.132.0' },
    loads: 'dd-trace/init',
    ours: 'otel',
    env: (port) => ({ ...datadog, DD_TRACE_AGENT_PORT: String(port) }),
  },
  {
    name: 'dd-trace 5, its OpenTelemetry provider',
    packages: { ...sockets, ...openTelemetry, 'dd-trace': '5.132.0' },
    loads: `${fixtures}/dd-otel.cjs`,
    ours: 'ours',
    env: (port) => ({
      ...datadog,
      DD_TRACE_AGENT_PORT: String(port),
      DD_TRACE_OTEL_ENABLED: 'true',
    }),
    tells: [
      ...sessionNames,
      'gemini.live.connect gemini-3.8-live',
      'realtime_inference gemini-3.8-live',
      'execute_tool get_weather',
    ],
  },
  {
    name: 'newrelic 14',
    packages: { ...sockets, ...openTelemetry, newrelic: '14.5.1' },
    loads: 'newrelic',
    ours: 'otel',
    env: (port) => ({
      NEW_RELIC_APP_NAME: 'app',
      NEW_RELIC_HOST: '127.0.0.1',
      NEW_RELIC_LICENSE_KEY: '0'.repeat(40),
      NEW_RELIC_LOG_ENABLED: 'false',
      NEW_RELIC_NO_CONFIG_FILE: 'true',
      NEW_RELIC_PORT: String(port),
    }),
  },
  {
    name: 'elastic-apm-node 4',
    packages: { ...sockets, ...openTelemetry, 'elastic-apm-node': '4.18.0' },
    loads: 'elastic-apm-node/start',
    ours: 'otel',
    env: elastic,
  },
  {
    name: 'elastic-apm-node 4, its OpenTelemetry bridge',
    packages: { ...sockets, ...openTelemetry, 'elastic-apm-node': '4.18.0' },
    loads: `${fixtures}/elastic-otel.cjs`,
    ours: 'ours',
    env: (port) => ({ ...elastic(port), ELASTIC_APM_OPENTELEMETRY_BRIDGE_ENABLED: 'true' }),
    // It makes no span below one of the kind CLIENT: lib/instrumentation/transaction.js, createSpan.
    tells: sessionNames,
  },
];

const talks = ['good', 'calls a tool', 'vertex-name-on-gemini', 'gemini-name-on-vertex'];

const calls: readonly Call[] = talks.flatMap((talk) =>
  ['ws', 'global'].map((kind) => ({ name: `${kind} ${talk}`, talk })),
);

export const otherInstrumentations: readonly Row[] = agents.flatMap((agent) =>
  (['before', 'after'] as const).map((order) => ({
    name: `${agent.name}, ${order} us`,
    faults: async (tarball) => {
      const folder = await application(folderOf(agent), agent.packages, tarball);
      const alone = await attempt(agent, order, folder, {});
      const watched = await attempt(agent, order, folder, { WATCHED: '1' });
      return [
        ...(alone.code === 0 ? [] : [`without us: ${alone.stdout}${alone.stderr}`]),
        ...(alone.recorded.said.length > 0 ? [] : ['the application saw nothing']),
        ...differs('exit code', watched.code, alone.code),
        ...differs('signal', watched.signal, alone.signal),
        ...differs('what the application saw', saw(watched), saw(alone)),
        ...differs('standard output', watched.stdout, alone.stdout),
        ...differs('standard error', withoutOurs(watched.stderr), withoutOurs(alone.stderr)),
        ...differs("the application's own spans", ownSpans(watched), ownSpans(alone)),
        ...(agent.tells
          ? backendFaults(agent.tells, watched)
          : sessionFaults(calls, watched.recorded)),
      ];
    },
  })),
);

function folderOf({ packages }: Agent): string {
  const [name = ''] = Object.keys(packages).slice(-1);
  return `${name.replace('/', '-')}-${packages[name]}`;
}

async function attempt(
  { loads, by = '--require', ours, env }: Agent,
  order: 'before' | 'after',
  folder: string,
  watched: Readonly<Record<string, string>>,
): Promise<Attempt> {
  const [simulator, backend] = await Promise.all([startSimulator(), startFakeBackend()]);
  const preloads = [
    [by, loads],
    [by, `${fixtures}/${ours}.cjs`],
  ];
  if (order === 'after') preloads.reverse();
  try {
    const outcome = await run({
      node: await nodeBinary(node),
      args: [...preloads.flat(), `${fixtures}/app.cjs`],
      cwd: folder,
      env: { SIMULATOR: simulator.url, ...env(backend.port), ...watched },
      seconds: 60,
    });
    return { ...outcome, sent: backend.text() };
  } finally {
    await Promise.all([simulator.close(), backend.close()]);
  }
}

function saw({ recorded }: Outcome): string {
  return recorded.said.join('\n');
}

/** Without the hint, which this package prints as it should. */
function withoutOurs(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/\[GEMINI_LIVE_MISMATCH\]|--trace-warnings \.\.\./.test(line))
    .map((line) => line.replace(/\(node:\d+\)/, '(node)'))
    .join('\n');
}

/** Those that are there without us. Upgrades are none of them: see `suppressHandshakeSpans`. */
function ownSpans({ recorded }: Outcome): string {
  const isOwn = ({ name, attributes }: (typeof recorded.spans)[number]): boolean =>
    !/^(?:gemini\.live\.|realtime_inference|execute_tool)/.test(name) &&
    !/BidiGenerateContent/.test(JSON.stringify(attributes));
  return recorded.spans
    .filter(isOwn)
    .map(({ name, kind }) => `${name} ${kind}`)
    .sort()
    .join('\n');
}

/** Agents send what they were told in formats of their own, with the names as they are. */
function backendFaults(names: readonly string[], { sent }: Attempt): string[] {
  return [
    ...names.filter((name) => !sent.includes(name)).map((name) => `not sent: ${name}`),
    ...(sent.match(/Leaked\w+/g) ?? []).map((leak) => `${leak} left the process`),
  ];
}
