import { checkSetup, type SetupProblem } from '../../diagnosis/check-setup.js';
import {
  Catalogue,
  firstMoment,
  served,
  standing,
} from '../../diagnosis/models/model-catalogue.js';
import { locationIn, modelName } from '../../diagnosis/models/model-name.js';
import { MODELS } from '../../facts/models.js';
import type { Deployment } from './deployment.js';

/** What is known to be wrong with a deployment. */
export interface Judgement {
  readonly deployment: Deployment;
  /** On the day that was asked for. */
  readonly problems: readonly SetupProblem[];
  /** What goes wrong on a later day, the first such day first. */
  readonly later: readonly { readonly day: string; readonly problems: readonly SetupProblem[] }[];
  /** What could not be looked at. */
  readonly notes: readonly string[];
}

const catalogue = new Catalogue(MODELS);

/** @param at - The day: milliseconds since 1970. */
export function judge(deployment: Deployment, at: number): Judgement {
  const problems = problemsOn(deployment, at);
  const seen = new Set(problems.map(({ field }) => field));
  const later = changesAfter(deployment, at).flatMap((day) => {
    const added = problemsOn(deployment, firstMoment(day)).filter(({ field }) => !seen.has(field));
    for (const { field } of added) seen.add(field);
    return added.length === 0 ? [] : [{ day, problems: added }];
  });
  return { deployment, problems, later, notes: notesOn(deployment, problems, at) };
}

function problemsOn({ name: _, ...check }: Deployment, at: number): SetupProblem[] {
  return checkSetup({ ...check, at }).map((problem) => ({
    ...problem,
    // Nobody has asked Google yet.
    problem: problem.problem.replace(
      /^Google does not find (.*?); it may be retired/,
      '$1 may be retired',
    ),
  }));
}

/** The days after `at` on which the catalogue has something to say of the model. */
function changesAfter({ api, model = '' }: Deployment, at: number): string[] {
  const life = served(catalogue.find(model), api);
  return [life?.doubted?.from, life?.until]
    .filter((day) => day !== undefined)
    .filter((day) => firstMoment(day) > at)
    .sort();
}

function notesOn(
  { api, model = '', location }: Deployment,
  problems: readonly SetupProblem[],
  at: number,
): string[] {
  if (problems.some(({ field }) => field === 'setup.model')) return [];
  const known = catalogue.find(model);
  if (known === undefined) {
    return [`The catalogue does not know '${modelName(model)}': nothing is said of it.`];
  }
  const notes: string[] = [];
  const here = standing(known, api, at);
  const life = served(known, api);
  if (here === 'unknown') notes.push('Whether this API offers the model is not known.');
  if (here === 'future') notes.push(`The model is offered from ${life?.from} on.`);
  if (life?.restricted) notes.push('Only projects that Google lets in have this model.');
  const isPlaced = location !== undefined || locationIn(model) !== undefined;
  if (api === 'vertex' && !isPlaced && (life?.only ?? life?.except) !== undefined) {
    const places = life?.only ? `only ${life.only.join(', ')}` : `not ${life?.except?.join(', ')}`;
    notes.push(`No location is given, and not every one has this model (${places}).`);
  }
  return notes;
}
