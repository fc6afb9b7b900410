import { now, wallClock } from '../platform/index.js';
import type { HeardSpeech } from '../protocol/audio/heard-speech.js';
import type { ClientFacts } from '../protocol/client/client-facts.js';
import type { SetupFacts } from '../protocol/client/setup.js';
import type { ServerFacts } from '../protocol/server/server-facts.js';
import type { UsageFacts } from '../protocol/server/usage-metadata.js';
import type { Pricing } from './cost/price-book.js';
import type { Guard } from './guard.js';
import type { Opening } from './opening.js';
import type { Generation, SessionStory, Totals } from './story.js';
import { Ledger } from './ledger.js';
import type { SessionSettings } from './session-settings.js';
import type { Reads } from './silence/deadline.js';
import { sessionRules, unknownRules, type SessionRules } from './silence/session-rules.js';
import { SessionSilence } from './silence/session-silence.js';
import { OpenTools } from './turns/open-tools.js';
import { countTokens, type Tokens } from './turns/tokens.js';
import { Turns, type TurnsListener } from './turns/turns.js';
import { UserSpeech } from './turns/user-speech.js';

type TalkSettings = Pick<SessionSettings, 'captureContent' | 'guard' | 'stalls' | 'userSpeech'>;

const always: Reads = () => true;

/** What is said in a session: its turns and tools, its silences, and what they add up to. */
export class Conversation<Tool> implements TurnsListener {
  readonly #story: SessionStory<Tool>;
  readonly #settings: TalkSettings;
  readonly #turns: Turns;
  readonly #tools: OpenTools<Tool>;
  readonly #ledger: Ledger;
  #pricing: Pricing | undefined;
  readonly #userSpeech: UserSpeech | undefined;
  /** The level of the user's audio: here its meter is handed in; `undefined` where there is none. */
  readonly #speech: HeardSpeech | undefined = undefined;
  #rules: SessionRules = unknownRules;
  #reads: Reads = always;
  #accepted = false;
  /** Made when something is said: a session in which nothing is has no silence. */
  #silence: SessionSilence | undefined;

  constructor(story: SessionStory<Tool>, settings: TalkSettings) {
    this.#story = story;
    this.#settings = settings;
    this.#ledger = new Ledger(story);
    this.#tools = new OpenTools(story);
    if (settings.userSpeech) {
      this.#userSpeech = new UserSpeech((start, end) => story.userSpoke(start, end));
    }
    this.#turns = new Turns(this, settings.captureContent);
  }

  get totals(): Readonly<Totals> {
    const { totals } = this.#ledger;
    return { ...totals, toolCalls: this.#tools.count, stalls: this.#silence?.count ?? 0 };
  }

  /** @param reads - Whether the application reads what arrives. Default: it always does. */
  opened(reads: Reads = always): void {
    this.#reads = reads;
  }

  /** @param pricing - What the model costs, where that is known. */
  setUp(
    setup: SetupFacts,
    { model, turnless, endpoint }: Pick<Opening, 'model' | 'turnless' | 'endpoint'>,
    pricing: Pricing | undefined,
  ): void {
    this.#pricing = pricing;
    this.#rules = sessionRules(setup, model, turnless, endpoint.api);
  }

  countSent(bytes: number, facts: ClientFacts | undefined): void {
    this.#ledger.sent(facts?.bytes ?? bytes, facts?.audioSeconds ?? 0);
    if (facts === undefined || facts.audioBytes === 0) return;
    this.#turns.audioSent();
    if (this.#speech !== undefined) this.#listens(now)?.audioSent();
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
    this.#listens(() => at)?.happened((silence) => silence.sent(facts, at));
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
    if (turnless) this.#turns.usageAlone(facts);
    else {
      this.#userSpeech?.heard(facts, at);
      this.#turns.received(facts, at);
    }
    this.#hearSilence(facts, at);
    if (turnless) return undefined;
    const tool = facts.toolCallCount > 0 ? this.#tools.called(facts, at) : undefined;
    for (const id of facts.cancelledIds) this.#tools.cancelled(id, at);
    if (facts.toolCallCount > 0 || facts.cancelledIds.length > 0) this.#tellOpenCalls(at, false);
    return tool;
  }

  // What its turns tell.

  generated(generation: Generation): void {
    this.#ledger.totals.generations += 1;
    this.#story.generated(generation);
  }

  tokens(tokens: Tokens): void {
    this.#ledger.used(tokens);
    this.#story.tokens(tokens);
  }

  count(usage: UsageFacts): Tokens {
    const tokens = countTokens(usage);
    if (this.#pricing !== undefined) tokens.cost = this.#pricing(tokens, wallClock());
    return tokens;
  }

  /** @param sent - Whether the application sent a ping; else a ping or a pong came. */
  heartbeat(sent: boolean, at: number): void {
    if (sent) this.#listens(() => at)?.happened((silence) => silence.pinged(at));
    else this.#silence?.happened((silence) => silence.ponged(at));
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
      if (call === undefined || !this.#rules.blocks(call.name)) continue;
      // The model is to say nothing, or not now.
      const { scheduling } = response;
      goesOn ||= scheduling !== 'SILENT' && scheduling !== 'WHEN_IDLE';
    }
    this.#tellOpenCalls(at, goesOn);
  }

  /** @param answered - A call that blocks was answered, and the model is to go on at once. */
  #tellOpenCalls(at: number, answered: boolean): void {
    const blocked = this.#tools.has((name) => this.#rules.blocks(name));
    this.#listens(() => at)?.happened((silence) => {
      silence.callsOpen(blocked, at);
      if (answered && !blocked) silence.toolsAnswered(at);
    });
  }

  #hearSilence(facts: ServerFacts, at: number): void {
    if (facts.setupComplete) {
      this.#accepted = true;
      this.#silence?.happened((silence) => silence.ready(at));
    }
    if (!facts.serverContent && !facts.goAway && facts.toolCallCount === 0) return;
    this.#listens(() => at)?.happened((silence) => silence.heard(facts, at));
  }

  #listens(at: () => number): SessionSilence | undefined {
    const { stalls: limits, guard } = this.#settings;
    if (this.#silence !== undefined || limits === undefined) return this.#silence;
    const silence = new SessionSilence({
      limits,
      rules: this.#rules,
      playout: this.#turns.playout,
      totals: this.#ledger.totals,
      speech: this.#speech,
      listener: this.#story,
      reads: this.#reads,
      guard,
    });
    this.#silence = silence;
    if (this.#accepted) silence.happened((told) => told.ready(at()));
    return silence;
  }
}
