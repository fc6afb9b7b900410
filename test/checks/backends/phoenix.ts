/**
 * Sessions, mistakes and tool calls into a real Phoenix: as they are, through the span processor
 * and through the Collector of examples/recipes. Only generations may count as generations, and
 * their tokens once.
 */
import { fileURLToPath } from 'node:url';
import { startSimulator, type Simulator } from '../../simulator/index.js';
import { fleet } from './app.js';
import { run, type Check } from './check.js';
import { finishWell, freePorts, serve } from './children.js';
import { root } from './demo.js';
import { startPhoenix, type PhoenixServer, type PhoenixSpan } from './phoenix-server.js';
import { collector, phoenix } from './tools.js';
import { answers, until } from './until.js';

const fetchTools = async () => ({ collector: await collector(), phoenix: await phoenix() });

/** Two good sessions with a generation each, one mistake, and one with a tool call. */
const sessions = 4;

type Kind = (span: PhoenixSpan) => boolean;
const isSession: Kind = ({ name }) => name.startsWith('gemini.live.session');
const isConnect: Kind = ({ name }) => name.startsWith('gemini.live.connect');
const isGeneration: Kind = ({ name }) => name.startsWith('realtime_inference');
const isTool: Kind = ({ name }) => name.startsWith('execute_tool');

await run('phoenix', 10, fetchTools, async (check, tools) => {
  const server = await startPhoenix(check, tools.phoenix);
  const simulator = await startSimulator();
  check.atEnd(() => simulator.close());

  console.log(' as it is');
  const plain = await sent(server, simulator, 'plain', server.http, {});
  // What the recipe is for: where this changes, the recipe can go.
  check.equal(kindsOf(plain, isSession), ['LLM'], 'kinds of sessions');
  check.equal(kindsOf(plain, isGeneration), ['UNKNOWN'], 'kinds of generations');
  check.equal(await server.tokens('plain'), 0, 'tokens that it counts');

  console.log(' with the span processor');
  const processor = fileURLToPath(new URL('with-span-kinds.mjs', import.meta.url));
  const kinds = await sent(server, simulator, 'processor', server.http, { TELEMETRY: processor });
  await inspect(check, server, 'processor', kinds);

  console.log(' through the Collector');
  const http = await startCollector(check, tools.collector, server);
  await inspect(check, server, 'collector', await sent(server, simulator, 'collector', http, {}));
});

/** What Phoenix has of the fleet that sent to an endpoint. */
async function sent(
  server: PhoenixServer,
  simulator: Simulator,
  project: string,
  endpoint: string,
  { TELEMETRY }: { readonly TELEMETRY?: string },
): Promise<readonly PhoenixSpan[]> {
  const args = ['--simulator', simulator.url, '--good=2', '--mistakes=1'];
  const env = {
    OTEL_RESOURCE_ATTRIBUTES: `openinference.project.name=${project}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  await finishWell(fleet([...args, '--scenario=tool-on-gemini'], env, TELEMETRY), 60);
  return until(`the sessions are in ${project}`, 30, async () => {
    const spans = await server.spans(project);
    return spans.filter(isSession).length >= sessions ? spans : undefined;
  });
}

async function inspect(
  check: Check,
  server: PhoenixServer,
  project: string,
  spans: readonly PhoenixSpan[],
): Promise<void> {
  check.equal(spans.filter(isSession).length, sessions, 'sessions');
  check.equal(kindsOf(spans, isSession), ['CHAIN'], 'kinds of sessions');
  check.equal(kindsOf(spans, isConnect), ['CHAIN'], 'kinds of connects');
  check.equal(kindsOf(spans, isGeneration), ['LLM'], 'kinds of generations');
  check.equal(kindsOf(spans, isTool), ['TOOL'], 'kinds of tool calls');
  const taken = spans.filter((span) => span.span_kind === 'LLM');
  check.equal(taken.length, spans.filter(isGeneration).length, 'spans taken for generations');
  const tokens = tokensOf(spans);
  // It counts in its own time.
  await until(`${tokens} tokens are counted`, 30, async () =>
    (await server.tokens(project)) >= tokens ? true : undefined,
  );
  check.equal(await server.tokens(project), tokens, 'tokens, once');
}

async function startCollector(
  check: Check,
  binary: string,
  { http }: PhoenixServer,
): Promise<string> {
  const [port = 0, health = 0] = await freePorts(2);
  const own = `service::telemetry::metrics::readers: [{ pull: { exporter: { prometheus: { host: 127.0.0.1, port: ${health} } } } }]`;
  const config = `${root}examples/recipes/span-kinds.collector.yaml`;
  const args = ['--config', config, '--config', `yaml:${own}`];
  const env = { OTLP_HTTP_ENDPOINT: `127.0.0.1:${port}`, GENAI_ENDPOINT: http };
  await serve(check, { command: binary, args, env }, () =>
    answers(`http://127.0.0.1:${health}/metrics`),
  );
  return `http://127.0.0.1:${port}`;
}

function kindsOf(spans: readonly PhoenixSpan[], wanted: Kind): string[] {
  return [...new Set(spans.filter(wanted).map((span) => span.span_kind))];
}

/** By what the generations themselves say. */
function tokensOf(spans: readonly PhoenixSpan[]): number {
  const count = (span: PhoenixSpan, side: string): number =>
    Number(span.attributes[`gen_ai.usage.${side}_tokens`] ?? 0);
  return spans
    .filter(isGeneration)
    .reduce((sum, span) => sum + count(span, 'input') + count(span, 'output'), 0);
}
