import { API_SHAPES, LIVE_WORD, NOT_LIVE_SHAPES } from '../../facts/model-shapes.js';
import type { LiveApi } from '../../words.js';

/** The API to which a name's shape belongs. `key` is lower-case. */
export function apiOfShape(key: string): LiveApi | undefined {
  return API_SHAPES.find(({ shape }) => shape.test(key))?.api;
}

/** Whether the name is that of a Google model without the Live API. `key` is lower-case. */
export function isNotLive(key: string): boolean {
  return !LIVE_WORD.test(key) && NOT_LIVE_SHAPES.some(({ shape }) => shape.test(key));
}
