import type { Attributes } from '@opentelemetry/api';
import { attribute, spanName } from '../attributes.js';

/** What the conventions tell tokens by. */
export type TokenModality = 'text' | 'audio' | 'image' | 'unknown';

/** The attributes that sessions of one provider and model have in common, made once for all of them. */
export interface Labels {
  readonly provider: Attributes;
  readonly model: Attributes;
  readonly generation: Attributes;
  readonly tokens: Readonly<Record<TokenModality, Attributes>>;
}

/** @param model - As metrics name it; `undefined` where no setup has named one. */
export function createLabels(provider: string, model: string | undefined): Labels {
  const ofProvider = { [attribute.providerName]: provider };
  const ofModel =
    model === undefined ? ofProvider : { ...ofProvider, [attribute.requestModel]: model };
  const generation = { [attribute.operationName]: spanName.generation, ...ofModel };
  const of = (modality: TokenModality): Attributes => ({
    ...generation,
    [attribute.tokenModality]: modality,
  });
  return {
    provider: ofProvider,
    model: ofModel,
    generation,
    tokens: {
      text: of('text'),
      audio: of('audio'),
      image: of('image'),
      unknown: of('unknown'),
    },
  };
}
