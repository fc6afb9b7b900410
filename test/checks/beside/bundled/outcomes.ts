import { applicationFaults, differs, faults, warningFaults } from '../../../children/faults.js';
import { sessionsOf } from '../../../children/recorded.js';
import type { Outcome } from '../../../children/run.js';

/** What a user of the application would notice of us, against the same without us. */
export function changesOf(watched: Outcome, alone: Outcome): string[] {
  return [
    ...differs('standard output', watched.stdout, alone.stdout),
    ...differs('exit code', watched.code, alone.code),
    ...differs('signal', watched.signal, alone.signal),
  ];
}

/** What is wrong with a run of talk.cjs whose `ws` is in the bundle: all is seen, or one warning says what helps. */
export function seenOrTold(outcome: Outcome): string[] {
  if (sessionsOf(outcome.recorded).length > 0) return faults(outcome);
  const remedy = /\bexternal\b|watchWebSocket/;
  return [
    ...applicationFaults(outcome),
    ...warningFaults(outcome.stderr, ['GEMINI_LIVE_MISSED']),
    ...(remedy.test(outcome.stderr) ? [] : ['the warning says nothing that helps']),
  ];
}

/** What is wrong with the spans of one good session of @google/genai. */
export function genaiFaults({ recorded, stderr }: Outcome): string[] {
  const [session, ...others] = sessionsOf(recorded);
  if (session === undefined) return ['@google/genai: no session'];
  const children = recorded.spans
    .filter(({ parentSpanId }) => parentSpanId === session.spanId)
    .map(({ name }) => name.split(' ')[0])
    .sort();
  return [
    ...differs('further sessions', others.length, 0),
    ...differs('children', children.join(), 'gemini.live.connect,realtime_inference'),
    ...differs('status', session.status.code, 0),
    ...differs('model', session.attributes['gen_ai.request.model'], 'gemini-3.8-live'),
    ...differs('phase', session.attributes['gemini.live.phase'], 'active'),
    ...(recorded.text.match(/Leaked\w+/g) ?? []).map((leak) => `${leak} left the process`),
    ...warningFaults(stderr, []),
  ].map((fault) => `@google/genai: ${fault}`);
}
