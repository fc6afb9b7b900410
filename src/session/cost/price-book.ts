import { firstMoment } from '../../diagnosis/models/model-catalogue.js';
import { modelKey } from '../../diagnosis/models/model-name.js';
import { PRICES, PRICES_AS_OF, type PriceRow } from '../../facts/prices.js';
import type { LiveApi } from '../../words.js';
import type { Cost, Tokens } from '../turns/tokens.js';
import { checkedPrices } from './checked-prices.js';
import { costOf, type Price } from './cost.js';

/** What tokens cost at a moment, in milliseconds since 1970; `undefined` where nobody knows. */
export type Pricing = (tokens: Tokens, at: number) => Cost | undefined;

/** A row with its date read. */
interface Dated extends Price {
  readonly row: PriceRow;
  readonly start: number;
  readonly builtIn: boolean;
}

/** When the table is old, in milliseconds since 1970: after a year. */
const old = firstMoment(PRICES_AS_OF) + 365 * 24 * 60 * 60 * 1_000;

/** How many pricings are kept for the sessions to share; a location may be any text. */
const mostKept = 1_000;

/** The prices of models, and those that the application adds: its rows go first. */
export class PriceBook {
  readonly #rows = new Map<string, Dated[]>();
  readonly #pricings = new Map<string, Pricing | undefined>();
  readonly #tellOld: (message: string) => void;
  #toldOld = false;

  /**
   * @param added - Rows of the application's own.
   * @param tellOld - Told once, when a price is taken from a table that is more than a year old.
   * @throws TypeError where a row is wrong.
   */
  constructor(added: readonly PriceRow[] | undefined, tellOld: (message: string) => void) {
    this.#tellOld = tellOld;
    this.#add(checkedPrices(added), false);
    this.#add(PRICES, true);
  }

  /**
   * What a model costs there; the sessions of one model share it.
   *
   * @param location - On Vertex AI.
   */
  find(api: LiveApi | undefined, model: string, location: string | undefined): Pricing | undefined {
    const named = modelKey(model);
    const rows = this.#rows.get(named);
    if (rows === undefined) return undefined;
    const key = `${api} ${named} ${location}`;
    const kept = this.#pricings.get(key);
    if (kept !== undefined) return kept;
    const pricing = this.#pricing(rows.filter(({ row }) => holds(row, api, location)));
    if (pricing !== undefined && this.#pricings.size < mostKept) this.#pricings.set(key, pricing);
    return pricing;
  }

  #pricing(rows: readonly Dated[]): Pricing | undefined {
    if (rows.length === 0) return undefined;
    return (tokens, at) => {
      const price = newest(rows, at);
      if (price?.builtIn) this.#tellAge(at);
      return price && costOf(tokens, price);
    };
  }

  #add(rows: readonly PriceRow[], builtIn: boolean): void {
    for (const row of rows) {
      const start = row.from === undefined ? -Infinity : firstMoment(row.from);
      const dated = { row, start, builtIn, input: row.input ?? {}, output: row.output ?? {} };
      for (const model of typeof row.model === 'string' ? [row.model] : row.model) {
        const named = modelKey(model);
        this.#rows.set(named, [...(this.#rows.get(named) ?? []), dated]);
      }
    }
  }

  #tellAge(at: number): void {
    if (this.#toldOld || at <= old) return;
    this.#toldOld = true;
    this.#tellOld(
      `gemini-live: the list prices are of ${PRICES_AS_OF}, more than a year old. Update the package, or add rows to the option 'prices'.`,
    );
  }
}

function holds(row: PriceRow, api: LiveApi | undefined, location: string | undefined): boolean {
  if (row.api !== undefined && row.api !== api) return false;
  if (row.only === undefined && row.except === undefined) return true;
  // The Gemini API has no locations; on Vertex AI, nobody can say where one is not known.
  if (api !== 'vertex') return row.only === undefined;
  const place = location?.toLowerCase();
  if (place === undefined) return false;
  const named = (places: readonly string[]): boolean =>
    places.some((each) => each.toLowerCase() === place);
  return (row.only === undefined || named(row.only)) && !(row.except && named(row.except));
}

/** The row in force: of the application's own the newest, else of the table's. */
function newest(rows: readonly Dated[], at: number): Dated | undefined {
  let found: Dated | undefined;
  for (const row of rows) {
    if (row.start > at || (found !== undefined && row.builtIn !== found.builtIn)) continue;
    if (found === undefined || row.start >= found.start) found = row;
  }
  return found;
}
