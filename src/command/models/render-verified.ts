import { wrap } from '../../terminal/wrap.js';
import type { LiveApi } from '../../words.js';
import type { Output } from '../output.js';
import type { Difference } from './compare-lists.js';

const API_NAME = { gemini: 'the Gemini API', vertex: 'Vertex AI' } as const;
const MARGIN = '    ';

/** What a list differs in from the catalogue, as a person reads it. */
export function renderVerified(
  {
    api,
    host,
    count,
    differences,
  }: { api: LiveApi; host: string; count: number; differences: readonly Difference[] },
  { width, colours }: Output,
): string {
  const { bold, green, red, yellow, dim } = colours;
  const marks = { new: yellow('+'), ended: yellow('+'), missing: red('−'), not_live: red('−') };
  const lines = [`${host} lists ${count} models of ${API_NAME[api]}.`];
  if (differences.length === 0) lines.push(green('The catalogue agrees with it.'));
  else lines.push(`The catalogue differs in ${differences.length}:`);
  for (const { kind, name, what } of differences) {
    lines.push(`  ${marks[kind]} ${bold(name)}`);
    lines.push(...wrap(what, width - MARGIN.length).map((line) => `${MARGIN}${line}`));
  }
  if (api === 'vertex') {
    const note =
      "The form of this list is taken from Google's client libraries and was tried against a simulator only. It does not say which models are Live: that is told by their names.";
    lines.push('', ...wrap(note, width).map(dim));
  }
  return lines.join('\n');
}
