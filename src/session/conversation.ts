import { now } from '../platform/index.js';
import type { ClientFacts } from '../protocol/client/client-facts.js';
import type { ServerFacts } from '../protocol/server/server-facts.js';
import type { SetupFacts } from '../protocol/client/setup.js';
import type { Guard } from './guard.js';
import type { Opening } from './opening.js';
import type { SessionStory, Totals } from './story.js';
import { Ledger } from './ledger.js';
import type { SessionSettings } from './session-settings.js';
import type { Reads } from './silence/deadline.js';
import { sessionRules } from './silence/session-rules.js';
import { SessionSilence } from './silence/session-silence.js';
import { OpenTools } from './turns/open-tools.js';
import { Turns } from './turns/turns.js';
import { UserSpeech } from './turns/user-speech.js';

type TalkSettings = Pick<SessionSettings, 'captureContent' | 'guard' | 'stalls' | 'userSpeech'>;

/** What is said in a session: its turns and tools, its silences, and what they add up to. */
export class Conversation<Tool> {
  readonly #story: SessionStory<Tool>;
  readonly #turns: Turns;
  readonly #tools: OpenTools<Tool>;
  readonly #ledger: Ledger;
  readonly #userSpeech: UserSpeech | undefined;
  /** `undefined` where none is looked for. */
  readonly #silence: SessionSilence | undefined;

  constructor(story: SessionStory<Tool>, settings: TalkSettings) {
    this.#story = story;
    this.#ledger = new Ledger(story);
    this.#tools = new OpenTools(story);
    if (settings.userSpeech) {
      this.#userSpeech = new UserSpeech((start, end) => story.userSpoke(start, end));
    }
    this.#turns = new Turns(
      {
        generated: (generation) => {
          this.#ledger.totals.generations += 1;
          story.generated(generation);
        },
        tokens: (tokens) => {
          this.#ledger.used(tokens);
          story.tokens(tokens);
        },
      },
      settings.captureContent,
    );
    const { stalls, guard } = settings;
    if (stalls === undefined) return;
    this.#silence = new SessionSilence({
      limits: stalls,
      playout: this.#turns.playout,
      totals: this.#ledger.totals,
      // Here the meter of the user's speech is handed in.
      speech: undefined,
      listener: story,
      guard,
    });
  }

  get totals(): Readonly<Totals> {
    const stalls = this.#silence?.count ?? 0;
    return { ...this.#ledger.totals, toolCalls: this.#tools.count, stalls };
  }

  /** @param reads - Whether the application reads what arrives. */
  opened(reads: Reads | undefined): void {
    if (reads !== undefined) this.#silence?.opened(reads);
  }

  setUp(setup: SetupFacts, opening: Pick<Opening, 'model' | 'turnless' | 'endpoint'>): void {
    const { model, turnless, endpoint } = opening;
    this.#silence?.setUp(sessionRules(setup, model, turnless, endpoint.api));
  }

  countSent(bytes: number, facts: ClientFacts | undefined): void {
    this.#ledger.sent(facts?.bytes ?? bytes, facts?.audioSeconds ?? 0);
    if (facts === undefined || facts.audioBytes === 0) return;
    this.#turns.audioSent();
    this.#silence?.audioSent();
  }

  countReceived(bytes: number): void {
    this.#ledger.received(bytes);
  }

  /** @returns Whether there is more to hear in the message than audio that changes nothing. */
  countAudio(facts: ServerFacts): boolean {
    this.#ledger.totals.audioReceived += facts.audioSeconds;
    if (!facts.onlyAudio || !this.#turns.speaking) return true;
    if (this.#silence !== undefined && this.#silence.awaitsAudio) return true;
    this.#turns.moreAudio(facts.audioSeconds, now());
    return false;
  }

  /** What the user said, and what the application answered. */
  say(facts: ClientFacts, at: number): void {
    this.#turns.contentSent(facts);
    this.#userSpeech?.sent(facts, at);
    if (facts.text) this.#turns.inputEnded('text', at);
    if (facts.clientContent && facts.turnComplete) this.#turns.inputEnded('client_content', at);
    if (facts.audioStreamEnd) this.#turns.inputEnded('audio_stream_end', at);
    if (facts.activityEnd) this.#turns.inputEnded('activity_end', at);
    this.#silence?.sent(facts, at);
    if (facts.toolResponses.length > 0) this.#answerTools(facts, at);
  }

  /**
   * What the server said.
   *
   * @param turnless - The session has no turns.
   * @returns The tool of a frame that carries one call.
   */
  hear(facts: ServerFacts, at: number, turnless: boolean): Tool | undefined {
    if (facts.interrupted) {
      this.#ledger.totals.interruptions += 1;
      this.#story.interrupted();
    }
    if (facts.voiceActivity === 'end') this.#turns.inputEnded('voice_activity', at);
    if (turnless) {
      this.#turns.usageAlone(facts);
      this.#silence?.heard(facts, at);
      return undefined;
    }
    this.#userSpeech?.heard(facts, at);
    this.#turns.received(facts, at);
    this.#silence?.heard(facts, at);
    const tool = facts.toolCallCount > 0 ? this.#tools.called(facts, at) : undefined;
    for (const id of facts.cancelledIds) this.#tools.cancelled(id, at);
    if (facts.toolCallCount > 0 || facts.cancelledIds.length > 0) {
      this.#silence?.callsOpen(this.#isBlocked, at);
    }
    return tool;
  }

  /** @param sent - Whether the application sent a ping; else a ping or a pong came. */
  heartbeat(sent: boolean, at: number): void {
    if (sent) this.#silence?.pinged(at);
    else this.#silence?.ponged(at);
  }

  /** The application closes the connection. */
  closing(): void {
    this.#silence?.closing();
  }

  /** The session is over. */
  close(at: number, errorType: string | undefined, guard: Guard): void {
    guard(() => this.#silence?.close(at));
    guard(() => this.#userSpeech?.close(at));
    guard(() => this.#tools.close(at, errorType));
    guard(() => this.#turns.close(at, errorType));
    guard(() => this.#ledger.tellTraffic(at));
  }

  #answerTools(facts: ClientFacts, at: number): void {
    this.#turns.toolAnswered(at);
    let goesOn = false;
    for (const response of facts.toolResponses) {
      const call = this.#tools.answered(response, at);
      if (call === undefined || !this.#blocks(call.name)) continue;
      // The model is to say nothing, or not now.
      const { scheduling } = response;
      goesOn ||= scheduling !== 'SILENT' && scheduling !== 'WHEN_IDLE';
    }
    const blocked = this.#isBlocked;
    this.#silence?.callsOpen(blocked, at);
    if (goesOn && !blocked) this.#silence?.toolsAnswered(at);
  }

  /** Whether the model waits for the answer to a call. */
  get #isBlocked(): boolean {
    return this.#tools.has((name) => this.#blocks(name));
  }

  #blocks(name: string | undefined): boolean {
    return this.#silence?.blocks(name) ?? true;
  }
}
