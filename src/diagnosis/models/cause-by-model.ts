import { standing, type Catalogue, type Model } from './model-catalogue.js';
import type { Finding } from '../close-facts.js';
import type { CloseCause, LiveApi } from '../../words.js';
import { LINKS, type Link } from '../../facts/links.js';
import { withLink } from '../hint-text.js';
import type { Refused } from './refused-model.js';
import { findMismatch, placeNote } from './model-mismatch.js';
import { isForeign, modelKey, modelName, quoted } from './model-name.js';
import { SUCCESSORS } from '../../facts/models.js';
import { meant, nearest } from './nearest-model.js';
import { replacements, toServedHere } from './model-replacements.js';
import { isNotLive } from './model-shape.js';

const API_NAME = { gemini: 'the Gemini API', vertex: 'Vertex AI' } as const;

const ENDPOINT_RESOURCE =
  "setup.model is an endpoint resource of Vertex AI, which the Gemini API does not have: connect to Vertex AI in that resource's location, or use a model of the Gemini API such as 'models/gemini-3.8-live'.";

/** The cause by the model's name; `undefined` where neither the name nor the reason tells one. */
export function causeByModel(catalogue: Catalogue, refused: Refused): Finding | undefined {
  const { api, model: raw, said } = refused;
  const silent: Finding | undefined = said && { cause: said };
  if (modelName(raw) === '') return silent;
  if (isForeign(raw)) {
    const endpoint = api === 'gemini' && /locations\/[^/]+\/endpoints\//i.test(raw);
    return silent && endpoint ? { ...silent, hint: ENDPOINT_RESOURCE } : silent;
  }
  const model = catalogue.find(raw);
  return (
    wrongMethod(refused, model) ??
    (refused.accepted ? undefined : byCatalogue(catalogue, refused, model)) ??
    wrongPlace(catalogue, refused, model) ??
    (api === undefined || said === undefined
      ? silent
      : remains(catalogue, { ...refused, api, said }, model))
  );
}

function byCatalogue(
  catalogue: Catalogue,
  refused: Refused,
  model: Model | undefined,
): Finding | undefined {
  const { api, model: raw } = refused;
  if (api !== undefined && refused.mayMismatch && refused.said !== 'model_not_live') {
    const mismatch = findMismatch(catalogue, { ...refused, api });
    if (mismatch !== undefined) {
      const { hint, suggestedModel } = mismatch;
      return {
        cause: 'model_mismatch',
        mismatch,
        hint,
        ...(suggestedModel === undefined ? {} : { suggestedModel }),
      };
    }
  }
  if (model !== undefined && isRetired(model, refused)) {
    const day = api && typeof model[api] === 'object' ? model[api].until : undefined;
    const since = day === undefined ? '' : ` (since ${day})`;
    const where = api === undefined ? '' : ` on ${API_NAME[api]}`;
    const text = `Google no longer offers ${quoted(model.name)}${where}${since}.`;
    return withSuccessor(
      catalogue,
      refused,
      'model_retired',
      text,
      model.successors,
      LINKS.retired,
    );
  }
  const doubt = api && model && catalogue.doubt(model.name, api, refused.at);
  if (doubt !== undefined && api !== undefined && refused.said !== 'model_not_live') {
    const next = catalogue.firstAlive(model?.successors ?? [], api, refused.at, raw);
    if (!refused.bare && next !== undefined) {
      const text = `Google does not find ${quoted(modelName(raw))} on ${API_NAME[api]}; it may be retired (${doubt}).`;
      return {
        ...withSuccessor(catalogue, refused, 'model_retired', text, [next], LINKS.retired),
        confidence: 'likely',
      };
    }
  }
  if (model === undefined && isNotLive(modelKey(raw))) {
    const text = `${quoted(modelName(raw))} is not a Live model: no API serves it over BidiGenerateContent.`;
    return withSuccessor(
      catalogue,
      refused,
      'model_not_live',
      text,
      SUCCESSORS.conversation,
      LINKS.models,
    );
  }
  return undefined;
}

function isRetired(model: Model, { api, at }: Refused): boolean {
  if (api !== undefined) return standing(model, api, at) === 'retired';
  const standings = [standing(model, 'gemini', at), standing(model, 'vertex', at)];
  return standings.every((each) => each === 'retired' || each === 'never');
}

/** Lyria answers BidiGenerateMusic and nothing else does; Google then says "not found". */
function wrongMethod(refused: Refused, model: Model | undefined): Finding | undefined {
  const { api, method, model: raw } = refused;
  const music = method === 'BidiGenerateMusic';
  const musicModel = model?.method === 'BidiGenerateMusic';
  if (method === undefined || music === musicModel) return undefined;
  const servedHere = api === undefined || model?.lives[api] !== undefined;
  if (!servedHere || (model === undefined && music)) return undefined;
  const name = quoted(model?.name ?? modelName(raw));
  const text = music
    ? `${name} is no music model: connect to it by BidiGenerateContent (live.connect).`
    : `${name} is a music model: connect to it by BidiGenerateMusic (live.music.connect).`;
  return { cause: 'model_not_live', hint: withLink(text, LINKS.models, api) };
}

