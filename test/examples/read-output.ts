/** What the terminal says when its lines are not wrapped. */
export function unwrapped(output: string): string {
  return output.replaceAll(/\s*\n[│\s]*/g, ' ');
}

/** The names of the spans in a tree, indented as they stand there. */
export function readTree(output: string): string[] {
  return [...output.matchAll(/^([│├└─ ]*)([✓✗]) (.*?) {2}/gm)].map(
    ([, margin = '', mark, name]) => `${' '.repeat(margin.length)}${mark} ${name}`,
  );
}

/** The table of why-it-closed, without white space: its cells are wrapped, also inside words. */
export function readTable(output: string): {
  cause: string;
  field: string;
  said: string;
  hint: string;
}[] {
  return output.split(/^─+$/m).map((row) => {
    const cell = (from: number, to?: number): string => {
      const lines = row.split('\n').map((line) => line.slice(from, to));
      return lines.join('').replaceAll(/\s/g, '');
    };
    // The field stands below its cause, indented.
    const [, cause = '', field = ''] = /^([a-z_]+)(?: \(likely\))?(.*)$/.exec(first(row)) ?? [];
    return { cause, field: field.replaceAll(' ', ''), said: cell(31, 62), hint: cell(63) };
  });
}

/** The first column: the cause, and the lines below it that are indented. */
function first(row: string): string {
  return row
    .split('\n')
    .map((line) => line.slice(0, 30))
    .map((line) => (line.startsWith('  ') ? ` ${line.trim()}` : line.trim()))
    .join('')
    .trim();
}
