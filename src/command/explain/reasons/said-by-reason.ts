import { MODELS } from '../../../facts/models.js';
import { locationIn, modelKey, modelName } from '../../../diagnosis/models/model-name.js';
import type { LiveApi } from '../../../words.js';

/** What a reason itself says of the session. */
export interface SaidByReason {
  /** Whose words they are. */
  readonly api?: LiveApi;
  readonly version?: string;
  readonly location?: string;
  readonly model?: string;
  /** The reason ends inside of the model's name, or may. */
  readonly isCut: boolean;
}

export function saidByReason(reason: string): SaidByReason {
  const version = /is not found for API version (v\w+)/i.exec(reason)?.[1];
  const [, path = '', end] = /publisher model `?(\S*?)(`|$)/i.exec(reason) ?? [];
  const begun = /^(?:Request trace id: \S+ .*: )?models\/([\w.-]+)$/i.exec(reason)?.[1];
  const named =
    /([\w./-]*[\w.-]) is not f(?:o|ou|oun|ound|ound for.*)?$/i.exec(reason)?.[1] ??
    /^models\/([\w.-]+) (?:i|is|is n|is no|is not)?$/i.exec(reason)?.[1] ??
    /([\w.-]+) is not supported in the live api/i.exec(reason)?.[1] ??
    /Non-existing model: '([^']+)'/i.exec(reason)?.[1] ??
    (/\/models\/[\w.-]+$/.test(path) ? path : begun);
  // Vertex AI has other words for the same.
  const isGemini =
    /(?:^|not_found: )(?:models\/)?[\w./-]+ is not f/i.test(reason) || version !== undefined;
  const api = isGemini ? 'gemini' : path.startsWith('projects/') ? 'vertex' : undefined;
  const location = /locations\/[^/]+\//.test(path) ? locationIn(path) : undefined;
  return {
    ...(api !== undefined && { api }),
    ...(version !== undefined && { version }),
    ...(location !== undefined && { location }),
    ...(named !== undefined && { model: named }),
    isCut: end === '' || named === begun,
  };
}

/**
 * The model of a close: as its reason has it, completed from the text around it where it is cut.
 *
 * @param named - The model that the text names for this close.
 * @param near - Others that it names, the nearest last.
 */
export function completedModel(
  said: SaidByReason,
  named: string | undefined,
  near: readonly string[],
): { readonly model?: string; readonly cutModel?: string } {
  const known = [...(named === undefined ? [] : [named]), ...near.toReversed()];
  if (said.model === undefined) {
    // Cut before the name begins: whatever the text names is as good.
    return named === undefined ? {} : { model: named };
  }
  const key = modelKey(said.model);
  if (!said.isCut) {
    const path = known.find((each) => modelKey(each) === key && each.includes('/'));
    return { model: said.model.includes('/') ? said.model : (path ?? said.model) };
  }
  const whole = known.find((each) => modelKey(each).startsWith(key) && modelKey(each) !== key);
  if (whole !== undefined) return { model: whole };
  // Another line says the same name: it is whole there.
  if (near.some((each) => modelKey(each) === key)) return { model: said.model };
  const names = namesBeginning(key);
  const [only] = names;
  return names.length === 1 && only !== undefined
    ? { model: only }
    : { cutModel: modelName(said.model) };
}

/** The models of the catalogue whose names begin so. */
export function namesBeginning(cut: string): string[] {
  const key = modelKey(cut);
  return MODELS.map(({ name }) => name).filter((name) => name.startsWith(key));
}
