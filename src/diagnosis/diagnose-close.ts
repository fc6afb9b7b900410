import { Catalogue } from './models/model-catalogue.js';
import type { CloseDiagnosis, CloseFacts, Finding } from './close-facts.js';
import { CloseReasons } from './sentences/sentence-table.js';
import { findCause } from './find-cause.js';
import { MODELS } from '../facts/models.js';
import { checkedRows, type DiagnosisOptions } from './checked-rows.js';
import { normalizedFacts, type NormalizedFacts } from './normalized-facts.js';

/** A diagnosis over fixed tables. */
export interface Diagnosis {
  /** Why the session closed. Never throws. */
  (close: CloseFacts): CloseDiagnosis;
  /**
   * The name as the catalogue writes it, for a name in any spelling; `undefined` where the
   * catalogue does not know it. Bounds what may become a metric's attribute.
   */
  catalogued(name: string): string | undefined;
}

/**
 * Compiles the tables once.
 *
 * @throws TypeError where a row is wrong; it names the option, the row, the field, the value and
 * what is allowed.
 */
export function createDiagnosis(options: DiagnosisOptions = {}): Diagnosis {
  const { models, closeReasons } = checkedRows(options);
  // Compiled when they are first asked: most processes never see an abnormal close.
  const catalogue = once(() => new Catalogue([...MODELS, ...models]));
  const reasons = once(() => new CloseReasons(closeReasons));
  const diagnose = (close: CloseFacts): CloseDiagnosis => {
    try {
      const facts = normalizedFacts(close);
      return finished(findCause(catalogue(), reasons(), facts), facts);
    } catch {
      // A getter of the caller's that throws: nothing is known then.
      return finished({ cause: 'unknown' }, {});
    }
  };
  return Object.assign(diagnose, {
    catalogued: (name: string) =>
      typeof name === 'string' ? catalogue().find(name)?.name : undefined,
  });
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

let builtIn: Diagnosis | undefined;

/**
 * Why a Live session closed and what to do, from what an SDK or a test knows of the close. Pure but
 * for the default of `at`. Never throws, whatever it is given: options that
 * {@link createDiagnosis} would refuse count for nothing here. To use rows of one's own often, and
 * to have them checked, call {@link createDiagnosis} once.
 *
 * @example
 * ```ts
 * const { cause, hint } = diagnoseClose({
 *   api: 'vertex',
 *   model: 'gemini-2.5-flash-native-audio-preview-12-2025',
 *   code: 1008,
 *   reason: 'Publisher model `projects/p/locations/us-central1/publishers/google/models/gem',
 * });
 * // cause: 'model_mismatch'
 * // hint: "Model 'gemini-2.5-flash-native-audio-preview-12-2025' is a Gemini API model, but this
 * //        connection goes to Vertex AI. Use 'gemini-live-2.5-flash-native-audio' there, or
 * //        connect to the Gemini API."
 * ```
 */
export function diagnoseClose(close: CloseFacts, options?: DiagnosisOptions): CloseDiagnosis {
  builtIn ??= createDiagnosis();
  // An index, where this is given to Array.prototype.map.
  if (typeof options !== 'object' || options === null) return builtIn(close);
  let diagnosis = builtIn;
  try {
    diagnosis = createDiagnosis(options);
  } catch {
    // Said above: what is wrong counts for nothing.
  }
  return diagnosis(close);
}

const SURE = { known: 'known', pattern: 'likely' } as const;

function finished(finding: Finding | undefined, facts: Partial<NormalizedFacts>): CloseDiagnosis {
  if (finding === undefined) {
    return { cause: undefined, hint: undefined, mismatch: undefined, errorType: undefined };
  }
  const { cause, hint, mismatch, suggestedModel, field } = finding;
  const told = mismatch ? SURE[mismatch.confidence] : (finding.confidence ?? 'known');
  const confidence = cause === 'unknown' ? undefined : told;
  return {
    cause,
    hint,
    mismatch,
    errorType: errorType(finding, facts),
    ...(field !== undefined && { field }),
    ...(confidence !== undefined && { confidence }),
    ...(suggestedModel !== undefined && { suggestedModel }),
  };
}

function errorType({ cause }: Finding, facts: Partial<NormalizedFacts>): string {
  const { code, httpStatus, errorCode } = facts;
  if (cause === 'network') return errorCode ?? cause;
  if (cause === 'unknown') return String(httpStatus ?? code ?? errorCode ?? cause);
  return cause;
}
