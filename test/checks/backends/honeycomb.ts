/**
 * The documented settings for Honeycomb, with the demo and a local receiver in Honeycomb's place:
 * its headers, its protobuf, and every column that the shipped queries name. Then the script that
 * makes the queries, the trigger and the board.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type Check } from './check.js';
import { finishWell } from './children.js';
import { demo, root } from './demo.js';
import { readMetrics, readSpans, type ReceivedSpan } from './otlp-protobuf.js';
import { receive, type ReceivedRequest } from './receiver.js';

const key = 'test-key';
const folder = join(root, 'examples', 'honeycomb');
const queries = ['mismatches', 'closes', 'first-audio'] as const;

const noTools = () => undefined;

await run('honeycomb', 5, noTools, async (check) => {
  const receiver = await receive(check);
  await demo({ ...(await documentedSettings()), OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });

  const traces = receiver.requests.filter(({ path }) => path === '/v1/traces');
  const metrics = receiver.requests.filter(({ path }) => path === '/v1/metrics');
  inspectHeaders(check, 'traces', traces, undefined);
  inspectHeaders(check, 'metrics', metrics, 'gemini-live-metrics');

  const spans = traces.flatMap(({ body }) => readSpans(body));
  inspectSpans(check, spans);
  await inspectColumns(check, spans);
  const names = new Set(metrics.flatMap(({ body }) => readMetrics(body)).map(({ name }) => name));
  for (const name of ['gemini.live.mismatches', 'gemini.live.closes', 'gemini.live.setup.duration'])
    check.ok(names.has(name), `metric ${name}`, [...names]);

  await inspectApply(check);
});

/** examples/honeycomb/otel.env with a key in it. */
async function documentedSettings(): Promise<Record<string, string>> {
  const text = await readFile(join(folder, 'otel.env'), 'utf8');
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1).replace('YOUR_API_KEY', key)] as const;
    }),
  );
}

function inspectHeaders(
  check: Check,
  signal: string,
  requests: readonly ReceivedRequest[],
  dataset: string | undefined,
): void {
  check.ok(requests.length > 0, `${signal} came`);
  const all = (name: string) => [...new Set(requests.map(({ headers }) => headers[name]))];
  check.equal(all('x-honeycomb-team'), [key], `${signal}: x-honeycomb-team`);
  check.equal(all('x-honeycomb-dataset'), [dataset], `${signal}: x-honeycomb-dataset`);
  check.equal(all('content-type'), ['application/x-protobuf'], `${signal}: content-type`);
}

function inspectSpans(check: Check, spans: readonly ReceivedSpan[]): void {
  const sessions = spans.filter(({ name }) => name.startsWith('gemini.live.session'));
  check.equal(sessions.length, 3, 'sessions');
  const mistaken = sessions.filter(({ attributes }) => attributes['gemini.mismatch.kind']);
  check.equal(mistaken.length, 2, 'mistaken ones');
  for (const { status, attributes, events } of mistaken) {
    check.equal(status, 2, 'status Error');
    check.equal(attributes['websocket.close.code'], 1008, 'close code');
    check.ok(attributes['gemini.mismatch_hint'] !== undefined, 'hint');
    // Honeycomb makes a row of every span event: the hint must not be counted twice.
    const kinds = events.map((event) => event.attributes['exception.type']);
    check.equal(kinds, ['GeminiModelMismatchError'], 'exception event');
    const twice = events.some((event) => 'gemini.mismatch_hint' in event.attributes);
    check.equal(twice, false, 'hint on the event too');
  }
}

async function inspectColumns(check: Check, spans: readonly ReceivedSpan[]): Promise<void> {
  const sent = new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)));
  const files = [
    ...queries.map((name) => `${name}.query.json`),
    'mismatch.trigger.json',
    'main.tf',
  ];
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    const columns = new Set(text.match(/(?<=")(?:gemini|gen_ai|websocket)\.[\w.]+(?=")/g));
    const unknown = [...columns].filter((column) => !sent.has(column));
    check.ok(columns.size > 0, `${file} names ${columns.size} columns`);
    check.equal(unknown, [], `${file}: columns that no span of the demo has`);
  }
}

async function inspectApply(check: Check): Promise<void> {
  const api = await receive(check, (received) => JSON.stringify({ id: `id-${received}` }));
  await finishWell(
    {
      command: process.execPath,
      args: [join(folder, 'apply.mjs')],
      env: { HONEYCOMB_API_ENDPOINT: api.url, HONEYCOMB_CONFIGURATION_KEY: key },
    },
    30,
  );
  const paths = api.requests.map(({ path }) => path);
  const made = queries.flatMap(() => ['/1/queries/__all__', '/1/query_annotations/__all__']);
  check.equal(paths, [...made, '/1/triggers/__all__', '/1/boards'], 'apply.mjs: requests');
  const keys = new Set(api.requests.map(({ headers }) => headers['x-honeycomb-team']));
  check.equal([...keys], [key], 'apply.mjs: keys');
  const board = JSON.parse(Buffer.from(api.requests.at(-1)?.body ?? []).toString()) as {
    panels: { query_panel: { query_id: string; query_annotation_id: string } }[];
  };
  const panels = board.panels.map(({ query_panel: panel }) => [
    panel.query_id,
    panel.query_annotation_id,
  ]);
  const expected = [
    ['id-1', 'id-2'],
    ['id-3', 'id-4'],
    ['id-5', 'id-6'],
  ];
  check.equal(panels, expected, 'apply.mjs: what the board shows');
}
