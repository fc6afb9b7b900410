import { modelTraits } from '../../facts/model-traits.js';
import type { SetupFacts } from '../../protocol/client/setup.js';
import type { LiveApi } from '../../words.js';

/** What the setup and the model say of a session's silences. */
export interface SessionRules {
  /** The session has turns. */
  readonly turns: boolean;
  /** The client marks when the user speaks: without `activityEnd` no answer is due. */
  readonly manualActivity: boolean;
  /** The user's words are transcribed. */
  readonly transcribed: boolean;
  /** Speech that is not meant for the model gets no answer. */
  readonly proactive: boolean;
  readonly thinksLong: boolean;
  readonly needsTrailingAudio: boolean;
  readonly oneTurnWithTools: boolean;
  /** Whether a call of this function makes the model wait for its answer. */
  readonly blocks: (name: string | undefined) => boolean;
}

const blocking = (): boolean => true;
const nonBlocking = (): boolean => false;

/** Sessions are mostly set up like the one before. */
let last: SessionRules | undefined;

/** @param model - The bare id. */
export function sessionRules(
  setup: SetupFacts | undefined,
  model: string | undefined,
  turnless: boolean,
  api: LiveApi | undefined,
): SessionRules {
  const traits = modelTraits(model);
  const rules: SessionRules = {
    turns: !turnless,
    manualActivity: setup?.activityDetection === 'manual',
    transcribed: setup?.inputTranscription ?? false,
    proactive: traits.proactive || (setup?.proactiveAudio ?? false),
    thinksLong: traits.thinksLong,
    needsTrailingAudio: traits.needsTrailingAudio,
    // Seen there alone.
    oneTurnWithTools: traits.oneTurnWithTools && api === 'gemini',
    blocks: blockingOf(setup, traits.nonBlocking),
  };
  const same = last;
  if (same !== undefined && keys.every((key) => same[key] === rules[key])) return same;
  last = rules;
  return rules;
}

/** Most sessions declare no behavior, and share a function. */
function blockingOf(
  setup: SetupFacts | undefined,
  byDefault: boolean,
): (name: string | undefined) => boolean {
  const others = byDefault ? setup?.blockingFunctions : setup?.nonBlockingFunctions;
  if (others === undefined || others.length === 0) return byDefault ? nonBlocking : blocking;
  const names = new Set(others);
  return (name) => (name !== undefined && names.has(name)) === byDefault;
}

const keys: readonly (keyof SessionRules)[] = [
  'turns',
  'manualActivity',
  'transcribed',
  'proactive',
  'thinksLong',
  'needsTrailingAudio',
  'oneTurnWithTools',
  'blocks',
];

/** Of a session without a setup. */
export const unknownRules = sessionRules(undefined, undefined, false, undefined);
