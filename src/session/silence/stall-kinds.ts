/*
 * The kinds of silence that are wrong. What starts each, what ends it and how long it may last was
 * read from reports of sessions that went silent without closing (among them
 * googleapis/python-genai#1987, #2117, #2333, #2903; google-gemini/cookbook#1225, #1226, #1346).
 * No public set of healthy sessions with times exists, so the thresholds are judgement: hence the
 * option.
 */

/** What is silent, and so what breaks the silence. One wait at a time for each. */
export type SilentPart =
  /** The model: any output, `interrupted`, `turnComplete` or `waitingForInput` breaks it. */
  | 'answer'
  /** The model in the middle of what it says. */
  | 'playout'
  /** The client's microphone. */
  | 'input'
  /** The connection: any frame breaks it, and nothing that the user says. */
  | 'line'
  /** The server that said it would go. */
  | 'farewell'
  /** Nothing is waited for: the turn itself was wrong. */
  | 'turn';

interface StallRow {
  readonly part: SilentPart;
  /** How long the silence may last; `undefined`: it is told at once. */
  readonly seconds: number | undefined;
  /** A model that thinks for long may by default be silent for longer. */
  readonly thinking?: true;
  /** Of two reasons to wait for one answer, the greater rank goes on. */
  readonly rank?: number;
  /** Speech that is not meant for a proactive model gets no answer: one silence is none. */
  readonly ofSpeech?: true;
}

export const stallTable = {
  /** From the last transcription of the user's words. */
  heard_no_reply: { part: 'answer', seconds: 10, thinking: true, rank: 1, ofSpeech: true },
  /** From the end of the second utterance, by level, that was not transcribed. */
  unheard: { part: 'answer', seconds: 15, rank: 0 },
  /** From `activityEnd`, `clientContent` with `turnComplete`, or `realtimeInput.text`. */
  asked_no_reply: { part: 'answer', seconds: 10, thinking: true, rank: 3 },
  /** From the end of the speech, by level, that interrupted the model. */
  after_interrupt: { part: 'answer', seconds: 10, thinking: true, rank: 2, ofSpeech: true },
  /** From the answer to the last open call that blocks. */
  after_tool: { part: 'answer', seconds: 10, thinking: true, rank: 1 },
  /** From the moment when a player had played all audio, the generation not complete. */
  mid_reply: { part: 'playout', seconds: 10 },
  /** A turn that answers the user with nothing. */
  empty_turn: { part: 'turn', seconds: undefined },
  /** Three turns without output in a row. */
  wedged: { part: 'turn', seconds: undefined },
  /** From a ping of the application's, with no frame since. */
  half_open: { part: 'line', seconds: 60 },
  /** From the end of goAway's `timeLeft`. */
  going_away_silent: { part: 'farewell', seconds: 5 },
  /** From the end of the client's audio, behind speech by level. */
  input_stopped: { part: 'input', seconds: 5 },
} as const satisfies Readonly<Record<string, StallRow>>;

/** A kind of silence in which something was due. */
export type StallKind = keyof typeof stallTable;

/** The kinds that are told at once. */
export type InstantStallKind = {
  [K in StallKind]: (typeof stallTable)[K]['seconds'] extends number ? never : K;
}[StallKind];

/** How long each silence may last, in seconds; `false` switches the kind off. */
export type StallOptions = {
  readonly [K in Exclude<StallKind, InstantStallKind>]?: number | false | undefined;
} & { readonly [K in InstantStallKind]?: boolean | undefined };

/** In milliseconds; `Infinity` for a kind that is off. */
export type StallLimits = Readonly<Record<StallKind, number>>;

/** How long a model that thinks for long may be silent. */
const thinkingSeconds = 60;

export function rowOf(kind: StallKind): StallRow {
  return stallTable[kind];
}

/** @returns `undefined` where all are off. */
export function stallLimits(options: StallOptions | false = {}): StallLimits | undefined {
  if (options === false) return undefined;
  const kinds = Object.keys(stallTable) as StallKind[];
  const limits = kinds.map((kind): [StallKind, number] => {
    const option = options[kind] ?? rowOf(kind).seconds ?? true;
    if (option === false) return [kind, Infinity];
    return [kind, option === true ? 0 : option * 1_000];
  });
  if (limits.every(([, limit]) => limit === Infinity)) return undefined;
  return Object.fromEntries(limits) as Record<StallKind, number>;
}

/**
 * How long this silence may last, in milliseconds. A model that thinks for long has a default of its
 * own; what the application has set is meant for its models.
 */
export function limitOf(kind: StallKind, limits: StallLimits, thinksLong: boolean): number {
  const { seconds, thinking } = rowOf(kind);
  const limit = limits[kind];
  const isDefault = seconds !== undefined && limit === seconds * 1_000;
  return thinksLong && thinking === true && isDefault ? thinkingSeconds * 1_000 : limit;
}
