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
export function readTable(output: string): { cause: string; said: string; hint: string }[] {
  return output.split(/^─+$/m).map((row) => {
    const cell = (from: number, to?: number): string => {
      const lines = row.split('\n').map((line) => line.slice(from, to));
      return lines.join('').replaceAll(/\s/g, '');
    };
    return { cause: cell(0, 21), said: cell(22, 53), hint: cell(54) };
  });
}
