import { nodeVersions } from '../../children/nodes.js';
import { clients, lines, type Cell } from './cells.js';

export interface Result {
  readonly cell: Cell;
  readonly faults: readonly string[];
}

const names = { cjs: 'cjs', mjs: 'esm' } as const;

/** A row for each client, a column for each Node version and SDK line: CommonJS, then ESM. */
export function printTable(results: readonly Result[]): void {
  const columns = nodeVersions
    .flatMap((node) => lines.map((line) => ({ node, line })))
    .filter(({ node, line }) => cellsOf(results, node, line).length > 0);
  printRow(
    'Node',
    columns.map(({ node }) => node),
  );
  printRow(
    'OpenTelemetry',
    columns.map(({ line }) => line.name),
  );
  for (const client of clients) {
    const marks = columns.map(({ node, line }) =>
      cellsOf(results, node, line)
        .filter(({ cell }) => cell.client === client)
        .map(({ cell, faults }) => `${faults.length > 0 ? '✗' : '✓'}${names[cell.format]}`)
        .join(' '),
    );
    if (marks.some(Boolean)) printRow(client.name, marks);
  }
  const failed = results.filter(({ faults }) => faults.length > 0);
  for (const { cell, faults } of failed) {
    console.log(`\n${cell.node} ${cell.line.name} ${cell.client.name} .${cell.format}`);
    for (const fault of faults) console.log(`  ${fault}`);
  }
  console.log(`\n${results.length - failed.length} of ${results.length} passed`);
}

function cellsOf(results: readonly Result[], node: string, line: Cell['line']): Result[] {
  return results.filter(({ cell }) => cell.node === node && cell.line === line);
}

function printRow(title: string, columns: readonly string[]): void {
  console.log([title.padEnd(15), ...columns.map((column) => column.padEnd(11))].join('').trimEnd());
}
