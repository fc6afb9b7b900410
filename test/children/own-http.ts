import { differs } from './faults.js';
import { sessionsOf, type Recorded, type RecordedSpan } from './recorded.js';
import type { Outcome } from './run.js';

/** What is wrong with the HTTP spans of http-app.cjs, with us held against without. */
export function ownHttpFaults(watched: Outcome, alone: Outcome): string[] {
  const wanted = ownHttpSpans(alone.recorded);
  return [
    ...differs('exit code', watched.code, alone.code),
    ...differs('standard output', watched.stdout, alone.stdout),
    ...differs('kinds of HTTP spans without us', wanted.map(({ kind }) => kind).join(), '1,2'),
    ...differs('HTTP spans', described(watched.recorded), described(alone.recorded)),
    ...differs(
      'sessions',
      sessionsOf(watched.recorded)
        .map((span) => `${span.name} ${span.attributes['websocket.close.code']}`)
        .join('; '),
      'gemini.live.session gemini-3.8-live 1000; ' +
        'gemini.live.session gemini-live-2.5-flash-native-audio 1008; ' +
        'gemini.live.session gemini-2.5-flash-native-audio-preview-12-2025 1008',
    ),
  ];
}

/** Those of the application's own request, by kind: the server's, the client's. */
function ownHttpSpans({ spans }: Recorded): RecordedSpan[] {
  return spans
    .filter(({ scope }) => scope.endsWith('instrumentation-http'))
    .filter(({ attributes }) => JSON.stringify(attributes).includes('/own'))
    .sort((one, other) => one.kind - other.kind);
}

/** What is the same each time: no ports, and whose child a span is. */
function described(recorded: Recorded): string {
  const spans = ownHttpSpans(recorded);
  return JSON.stringify(
    spans.map(({ name, kind, status, parentSpanId, attributes }) => [
      name,
      kind,
      status.code,
      spans.findIndex(({ spanId }) => spanId === parentSpanId),
      Object.keys(attributes).sort(),
    ]),
  );
}
