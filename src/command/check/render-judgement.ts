import type { SetupProblem } from '../../diagnosis/check-setup.js';
import { modelName } from '../../diagnosis/models/model-name.js';
import { wrap } from '../../terminal/wrap.js';
import type { Output } from '../output.js';
import type { Judgement } from './judgement.js';

const MARGIN = '    ';
const API_NAME = { gemini: 'the Gemini API', vertex: 'Vertex AI' } as const;

/** The judgements as a person reads them, and how many are refused. */
export function renderJudgements(
  judgements: readonly Judgement[],
  day: string,
  output: Output,
): string {
  const refused = judgements.filter(({ problems }) => problems.length > 0).length;
  const later = judgements.filter((each) => each.problems.length === 0 && each.later.length > 0);
  const total = judgements.length;
  const soon = later.length > 0 ? ` ${later.length} more will be refused later.` : '';
  return [
    ...judgements.map((judgement) => renderJudgement(judgement, output)),
    '',
    `${refused} of ${total} would be refused on ${day}.${soon}`,
  ].join('\n');
}

function renderJudgement(
  { deployment, problems, later, notes }: Judgement,
  { width, colours }: Output,
): string {
  const { bold, dim, green, red, yellow } = colours;
  const { name, api, model = '', location } = deployment;
  const mark = problems.length > 0 ? red('✗') : green('✓');
  const place = [API_NAME[api], location].filter(Boolean).join(', ');
  const title = name === undefined ? bold(modelName(model)) : `${bold(name)}  ${modelName(model)}`;
  const lines = [`${mark} ${title}`, `${MARGIN}${dim(`on ${place}`)}`];
  const tell = (text: string, paint = (line: string) => line): void => {
    for (const line of wrap(text, width - MARGIN.length)) lines.push(`${MARGIN}${paint(line)}`);
  };
  const tellProblem = ({ field, problem, remedy, confidence, source }: SetupProblem): void => {
    tell(`${field}${confidence === 'likely' ? ' (likely)' : ''}`, red);
    const [, words = problem, page] = /^(.*?) (https:\/\/\S+)$/s.exec(problem) ?? [];
    // The words of a mismatch hold their remedy.
    const isSaid = problem.includes(remedy.replace(/^Use /, '').replace(/\.$/, ''));
    tell(isSaid ? words : `${words} ${remedy}`);
    // An address is not broken: it is to be followed.
    if (page !== undefined) lines.push(`${MARGIN}${page}`);
    tell(`source: ${source}`, dim);
  };
  problems.forEach(tellProblem);
  for (const { day, problems: then } of later) {
    tell(`from ${day} on:`, yellow);
    then.forEach(tellProblem);
  }
  for (const note of notes) tell(note, dim);
  return lines.join('\n');
}
