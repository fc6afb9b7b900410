/**
 * The alert rules: their unit tests, then a real Prometheus over two live processes, one scraped
 * itself and one through a real Collector; and every query of the Grafana dashboard over both.
 */
import { startSimulator } from '../../simulator/index.js';
import { fleet } from './app.js';
import { run, type Check } from './check.js';
import { finishWell, freePorts, serve } from './children.js';
import { startCollector } from './collector-server.js';
import { dashboardQueries } from './dashboard.js';
import { folder, startPrometheus, type PrometheusServer } from './prometheus-server.js';
import { collector, prometheus } from './tools.js';
import { answers, until } from './until.js';

/** Scraped itself: the scrape job's name. Through the Collector: service.name. */
const jobs = ['voice-agent', 'voice-agent-otlp'] as const;
const [direct, throughCollector] = jobs;

const fetchTools = async () => ({ ...(await prometheus()), collector: await collector() });

await run('prometheus', 10, fetchTools, async (check, tools) => {
  for (const args of [
    ['check', 'rules', 'alerts.yaml'],
    ['check', 'config', 'prometheus.yaml'],
    ['test', 'rules', 'alerts.test.yaml'],
  ]) {
    await finishWell({ command: tools.promtool, args, cwd: folder }, 60);
    check.ok(true, `promtool ${args.join(' ')}`);
  }

  const targets = await startApplications(check, tools.collector);
  const server = await startPrometheus(check, tools.prometheus, targets);
  for (const job of jobs) await inspectAlerts(check, server, job);
  for (const job of jobs) await inspectDashboard(check, server, job);
});

/** Both make their mistakes at once, so that Prometheus first sees counters that stand above 0. */
async function startApplications(
  check: Check,
  binary: string,
): Promise<{ readonly application: number; readonly collector: number }> {
  const nowhere = { jaeger: '127.0.0.1:9', honeycomb: 'http://127.0.0.1:9', key: '' };
  const gateway = await startCollector(check, binary, nowhere);
  const simulator = await startSimulator();
  check.atEnd(() => simulator.close());

  const [application = 0] = await freePorts(1);
  const page = `http://127.0.0.1:${application}/metrics`;
  const args = [
    ...['--simulator', simulator.url],
    ...['--good=30', '--mistakes=6', '--scenario=interrupted', '--scenario=go-away'],
    ...['--scenario=tool-on-gemini', '--scenario=empty-turn'],
    ...['--every=5000', '--stay'],
  ];
  const common = { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  const scraped = {
    ...common,
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
    OTEL_EXPORTER_PROMETHEUS_PORT: `${application}`,
  };
  const pushed = {
    ...common,
    OTEL_SERVICE_NAME: throughCollector,
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: gateway.http,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    OTEL_METRIC_EXPORT_TIMEOUT: '900',
  };
  await serve(check, fleet(args, scraped), () => hasMismatches(page));
  await serve(check, fleet(args, pushed), () =>
    hasMismatches(`http://127.0.0.1:${gateway.page}/metrics`),
  );
  return { application, collector: gateway.page };
}

async function hasMismatches(page: string): Promise<true | undefined> {
  if (!(await answers(page))) return undefined;
  const text = await (await fetch(page)).text();
  return /^gemini_live_mismatches_total\{.*\} [1-9]/m.test(text) || undefined;
}

async function inspectAlerts(check: Check, server: PrometheusServer, job: string): Promise<void> {
  const expected = [
    `GeminiLiveModelMismatch gemini_api_model_on_vertex_ai`,
    `GeminiLiveModelMismatch vertex_ai_model_on_gemini_api`,
    `GeminiLiveSetupFailures gcp.vertex_ai`,
  ];
  const firing = async (): Promise<string[]> => {
    const alerts = (await server.alerts()).filter(({ labels }) => labels['job'] === job);
    return alerts
      .map(({ labels }) =>
        [
          labels['alertname'],
          labels['gemini_mismatch_kind'] ??
            labels['gen_ai_provider_name'] ??
            labels['gemini_close_cause'],
        ].join(' '),
      )
      .sort();
  };
  await until(`${job}: the alerts fire`, 60, async () => {
    const found = await firing();
    return expected.every((alert) => found.includes(alert)) || undefined;
  });
  check.equal(await firing(), expected, `${job}: firing`);
}

async function inspectDashboard(
  check: Check,
  server: PrometheusServer,
  job: string,
): Promise<void> {
  for (const { title, expression } of await dashboardQueries(job)) {
    const samples = await until(`${job}: ${title} has data: ${expression}`, 30, async () => {
      const found = await server.query(expression);
      return found.some(({ value }) => Number.isFinite(value)) ? found : undefined;
    });
    check.ok(samples.length > 0, `${job}: ${title}`, samples);
  }
}
