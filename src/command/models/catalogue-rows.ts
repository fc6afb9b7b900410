import { MODELS } from '../../facts/models.js';
import {
  Catalogue,
  standing,
  type Model,
  type Standing,
} from '../../diagnosis/models/model-catalogue.js';
import type { LiveApi } from '../../words.js';

/** How an API stands to a model on a day, with what the catalogue says of it. */
export interface ServedRow {
  readonly standing: Standing | 'doubtful';
  readonly from?: string;
  readonly until?: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** From when on it may be gone, and who says so. */
  readonly doubted?: { readonly from: string; readonly why: string };
  /** Google lets projects in. */
  readonly restricted?: boolean;
}

/** A model as `models` shows it. */
export interface CatalogueRow {
  readonly name: string;
  readonly gemini: ServedRow;
  readonly vertex: ServedRow;
  /** What to use instead on each API, where the model is not to be had there. */
  readonly instead: Readonly<Partial<Record<LiveApi, string>>>;
  /** Its name on the other API. */
  readonly counterpart?: string;
  readonly method?: string;
  /** Only third parties know of it. */
  readonly unconfirmed?: boolean;
  readonly source?: string;
}

const catalogue = new Catalogue(MODELS);

/** The catalogue on a day, in its own order. @param at - Milliseconds since 1970. */
export function catalogueRows(at: number): CatalogueRow[] {
  return [...catalogue.models()].map((model) => rowOf(model, at));
}

function rowOf(model: Model, at: number): CatalogueRow {
  const { name, counterpart, method, confidence, source } = model;
  const instead = (['gemini', 'vertex'] as const).flatMap((api) => {
    const use = insteadOf(model, api, at);
    return use === undefined ? [] : [[api, use] as const];
  });
  return {
    name,
    gemini: servedRow(model, 'gemini', at),
    vertex: servedRow(model, 'vertex', at),
    instead: Object.fromEntries(instead),
    ...(counterpart !== undefined && { counterpart }),
    ...(method !== undefined && { method }),
    ...(confidence === 'pattern' && { unconfirmed: true }),
    ...(source !== undefined && { source }),
  };
}

function servedRow(model: Model, api: LiveApi, at: number): ServedRow {
  const life = model.lives[api];
  const here = standing(model, api, at);
  if (life === undefined || life === 'unknown') return { standing: here };
  const { start: _, end: __, suchAs: ___, ...served } = life;
  const isDoubted = here === 'alive' && catalogue.doubt(model.name, api, at) !== undefined;
  return { ...served, standing: isDoubted ? 'doubtful' : here };
}

/** What the API serves on the day in place of the model; `undefined` where the model is there. */
function insteadOf(model: Model, api: LiveApi, at: number): string | undefined {
  const here = standing(model, api, at);
  if (here === 'unknown' || here === 'future') return undefined;
  if (here === 'alive' && catalogue.doubt(model.name, api, at) === undefined) return undefined;
  const names = here === 'never' && model.counterpart ? [model.counterpart] : [];
  return catalogue.firstAlive([...names, ...(model.successors ?? [])], api, at, model.name);
}
