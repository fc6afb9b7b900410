import { differs } from '../../../children/faults.js';
import { sessionsOf, type RecordedSpan } from '../../../children/recorded.js';
import type { Served } from './server.js';

/** What is wrong with a server whose sessions are all to be seen. */
export function servedFaults(served: Served, answers: readonly string[]): string[] {
  const { recorded, said } = served;
  const sessions = sessionsOf(recorded);
  const codes = warningCodes(said);
  return [
    ...differs('answers', served.answers.join('\n'), answers.join('\n')),
    ...differs('sessions', sessions.map(nameOf).join(), expectedSessions.map(nameOf).join()),
    ...sessions.flatMap((session) => sessionFaults(session, recorded.spans)),
    ...differs('warnings', codes.join(), 'GEMINI_LIVE_MISMATCH'),
    ...(recorded.text.match(/Leaked\w+/g) ?? []).map((leak) => `${leak} left the process`),
  ];
}

/** Where `ws` is in the bundle: all is seen, or one warning says what helps. */
export function seenOrTold(served: Served, answers: readonly string[]): string[] {
  if (sessionsOf(served.recorded).length > 0) return servedFaults(served, answers);
  const remedy = /\bexternal\b|watchWebSocket/;
  return [
    ...differs('answers', served.answers.join('\n'), answers.join('\n')),
    ...differs('warnings', warningCodes(served.said).join(), 'GEMINI_LIVE_MISSED'),
    ...(remedy.test(served.said) ? [] : ['the warning says nothing that helps']),
  ];
}

const mistake = 'gemini-live-2.5-flash-native-audio';
const expectedSessions = ['gemini-3.8-live', mistake, 'gemini-3.8-live', mistake].map((model) => ({
  name: `gemini.live.session ${model}`,
}));

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function sessionFaults(session: RecordedSpan, spans: readonly RecordedSpan[]): string[] {
  const { name, attributes } = session;
  const children = spans
    .filter(({ parentSpanId, name }) => parentSpanId === session.spanId && /gemini|real/.test(name))
    .map((span) => span.name.split(' ')[0])
    .sort();
  const mistaken = name.endsWith(mistake);
  const wanted = mistaken ? 'gemini.live.connect' : 'gemini.live.connect,realtime_inference';
  const begun = mistaken ? `Model '${mistake}' is a Vertex AI model` : 'undefined';
  const hint = String(attributes['gemini.mismatch_hint']).slice(0, begun.length);
  return [
    ...differs('children', children.join(), wanted),
    ...differs('hint', hint, begun),
    ...differs('status', session.status.code, mistaken ? 2 : 0),
  ].map((fault) => `${name}: ${fault}`);
}

function warningCodes(said: string): string[] {
  return [...said.matchAll(/\[(GEMINI_LIVE_\w+)\]/g)].map(([, code = '']) => code);
}
