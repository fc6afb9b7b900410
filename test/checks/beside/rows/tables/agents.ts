import type { Packages } from '../../../../children/cache.js';

/** Another instrumentation, as its users load it. */
export interface Agent {
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

export const fixtures = './test/checks/beside/fixtures/apm';

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

export const agents: readonly Agent[] = [
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
