import { differs, expected } from '../../children/faults.js';
import { sessionsOf, type Recorded, type RecordedSpan } from '../../children/recorded.js';

/** A call that an application makes in a span of its own, and what is said in it. */
export interface Call {
  readonly name: string;
  /** By the names of talks.json; of any other it is enough that it has a session. */
  readonly talk: string;
}

/** What is wrong with the sessions of these calls; any other session is a fault, too. */
export function sessionFaults(calls: readonly Call[], recorded: Recorded): string[] {
  return [
    ...differs('number of sessions', sessionsOf(recorded).length, calls.length),
    ...calls.flatMap((call) =>
      callFaults(call, recorded).map((fault) => `call ${call.name}: ${fault}`),
    ),
    ...(recorded.text.match(/Leaked\w+/g) ?? []).map((leak) => `${leak} left the process`),
  ];
}

function callFaults({ name, talk }: Call, { spans }: Recorded): string[] {
  const call = spans.find((span) => span.name === `app.call ${name}`);
  const session = sessionsOf({ spans }).find(({ parentSpanId }) => parentSpanId === call?.spanId);
  const wanted = expected[talk];
  if (call === undefined || session === undefined) return ['no session is its child'];
  const children = spans.filter(({ parentSpanId }) => parentSpanId === session.spanId);
  if (talk === 'calls a tool') {
    return differs('children', operations(children), toolChildren);
  }
  if (wanted === undefined) return [];
  return [
    ...differs('status', session.status.code, wanted.status),
    ...Object.entries(wanted.attributes).flatMap(([key, value]) =>
      differs(key, session.attributes[key], value),
    ),
    ...differs('children', operations(children), [...wanted.children].sort().join()),
    ...[session, ...children].filter(isTimeless).map((span) => `${span.name} took no time`),
  ];
}

const toolChildren = 'execute_tool,gemini.live.connect,realtime_inference,realtime_inference';

/** Of this package's spans; Sentry 11 has one for each upgrade, without its query. */
function operations(spans: readonly RecordedSpan[]): string {
  return spans
    .map((span) => span.name.split(' ')[0] ?? '')
    .filter((name) => /^(?:gemini\.live\.|realtime_|execute_tool|user_speech)/.test(name))
    .sort()
    .join();
}

function isTimeless({ milliseconds }: RecordedSpan): boolean {
  return milliseconds !== undefined && !(milliseconds > 0);
}
