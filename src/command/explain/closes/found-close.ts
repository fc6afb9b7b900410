import type { Surroundings } from '../text/surroundings.js';

/** A close as a text tells it. */
export interface FoundClose extends Surroundings {
  readonly code?: number;
  /** `''` where the text gives none. */
  readonly reason: string;
  readonly httpStatus?: number;
  readonly errorCode?: string;
  /** The code is not in the text: the sentence was seen with it. */
  readonly codeAssumed?: boolean;
  /** No URL and no setting in the text names the API: the reason's words are those of one. */
  readonly apiAssumed?: boolean;
  /** What is left of the model's name, where Google cut it and nothing completes it. */
  readonly cutModel?: string;
  /** How the text tells it, so that one close told twice is not counted twice. */
  readonly form: string;
}

/** A close, and how often the text tells of one like it. */
export interface CountedClose {
  readonly close: FoundClose;
  readonly count: number;
}
