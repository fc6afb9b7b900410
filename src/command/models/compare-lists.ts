import { LIVE_WORD } from '../../facts/model-shapes.js';
import { looksLikeModel } from '../../facts/credential-shapes.js';
import type { LiveApi } from '../../words.js';
import type { CatalogueRow } from './catalogue-rows.js';
import type { ListedModel } from './listed-models.js';

/** In what a list of an API differs from the catalogue. */
export interface Difference {
  /**
   * `new`: a Live model that the catalogue does not have here; `missing`: the catalogue says that it is
   * served; `ended`: the catalogue says that it is not any more; `not_live`: listed, without the Live API.
   */
  readonly kind: 'new' | 'missing' | 'ended' | 'not_live';
  readonly name: string;
  readonly what: string;
}

/** @returns The differences, by kind; none where the catalogue is true. */
export function compareLists(
  rows: readonly CatalogueRow[],
  listed: readonly ListedModel[],
  api: LiveApi,
): Difference[] {
  const byName = new Map(listed.map((model) => [model.name.toLowerCase(), model]));
  const known = new Map(rows.map((row) => [row.name.toLowerCase(), row]));
  const differences: Difference[] = [];
  for (const { name, live } of byName.values()) {
    if (live === false || !looksLikeModel(name)) continue;
    // A publisher's list does not say which are Live: their names do, as far as names do.
    if (live === undefined && !LIVE_WORD.test(name.toLowerCase())) continue;
    const row = known.get(name.toLowerCase());
    const standing = row?.[api].standing;
    if (row === undefined)
      differences.push({ kind: 'new', name, what: 'is in no row of the catalogue' });
    else if (standing === 'never' || standing === 'unknown' || standing === 'future') {
      differences.push({ kind: 'new', name, what: `is not on this API, says the catalogue` });
    } else if (standing === 'retired') {
      const until = row[api].until ?? 'some day';
      differences.push({ kind: 'ended', name, what: `ended on ${until}, says the catalogue` });
    }
  }
  for (const row of rows) {
    const { standing, only, restricted } = row[api];
    const found = byName.get(row.name.toLowerCase());
    if (standing !== 'alive' && standing !== 'doubtful') continue;
    if (found === undefined) {
      const doubt = standing === 'doubtful' ? ' (which doubts it)' : '';
      const rare = (only ?? restricted) ? '; not every project and place has it' : '';
      differences.push({
        kind: 'missing',
        name: row.name,
        what: `is served, says the catalogue${doubt}${rare}`,
      });
    } else if (found.live === false) {
      differences.push({
        kind: 'not_live',
        name: row.name,
        what: 'is listed without a bidi method',
      });
    }
  }
  const order = ['new', 'ended', 'missing', 'not_live'];
  return differences.sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}
