import { noClientFacts, type ClientFacts } from '../../../src/protocol/client/client-facts.js';
import { setupFacts } from '../../../src/protocol/client/setup.js';
import { noServerFacts, type ServerFacts } from '../../../src/protocol/server/server-facts.js';
import { Playout } from '../../../src/session/playout.js';
import { sessionRules } from '../../../src/session/silence/session-rules.js';
import { Silence } from '../../../src/session/silence/silence.js';
import {
  stallLimits,
  type StallKind,
  type StallOptions,
} from '../../../src/session/silence/stall-kinds.js';
import type { Stall } from '../../../src/session/story.js';

/** A session on a clock of its own, in seconds: what happens in it, and which stalls it tells. */
export interface Talk {
  readonly at: (seconds: number) => void;
  readonly sends: (facts: Partial<ClientFacts>) => void;
  readonly receives: (facts: Partial<ServerFacts>) => void;
  /** The microphone sends: silence, or what the level takes for speech. */
  readonly silence: (seconds: number) => void;
  readonly speaks: (seconds: number) => void;
  readonly calls: (name?: string) => void;
  readonly answers: (more?: { name?: string; scheduling?: string; stillOpen?: boolean }) => void;
  readonly cancels: () => void;
  readonly pings: () => void;
  readonly isAlive: () => void;
  readonly leaves: () => void;
  readonly closes: () => void;
}

export interface TalkOptions {
  readonly model?: string;
  readonly api?: 'gemini' | 'vertex';
  readonly setup?: Readonly<Record<string, unknown>>;
  readonly turnless?: boolean;
  /** `false`: the level of the audio is not measured. */
  readonly measured?: boolean;
  readonly stalls?: StallOptions;
  /** `false`: the setup is not complete. */
  readonly ready?: boolean;
}

/** What a talk told: kinds with the moment of notice, and the stalls that ended. */
export interface Told {
  readonly noticed: readonly (readonly [StallKind, number])[];
  readonly ended: readonly Stall[];
  readonly count: number;
  readonly next: number | undefined;
}

const chunk = 0.1;
/** How long the meter takes to be sure that somebody begins or has ended to speak. */
const hangover = 0.3;

