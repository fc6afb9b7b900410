import { sentenceAt } from './known-sentence.js';
import { isNewRecord } from '../text/new-record.js';
import type { ReasonText } from './reason-value.js';

/**
 * A reason with what follows it in the lines behind, where a terminal or a logger has wrapped it: each
 * line is taken as long as the table then knows more of the reason.
 *
 * @param part - The text from the code, or the label, to the end of its line.
 * @param read - Reads the reason of such a text.
 */
export function continued(
  part: string,
  read: (text: string) => ReasonText | undefined,
  next: readonly string[],
): ReasonText | undefined {
  let found = read(part);
  if (found !== undefined && !found.open) return found;
  let raw = part;
  let best = weightOf(found?.text ?? '');
  for (const [index, line] of next.entries()) {
    if (isNewRecord(line) || raw.length > 600) break;
    const joined = [`${raw}${line}`, `${raw.trimEnd()} ${line.trim()}`, `${raw}${line.trim()}`];
    const readings = joined.map((text) => {
      const reason = read(text);
      return { text, reason, weight: weightOf(reason?.text ?? '') };
    });
    const better = readings.reduce((one, other) => (other.weight > one.weight ? other : one));
    const closed = readings.find(({ reason, weight }) => reason?.open === false && weight >= best);
    if (best > 0 && closed !== undefined && better.weight <= best) {
      found = withLines(closed.reason, index + 1);
      break;
    }
    // A part of a name may not weigh anything yet: one line further tells.
    raw = better.weight > best ? better.text : (joined[line.startsWith(' ') ? 1 : 0] ?? raw);
    if (better.weight <= best) continue;
    found = withLines(better.reason, index + 1);
    best = better.weight;
    if (found?.open === false) break;
  }
  return found;
}

function withLines(reason: ReasonText | undefined, lines: number): ReasonText | undefined {
  return reason && { ...reason, lines };
}

function weightOf(text: string): number {
  const known = sentenceAt(text)?.weight ?? 0;
  // What Google names in it counts, too: the model, the field.
  const named = /models\/[\w.-]+(?=`| (?:was|is) )|Unknown name "[^"]+" at '[^']*'|at '[^']+'/.test(
    text,
  )
    ? 8
    : 0;
  return known === 0 ? 0 : known + named;
}
