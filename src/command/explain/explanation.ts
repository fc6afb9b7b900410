import { diagnoseClose } from '../../diagnosis/diagnose-close.js';
import type { CloseFacts } from '../../diagnosis/close-facts.js';
import { modelName } from '../../diagnosis/models/model-name.js';
import type { CloseCause, Confidence, LiveApi } from '../../words.js';
import { assumptions } from './assumptions.js';
import { documentedAt } from './documented-at.js';
import type { CountedClose, FoundClose } from './closes/found-close.js';
import { missingFacts, type Missing } from './missing-facts.js';

/** What is told of a close. Nothing in it is secret. */
export interface Explanation {
  readonly count: number;
  readonly code?: number | undefined;
  readonly reason: string;
  readonly httpStatus?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly api?: LiveApi | undefined;
  readonly version?: string | undefined;
  readonly host?: string | undefined;
  readonly location?: string | undefined;
  readonly model?: string | undefined;
  /** The day of the close, `YYYY-MM-DD`. */
  readonly day: string;
  /** `normal`: nothing went wrong. */
  readonly cause: CloseCause | 'normal';
  readonly confidence?: Confidence | undefined;
  readonly hint?: string | undefined;
  readonly field?: string | undefined;
  readonly suggestedModel?: string | undefined;
  /** What to use today, where the close is of an earlier day. */
  readonly suggestedToday?: string | undefined;
  readonly mismatch?: string | undefined;
  readonly documentation?: string | undefined;
  readonly assumed: readonly string[];
  /** Options that would tell more. */
  readonly missing: readonly Missing[];
}

/** What the caller says of the closes, whatever the text says. */
export type Overrides = Pick<
  CloseFacts,
  'api' | 'model' | 'location' | 'version' | 'phase' | 'setup' | 'code' | 'reason' | 'httpStatus'
> & { readonly at?: number };

const DAY = 24 * 60 * 60 * 1000;

/**
 * Why a close came, what was assumed for it, and what would tell more.
 *
 * @param now - Today: milliseconds since 1970.
 * @param scrub - Takes secrets out of a text, but for the names given with it.
 */
export function explain(
  { close, count }: CountedClose,
  overrides: Overrides,
  now: number,
  scrub: (text: string, spared: readonly (string | undefined)[]) => string,
): Explanation {
  const facts = factsOf(close, overrides, now);
  const found = diagnoseClose(facts);
  const { cause = 'normal' } = found;
  const { api, code, location, host, version, httpStatus } = facts;
  const model = facts.model === undefined ? undefined : modelName(facts.model);
  const tell = (text: string): string => scrub(text, [model, location]);
  // A hint of ours may say where a key belongs: `key=…`.
  const tellHint = (hint: string): string =>
    tell(hint.replaceAll('=\u2026', '\u0001')).replaceAll('\u0001', '=\u2026');
  const told = found.hint === undefined ? undefined : documentedAt(found.hint, found.cause!, api);
  const today =
    now - Number(facts.at) > DAY ? diagnoseClose({ ...facts, at: now }).suggestedModel : undefined;
  return {
    count,
    code,
    reason: tell(facts.reason ?? ''),
    httpStatus,
    errorCode: facts.errorCode,
    api,
    version: version && tell(version),
    host: host && tell(host),
    location,
    model: model && tell(model),
    day: new Date(Number(facts.at)).toISOString().slice(0, 10),
    cause,
    confidence: found.confidence,
    hint: told && tellHint(told.text),
    field: found.field,
    suggestedModel: found.suggestedModel ?? found.mismatch?.suggestedModel,
    suggestedToday: today !== found.suggestedModel ? today : undefined,
    mismatch: found.mismatch?.kind,
    documentation: told?.page,
    assumed: assumptions(close, overrides, facts, found, tell),
    missing:
      cause === 'normal' ? [] : missingFacts(facts, found, close.cutModel && tell(close.cutModel)),
  };
}

function factsOf(close: FoundClose, overrides: Overrides, now: number): CloseFacts {
  const given = Object.fromEntries(
    Object.entries(overrides).filter(([, value]) => value !== undefined),
  ) as Overrides;
  const { form: _, codeAssumed: __, apiAssumed: ___, cutModel: ____, ...found } = close;
  const opened = found.httpStatus === undefined && found.errorCode === undefined;
  return {
    at: now,
    phase: opened ? undefined : 'handshake',
    ...found,
    ...given,
    // What the text says of another place or host is not said of the one that is asked about.
    ...(given.api !== undefined && given.api !== found.api && { host: undefined }),
  };
}