/** The right name in a Vertex AI location that does not serve it. */
function wrongPlace(
  catalogue: Catalogue,
  { api, at, location, said }: Refused,
  model: Model | undefined,
): Finding | undefined {
  if (api !== 'vertex' || model === undefined || location === undefined) return undefined;
  // Of a wrong region Google says "not found"; what it says of "not live" stands.
  if (said === 'model_not_live') return undefined;
  if (standing(model, api, at) !== 'alive') return undefined;
  const place = catalogue.servedElsewhere(model.name, location);
  if (place === undefined) return undefined;
  const go = place === '' ? 'Connect to a location that does' : `Connect to ${quoted(place)}`;
  const text = `Vertex AI does not serve ${quoted(model.name)} in location ${quoted(location)}. ${go}, in the host and in the model's path.`;
  return { cause: 'location', hint: withLink(text, LINKS.locations, api) };
}

/** The reason says that the model is not there, and nothing that is known says why. */
function remains(
  catalogue: Catalogue,
  refused: Refused & { readonly api: LiveApi },
  model: Model | undefined,
): Finding {
  const { api, model: raw, at, said } = refused;
  const name = quoted(modelName(raw));
  const where = API_NAME[api];
  const here = model && standing(model, api, at);
  if (said === 'model_not_live') {
    const text = `Google says that ${where} does not serve ${name} in the Live API`;
    const remedy = here === 'alive' && model ? toServedHere(catalogue, refused, model) : undefined;
    if (remedy !== undefined) {
      return { cause: said, hint: withLink(`${text}. ${remedy}`, LINKS.models, api) };
    }
    const instead = replacements(refused, model);
    return withSuccessor(catalogue, refused, said, `${text}.`, instead, LINKS.models);
  }
  const cause = 'model_not_found';
  // An id of the other API whose close is not that of a mismatch: nothing more can be said of it.
  if (refused.accepted || here === 'never') return { cause };
  if (here === 'unknown') {
    const other = api === 'vertex' ? 'gemini' : 'vertex';
    const text = `Google finds no Live model ${name} on ${where}. Whether it is offered there is not known; ${API_NAME[other]} offers it.`;
    return { cause, hint: withLink(text, LINKS.models, api) };
  }
  const spelled = model !== undefined && here === 'alive' && misspelledPath(refused, model.name);
  if (spelled)
    return { cause, hint: withLink(`${found(name, where)} ${spelled}`, LINKS.models, api) };
  if (here === 'alive' && model?.name === modelName(raw)) {
    const granted = catalogue.isRestricted(model.name, api) ? ', which only Google grants' : '';
    const text =
      api === 'vertex'
        ? `Vertex AI does not find ${name} for this project in this location. Check that the location serves it and that the project has access${granted}.`
        : `The Gemini API does not find ${name}, although it is a Live model. ListModels tells which models this key and API version can use.`;
    return { cause, hint: withLink(text, api === 'vertex' ? LINKS.locations : LINKS.models, api) };
  }
  const near = meant(catalogue, raw, api, at) ?? nearest(catalogue, raw, api, at);
  if (near !== undefined) {
    const text = `${found(name, where)} Did you mean ${quoted(near)}${placeNote(catalogue, near, refused)}?`;
    return { cause, hint: withLink(text, LINKS.models, api), suggestedModel: near };
  }
  return { cause, hint: withLink(`${found(name, where)} Check the name.`, LINKS.models, api) };
}

const found = (name: string, where: string): string =>
  `Google finds no Live model ${name} on ${where}.`;

/** What is wrong with the way in which a model of the Gemini API is named. */
function misspelledPath(refused: Refused, name: string): string | undefined {
  if (refused.api !== 'gemini') return undefined;
  const spelled = `'models/${name}'`;
  if (refused.bare) return `The prefix is missing: write ${spelled} in setup.model.`;
  if (/projects\/[^/]+\/locations\//i.test(refused.model)) {
    return `setup.model is a Vertex AI path: the Gemini API wants ${spelled}.`;
  }
  return undefined;
}

function withSuccessor(
  catalogue: Catalogue,
  refused: Refused,
  cause: CloseCause,
  text: string,
  successors: readonly string[] = [],
  link: Link,
): Finding {
  const { api, at, model } = refused;
  const next = api && catalogue.firstAlive(successors, api, at, model);
  if (next === undefined) return { cause, hint: withLink(text, link, api) };
  const use = ` Use ${quoted(next)}${placeNote(catalogue, next, refused)}.`;
  return { cause, hint: withLink(text + use, link, api), suggestedModel: next };
}
