import type { LiveApi } from '../../words.js';

/** A model that the server refused, or may have refused. */
export interface Refused {
  readonly api: LiveApi | undefined;
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly location: string | undefined;
  readonly method: string | undefined;
  /** This process has seen the name accepted on this API. */
  readonly accepted: boolean;
  /** What the reason alone says; `undefined` where there was none: then only the name can tell. */
  readonly said: 'model_not_found' | 'model_not_live' | undefined;
  /** The reason calls the model by its bare name: `setup.model` had no `models/`. */
  readonly bare: boolean;
  /** The close is one that may be a mismatch: code 1008, before setupComplete. */
  readonly mayMismatch: boolean;
}