export function listenTo(play: (talk: Talk) => void, options: TalkOptions = {}): Told {
  const { model = 'gemini-3.1-flash-live-preview', api = 'gemini', setup = {} } = options;
  const limits = stallLimits(options.stalls);
  if (limits === undefined) throw new Error('all kinds are off');
  const noticed: [StallKind, number][] = [];
  const ended: Stall[] = [];
  const playout = new Playout();
  const totals = { messagesReceived: 1, audioSent: 0 };
  const speech = {
    speaking: false,
    endedAt: undefined as number | undefined,
    seconds: 0,
    utterances: 0,
  };
  let clock = 0;
  const silence = new Silence(
    {
      limits,
      rules: sessionRules(setupFacts(setup), model, options.turnless ?? false, api),
      playout,
      totals,
    },
    options.measured === false ? undefined : speech,
    {
      stalled: (kind) => noticed.push([kind, clock / 1_000]),
      stallEnded: (stall) =>
        ended.push({ ...stall, start: stall.start / 1_000, end: stall.end / 1_000 }),
    },
  );
  const sound = (): void => {
    totals.audioSent += chunk;
    if (silence.userChanged) silence.lookAtUser(clock);
  };
  const forward = (to: number): void => {
    for (let n = 0; n < 1_000; n++) {
      const { next } = silence.due;
      if (next === undefined || next > to) break;
      clock = Math.max(clock, next);
      silence.due.check(clock);
    }
    clock = to;
  };
  const step = (): void => forward(clock + chunk * 1_000);
  if (options.ready !== false) silence.ready(0);
  play({
    at: (seconds) => forward(seconds * 1_000),
    sends: (facts) => silence.sent({ ...noClientFacts(), ...facts }, clock),
    receives: (partial) => {
      const facts = { ...noServerFacts(), ...partial };
      totals.messagesReceived += 1;
      if (facts.setupComplete) silence.ready(clock);
      if (facts.audioSeconds > 0) playout.received(facts.audioSeconds, clock);
      if (facts.interrupted) playout.interrupted(clock);
      silence.heard(facts, clock);
    },
    silence: (seconds) => {
      for (let sent = 0; sent < seconds - 1e-9; sent += chunk) {
        step();
        if (speech.speaking && clock - (speech.endedAt ?? 0) >= hangover * 1_000 - 1e-6) {
          speech.speaking = false;
        }
        sound();
      }
    },
    speaks: (seconds) => {
      const start = clock;
      for (let sent = 0; sent < seconds - 1e-9; sent += chunk) {
        step();
        speech.endedAt = clock;
        if (!speech.speaking) {
          speech.utterances += 1;
          speech.speaking = true;
        }
        speech.seconds = (clock - start) / 1_000;
        sound();
      }
    },
    calls: (name) => {
      totals.messagesReceived += 1;
      silence.heard({ ...noServerFacts(), toolCallCount: 1 }, clock);
      silence.callsOpen(sessionRules(setupFacts(setup), model, false, api).blocks(name), clock);
    },
    answers: ({ name, scheduling, stillOpen = false } = {}) => {
      const blocks = sessionRules(setupFacts(setup), model, false, api).blocks(name);
      silence.callsOpen(stillOpen, clock);
      if (blocks && !stillOpen && scheduling !== 'SILENT' && scheduling !== 'WHEN_IDLE') {
        silence.toolsAnswered(clock);
      }
    },
    cancels: () => silence.callsOpen(false, clock),
    pings: () => silence.pinged(clock),
    isAlive: () => silence.ponged(clock),
    leaves: () => silence.closing(),
    closes: () => silence.close(clock),
  });
  return { noticed, ended, count: silence.count, next: silence.due.next };
}

// What is said, as its reader tells it.

export const text: Partial<ClientFacts> = { text: true };
export const content: Partial<ClientFacts> = { clientContent: true, turnComplete: true };
export const history: Partial<ClientFacts> = { clientContent: true };
export const activityStart: Partial<ClientFacts> = { activityStart: true };
export const activityEnd: Partial<ClientFacts> = { activityEnd: true };

const ofTurn = { serverContent: true } as const;

export const words: Partial<ServerFacts> = { ...ofTurn, inputTranscription: true };
export const transcript: Partial<ServerFacts> = { ...ofTurn, outputTranscription: true };
export const thought: Partial<ServerFacts> = { ...ofTurn, parts: 1, thoughtParts: 1 };
export const generationComplete: Partial<ServerFacts> = { ...ofTurn, generationComplete: true };
export const interrupted: Partial<ServerFacts> = { ...ofTurn, interrupted: true };
export const waitingForInput: Partial<ServerFacts> = { ...ofTurn, waitingForInput: true };

export function audio(seconds: number): Partial<ServerFacts> {
  return { ...ofTurn, parts: 1, audioBytes: seconds * 48_000, audioSeconds: seconds };
}

export function turnComplete(
  response?: number,
  more: Partial<ServerFacts> = {},
): Partial<ServerFacts> {
  const usage = response === undefined ? undefined : usageOf(response);
  return { ...ofTurn, turnComplete: true, usage, ...more };
}

function usageOf(response: number): NonNullable<ServerFacts['usage']> {
  return {
    prompt: 40,
    cached: undefined,
    response: response === 0 ? undefined : response,
    toolUsePrompt: undefined,
    thoughts: undefined,
    total: 40 + response,
    promptDetails: undefined,
    cacheDetails: undefined,
    responseDetails: undefined,
    toolUsePromptDetails: undefined,
  };
}

/** A turn as it should be. */
export function answer(talk: Talk, seconds = 1): void {
  talk.receives(audio(seconds));
  talk.receives(generationComplete);
  talk.receives(turnComplete(20));
}
