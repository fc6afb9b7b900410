import { wrap } from '../../terminal/wrap.js';
import type { LiveApi } from '../../words.js';
import type { Output } from '../output.js';
import type { CatalogueRow, ServedRow } from './catalogue-rows.js';

const API_NAME = { gemini: 'Gemini API', vertex: 'Vertex AI' } as const;
/** The longest name of a model has 50 letters. */
const NAME_WIDTH = 51;
const COLUMN = 15;
const MARGIN = '    ';
const BOTH = ['gemini', 'vertex'] as const;

/** The catalogue as a table of 80 columns: a line a model, and below it what is to be known. */
export function renderCatalogue(
  rows: readonly CatalogueRow[],
  apis: readonly LiveApi[],
  day: string,
  output: Output,
): string {
  const { bold, dim } = output.colours;
  const shown = BOTH.filter((api) => apis.includes(api));
  const heads = shown.map((api) => API_NAME[api].padEnd(COLUMN)).join('');
  return [
    bold(`${`Model, on ${day}`.padEnd(NAME_WIDTH)}${heads}`.trimEnd()),
    ...rows.flatMap((row) => renderRow(row, shown, output)),
    '',
    dim('✓ served (until)   ✗ ended   ! may be gone since   – not there   ? not known'),
  ].join('\n');
}

function renderRow(row: CatalogueRow, apis: readonly LiveApi[], output: Output): string[] {
  const { bold, dim, green, red, yellow } = output.colours;
  const paint = { '✓': green, '✗': red, '!': yellow, '–': dim, '?': yellow };
  const cells = apis.map((api) => {
    const text = cell(row[api]);
    return paint[text[0] as keyof typeof paint](text.padEnd(COLUMN));
  });
  const details = apis.flatMap((api) => detailsOf(row, api));
  const isOne = apis.length === 1;
  return [
    `${bold(row.name.padEnd(NAME_WIDTH))}${cells.join('')}`.trimEnd(),
    ...details.flatMap(({ api, text }) =>
      indented(isOne ? text : `${API_NAME[api]}: ${text}`, output),
    ),
    ...(row.method === undefined ? [] : indented(`by ${row.method} only`, output)),
    ...(row.unconfirmed ? indented('known by third parties only', output) : []),
    ...(row.source === undefined ? [] : indented(`source: ${row.source}`, output).map(dim)),
  ];
}

function indented(text: string, { width }: Output): string[] {
  return wrap(text, width - MARGIN.length).map((line) => `${MARGIN}${line}`);
}

function cell({ standing, until, from, doubted }: ServedRow): string {
  switch (standing) {
    case 'alive':
      return until === undefined ? '✓' : `✓ ${until}`;
    case 'retired':
      return until === undefined ? '✗' : `✗ ${until}`;
    case 'doubtful':
      return `! ${doubted?.from ?? ''}`;
    case 'never':
      return '–';
    case 'future':
      return `– until ${from ?? ''}`;
    case 'unknown':
      return '?';
  }
}

function detailsOf(row: CatalogueRow, api: LiveApi): { api: LiveApi; text: string }[] {
  const { only, except, restricted, doubted, standing } = row[api];
  const parts = [
    only && `only in ${only.join(', ')}`,
    except && `not in ${except.join(', ')}`,
    restricted && 'only for projects that Google lets in',
    standing === 'doubtful' && doubted?.why,
    row.instead[api] && `use ${row.instead[api]}`,
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? [] : [{ api, text: parts.join('; ') }];
}
