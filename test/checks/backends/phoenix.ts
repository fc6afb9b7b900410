/**
 * Sessions into a real Phoenix: what it takes them for as they are, and with the recipe that says what
 * each span is. Langfuse reads the same attribute.
 */
import { fileURLToPath } from 'node:url';
import { startSimulator } from '../../simulator/index.js';
import { run, type Check } from './check.js';
import { finishWell } from './children.js';
import { root } from './demo.js';
import { startPhoenix, type PhoenixServer, type PhoenixSpan } from './phoenix-server.js';
import { phoenix } from './tools.js';
import { until } from './until.js';

const start = 'opentelemetry-instrumentation-gemini-live/start';
const recipe = './examples/recipes/openinference.mjs';
const prompt = 'llm.token_count.prompt';
const completion = 'llm.token_count.completion';

await run('phoenix', 10, phoenix, async (check, binary) => {
  const server = await startPhoenix(check, binary);
  const simulator = await startSimulator();
  check.atEnd(() => simulator.close());
  console.log(' as it is');
  const asItIs = await send(server, simulator.url, 'as-it-is', start);
  check.equal(
    kindsOf(asItIs)['gemini.live.session'],
    ['LLM'],
    'a session, which has a model and no operation, is taken for a generation',
  );
  inspectTokens(check, asItIs);
  console.log(' with the recipe');
  const told = await send(server, simulator.url, 'with-the-recipe', recipe);
  check.equal(
    kindsOf(told),
    {
      execute_tool: ['TOOL'],
      'gemini.live.connect': ['CHAIN'],
      'gemini.live.session': ['CHAIN'],
      realtime_inference: ['LLM'],
    },
    'what Phoenix takes each span for',
  );
  inspectTokens(check, told);
});

/** One good session, one with a tool and a mistaken one, into a project of that name. */
async function send(
  server: PhoenixServer,
  simulator: string,
  project: string,
  preload: string,
): Promise<readonly PhoenixSpan[]> {
  const program = fileURLToPath(new URL('fleet.ts', import.meta.url));
  const args = ['--simulator', simulator, '--good=1', '--mistakes=1', '--scenario=tool-on-gemini'];
  const env = {
    OTEL_RESOURCE_ATTRIBUTES: `openinference.project.name=${project}`,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: server.traces,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
  const imports = ['--import', 'tsx', '--import', preload];
  const command = process.execPath;
  await finishWell({ command, args: [...imports, program, ...args], cwd: root, env }, 60);
  return until(`${project}: three sessions have arrived`, 30, async () => {
    const found = await server.spans(project);
    const sessions = found.filter((span) => nameOf(span) === 'gemini.live.session');
    return sessions.length >= 3 ? found : undefined;
  });
}

/** Without the model. */
function nameOf({ name }: PhoenixSpan): string {
  return name.split(' ', 1)[0] ?? '';
}

/** The kinds of the spans by their name. */
function kindsOf(spans: readonly PhoenixSpan[]): Readonly<Record<string, readonly string[]>> {
  const names = [...new Set(spans.map(nameOf))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const kinds = spans.filter((span) => nameOf(span) === name).map((span) => span.span_kind);
      return [name, [...new Set(kinds)]];
    }),
  );
}

/** No token is counted twice: only generations have any. */
function inspectTokens(check: Check, spans: readonly PhoenixSpan[]): void {
  const counted = spans.filter(
    ({ attributes }) => prompt in attributes || completion in attributes,
  );
  check.equal([...new Set(counted.map(nameOf))], ['realtime_inference'], 'spans with tokens');
  const sum = (inPhoenix: string, ours: string): readonly number[] => [
    counted.reduce((total, { attributes }) => total + Number(attributes[inPhoenix] ?? 0), 0),
    spans
      .filter((span) => nameOf(span) === 'gemini.live.session')
      .reduce((total, { attributes }) => total + Number(attributes[ours] ?? 0), 0),
  ];
  for (const [what, [found, expected]] of [
    ['input', sum(prompt, 'gemini.live.tokens.input')],
    ['output', sum(completion, 'gemini.live.tokens.output')],
  ] as const) {
    check.equal(found, expected, `${what} tokens, as the sessions count them`);
  }
}
