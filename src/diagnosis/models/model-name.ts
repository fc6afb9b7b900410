import { withoutCredentialShapes } from '../../facts/credential-shapes.js';

/**
 * The model's name as a person should see it: the last path segment of `setup.model`, trimmed,
 * without a `:method` suffix and without credentials, in its own case. `''` where there is none.
 */
export function modelName(raw: string): string {
  const last = segments(withoutCredentialShapes(raw)).at(-1) ?? '';
  // `?` and `#` start what no model name holds, and what may hold a key.
  return last.split(/[:?#]/, 1)[0]?.trim() ?? '';
}

/** What names are compared by: spellings of the same name, its case included, give the same key. */
export function modelKey(raw: string): string {
  return modelName(raw).toLowerCase();
}

/**
 * Whether the path names something that is not one of Google's own models: a tuned model
 * (`tunedModels/…`, `…/endpoints/…`, a model of the project's own) or another vendor's. The name at
 * its end then says nothing about the API.
 */
export function isForeign(raw: string): boolean {
  const path = segments(raw.toLowerCase());
  const publisher = path[path.indexOf('publishers') + 1];
  if (path.includes('publishers')) return publisher !== 'google';
  const parent = path.at(-2);
  if (parent !== undefined && parent !== 'models' && parent !== 'google') return true;
  // projects/P/models/X is Firebase's spelling; projects/P/locations/L/models/X the project's own.
  return path.includes('locations');
}

/** The location in a Vertex AI resource path, e.g. `us-central1`. */
export function locationIn(raw: string): string | undefined {
  const path = segments(raw.toLowerCase());
  const at = path.indexOf('locations');
  return at === -1 ? undefined : path[at + 1];
}

/** A name in quotes, made fit for a hint. */
export function quoted(name: string): string {
  const clean = withoutCredentialShapes(name).replace(/[\u0000-\u001f\u007f]+/g, ' ');
  return `'${clean.length > 80 ? `${clean.slice(0, 79)}…` : clean}'`;
}

function segments(raw: string): string[] {
  return raw
    .split('/')
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '');
}
