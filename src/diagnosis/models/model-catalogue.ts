import type { LiveApi } from '../../words.js';
import { modelKey, modelName } from './model-name.js';
import type { ModelRow, Served } from '../../facts/models.js';

/** How an API stands to a model on a day. `never`: it does not serve it; `unknown`: nobody can say. */
export type Standing = 'never' | 'unknown' | 'future' | 'alive' | 'retired';

/** A row of the table with its dates read. */
export interface Model extends ModelRow {
  readonly lives: Readonly<Record<LiveApi, Life | 'unknown' | undefined>>;
}

interface Life extends Served {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
}

/** The models by name; a later row takes the place of an earlier one of the same name. */
export class Catalogue {
  readonly #models = new Map<string, Model>();

  constructor(rows: readonly ModelRow[]) {
    for (const row of rows) {
      const lives = { gemini: lifeOf(row.gemini), vertex: lifeOf(row.vertex) };
      this.#models.set(modelKey(row.name), { ...row, name: modelName(row.name), lives });
    }
  }

  /** All models, in the order of the table. */
  models(): Iterable<Model> {
    return this.#models.values();
  }

  /** The model of this name, in any spelling. */
  find(name: string): Model | undefined {
    return this.#models.get(modelKey(name));
  }

  /** A name that is in no catalogue is taken to live: a user's row may name it as a counterpart. */
  standing(name: string, api: LiveApi, at: number): Standing {
    const model = this.find(name);
    return model === undefined ? 'alive' : standing(model, api, at);
  }

  /** The first of `names` that the API serves on the day to everybody. */
  firstAlive(names: readonly string[], api: LiveApi, at: number, not = ''): string | undefined {
    return names.find(
      (name) =>
        modelKey(name) !== modelKey(not) &&
        this.standing(name, api, at) === 'alive' &&
        !this.isRestricted(name, api) &&
        this.doubt(name, api, at) === undefined,
    );
  }

  /** Why the model may be gone on the day, although Google does not say so. */
  doubt(name: string, api: LiveApi, at: number): string | undefined {
    const doubted = served(this.find(name), api)?.doubted;
    return doubted !== undefined && at >= firstMoment(doubted.from) ? doubted.why : undefined;
  }

  isRestricted(name: string, api: LiveApi): boolean {
    return served(this.find(name), api)?.restricted === true;
  }

  /**
   * Where Vertex AI serves the model, if not at `location`: the location to name instead, `''`
   * where none is known. `undefined` where nothing speaks against `location`.
   */
  servedElsewhere(name: string, location: string | undefined): string | undefined {
    const life = served(this.find(name), 'vertex');
    if (life === undefined || location === undefined) return undefined;
    if (life.only !== undefined && !life.only.includes(location)) return life.only[0] ?? '';
    if (life.except?.includes(location) === true) return life.suchAs ?? '';
    return undefined;
  }
}

/** How the API stands to the model at `at`, milliseconds since 1970. */
export function standing(model: Model, api: LiveApi, at: number): Standing {
  const life = model.lives[api];
  if (life === undefined) return 'never';
  if (life === 'unknown') return 'unknown';
  if (at >= life.end) return 'retired';
  return at < life.start ? 'future' : 'alive';
}

/** When and where the API serves the model, as far as that is known. */
export function served(model: Model | undefined, api: LiveApi): Served | undefined {
  const life = model?.lives[api];
  return life === 'unknown' ? undefined : life;
}

/**
 * The first moment of a `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, in milliseconds since 1970; `NaN` where
 * it is no such date.
 */
export function firstMoment(date: string): number {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date) ?? [];
  if (year === undefined) return NaN;
  const moment = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC takes the 30th of February for a day in March.
  return new Date(moment).toISOString().startsWith(`${year}-${month}-${day}`) ? moment : NaN;
}

function lifeOf(value: ModelRow['gemini']): Life | 'unknown' | undefined {
  if (value === undefined || value === false) return undefined;
  if (value === 'unknown') return value;
  const life: Served = value === true ? {} : value;
  return {
    ...life,
    start: life.from === undefined ? -Infinity : firstMoment(life.from),
    end: life.until === undefined ? Infinity : firstMoment(life.until),
  };
}
