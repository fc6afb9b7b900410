import { isNewRecord } from './new-record.js';

/** Narrower than any terminal. */
const NARROWEST = 30;
/** Lines that begin alike are those of a log, whatever their width. */
const ALIKE = 6;

/**
 * The lines of a text without the breaks that a terminal put into it: at one width, wherever a word then
 * stood.
 *
 * @returns `undefined` where it does not look so: half of the lines are to be as long as the longest.
 */
export function withoutHardWraps(lines: readonly string[]): string[] | undefined {
  const width = Math.max(...lines.map(({ length }) => length));
  const full = lines.filter(({ length }) => length === width).length;
  if (lines.length < 2 || width < NARROWEST || full < lines.length / 2) return undefined;
  const joined: string[] = [];
  const beginnings = new Set<string>();
  let open = false;
  for (const line of lines) {
    // JSON may be broken in front of any of its braces.
    const isNew = isNewRecord(line) && !/^[{}]/.test(line);
    if (open && (isNew || beginnings.has(line.slice(0, ALIKE)))) return undefined;
    beginnings.add(line.slice(0, ALIKE));
    if (open) joined.push(`${joined.pop() ?? ''}${line}`);
    else joined.push(line);
    open = line.length === width;
  }
  return joined.length < lines.length ? joined : undefined;
}
