import { bold, columns, dim, red, wrap, yellow } from '../terminal.cjs';

const widths = [30, 31];
const hintWidth = columns - widths[0] - widths[1] - 2;

/** One row a session: the cause, what the client said, the hint; wrapped. */
export function drawTable(rows) {
  const head = [
    [bold, ['gemini.close.cause', '  .field']],
    [bold, ['what @google/genai said']],
    [bold, ['the hint on the span']],
  ];
  const rule = dim('─'.repeat(columns));
  const body = rows.map(({ cause, field, confidence, said, hint }) =>
    drawRow([
      [red, [`${cause}${confidence === 'likely' ? ' (likely)' : ''}`, ...pathLines(field)]],
      [dim, said.flatMap((line) => wrap(line.trim(), widths[1] - 1))],
      [yellow, wrap(hint, hintWidth)],
    ]),
  );
  return [drawRow(head), ...body].join(`\n${rule}\n`);
}

/** A path, broken behind its dots. */
function pathLines(path) {
  const lines = [];
  for (const part of path?.split(/(?<=\.)/) ?? []) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + part.length < widths[0] - 2) {
      lines[lines.length - 1] = line + part;
    } else lines.push(`  ${part}`);
  }
  return lines;
}

function drawRow(cells) {
  const height = Math.max(...cells.map(([, lines]) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    cells
      .map(([paint, lines], cell) => paint((lines[at] ?? '').padEnd(widths[cell] ?? 0)))
      .join(' ')
      .trimEnd(),
  ).join('\n');
}
