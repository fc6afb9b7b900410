import { served, standing, type Catalogue, type Model } from './model-catalogue.js';
import type { Mismatch } from '../close-facts.js';
import type { LiveApi } from '../../words.js';
import { modelKey, modelName, quoted } from './model-name.js';
import { SUCCESSORS } from '../../facts/models.js';
import { apiOfShape } from './model-shape.js';

const API_NAME = { gemini: 'the Gemini API', vertex: 'Vertex AI' } as const;
const API_MODEL = { gemini: 'a Gemini API model', vertex: 'a Vertex AI model' } as const;
const KIND = {
  gemini: 'gemini_api_model_on_vertex_ai',
  vertex: 'vertex_ai_model_on_gemini_api',
} as const;
const HINT_LIMIT = 512;

/** Where and when a model was asked for. */
export interface Asked {
  readonly api: LiveApi;
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly location: string | undefined;
}

/**
 * The mismatch, if the model is known, or has the shape, of the other API only. Whether the close
 * is one that may be a mismatch (1008, no setupComplete, not found or no reason), and whether the
 * model is Google's at all, is the caller's to see: `find-cause.ts`, `cause-by-model.ts`.
 */
export function findMismatch(catalogue: Catalogue, asked: Asked): Mismatch | undefined {
  const home = asked.api === 'vertex' ? 'gemini' : 'vertex';
  const model = catalogue.find(asked.model);
  if (model === undefined) {
    return apiOfShape(modelKey(asked.model)) === home
      ? mismatch(catalogue, asked, home, undefined)
      : undefined;
  }
  // Served here at any time, or perhaps: then the name is not the other API's only.
  if (model.lives[asked.api] !== undefined) return undefined;
  if (served(model, home) === undefined) return undefined;
  return mismatch(catalogue, asked, home, model);
}

/** ` (location 'global' does not serve it; 'us-central1' does)`, where the catalogue says so. */
export function placeNote(
  catalogue: Catalogue,
  name: string,
  asked: { api: LiveApi | undefined; location: string | undefined },
): string {
  if (asked.api !== 'vertex') return '';
  const place = catalogue.servedElsewhere(name, asked.location);
  if (place === undefined) return '';
  const other = place === '' ? '' : `; ${quoted(place)} does`;
  return ` (location ${quoted(asked.location ?? '')} does not serve it${other})`;
}

function mismatch(
  catalogue: Catalogue,
  asked: Asked,
  home: LiveApi,
  model: Model | undefined,
): Mismatch {
  const confidence = model === undefined ? 'pattern' : (model.confidence ?? 'known');
  const name = quoted(model?.name ?? modelName(asked.model));
  // The name itself is doubtful where only its shape tells, or where Google never wrote it.
  const doubtful = model === undefined || (confidence === 'pattern' && home === 'vertex');
  const { sentence, suggested } = advice(catalogue, asked, home, model);
  const hint =
    `Model ${name} ${doubtful ? 'looks like' : 'is'} ${API_MODEL[home]}, ` +
    `but this connection goes to ${API_NAME[asked.api]}. ${sentence}`;
  return {
    kind: KIND[home],
    hint: hint.length <= HINT_LIMIT ? hint : `${hint.slice(0, HINT_LIMIT - 1)}…`,
    ...(suggested === undefined ? {} : { suggestedModel: suggested }),
    confidence,
  };
}

/** What to do about it: the exact counterpart, what to use where that is not to be had, or the way home. */
function advice(
  catalogue: Catalogue,
  asked: Asked,
  home: LiveApi,
  model: Model | undefined,
): { sentence: string; suggested: string | undefined } {
  const { api, at } = asked;
  const successors = model === undefined ? SUCCESSORS.nativeAudio : (model.successors ?? []);
  const successor = catalogue.firstAlive(successors, api, at);
  const counterpart = model?.counterpart;
  const there = counterpart && catalogue.standing(counterpart, api, at);

  const homeStanding = model === undefined ? 'alive' : standing(model, home, at);
  const orHome = homeStanding === 'alive' ? `, or connect to ${API_NAME[home]}` : '';
  const goneAtHome =
    homeStanding === 'retired' ? ` The model itself is retired on ${API_NAME[home]}.` : '';
  const use = (name: string, verb: string): string =>
    `${verb} ${quoted(name)} there${placeNote(catalogue, name, asked)}${orHome}.${goneAtHome}`;

  // Nobody uses a model before it is out: where the clock says so, it goes wrong for both.
  const isAlive = there === 'alive' || (there === 'future' && homeStanding === 'future');
  if (counterpart !== undefined && isAlive) {
    if (catalogue.isRestricted(counterpart, api)) {
      // It gives way to the model for everybody, where there is one.
      const open = successor !== undefined && successor === successors[0];
      const place = open ? placeNote(catalogue, counterpart, asked) : '';
      const sentence = `Its name there is ${quoted(counterpart)}${place}, which is not open to every project: `;
      const suggested = open ? successor : counterpart;
      return { sentence: sentence + use(suggested, 'use'), suggested };
    }
    if (model?.confidence === 'pattern' && home === 'gemini') {
      const sentence = `Its name there looks like ${quoted(counterpart)}, which Google's pages do not confirm: `;
      return { sentence: sentence + use(counterpart, 'try'), suggested: counterpart };
    }
    const doubt = catalogue.doubt(counterpart, api, at);
    if (doubt !== undefined && successor !== undefined) {
      const sentence = `Its counterpart there, ${quoted(counterpart)}, may be retired (${doubt}): `;
      return { sentence: sentence + use(successor, 'use'), suggested: successor };
    }
    return { sentence: use(counterpart, 'Use'), suggested: counterpart };
  }
  const gone =
    counterpart !== undefined && there === 'retired'
      ? `Its counterpart there, ${quoted(counterpart)}, is retired: `
      : '';
  if (successor !== undefined) {
    return { sentence: gone + use(successor, gone ? 'use' : 'Use'), suggested: successor };
  }
  const none = gone ? `${gone}no other is known.` : 'No counterpart there is known.';
  const back = homeStanding === 'alive' ? ` Connect to ${API_NAME[home]}.` : '';
  return { sentence: none + back + goneAtHome, suggested: undefined };
}
