import { now, wallClock } from '../platform/index.js';
import { SpeechMeter } from '../protocol/audio/speech-meter.js';
import type { ClientFacts } from '../protocol/client/client-facts.js';
import type { ClientFrameReader } from '../protocol/client/client-frame.js';
import type { SetupFacts } from '../protocol/client/setup.js';
import type { FrameData } from '../protocol/wire.js';
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

/** What is said in a session: its turns and tools, its silences, and what they add up to. */
export class Conversation<Tool> implements TurnsListener {
  readonly #story: SessionStory<Tool>;
  readonly #settings: TalkSettings;
  readonly #turns: Turns;
  readonly #tools: OpenTools<Tool>;
  readonly #ledger: Ledger;
  #pricing: Pricing | undefined;
  readonly #userSpeech: UserSpeech | undefined;
  #speech: SpeechMeter | undefined;
  #rules: SessionRules = unknownRules;
  readonly #silence: SessionSilence | undefined;

  constructor(story: SessionStory<Tool>, settings: TalkSettings) {
    this.#story = story;
    this.#settings = settings;
    this.#ledger = new Ledger(story);
    this.#tools = new OpenTools(story);
    if (settings.userSpeech) {
      this.#userSpeech = new UserSpeech((start, end) => story.userSpoke(start, end));
    }
    this.#turns = new Turns(this, settings.captureContent);
    const { stalls: limits, guard } = settings;
    if (limits === undefined) return;
    const { playout } = this.#turns;
    const { totals } = this.#ledger;
    this.#silence = new SessionSilence({ limits, playout, totals, listener: story, guard });
  }

  get totals(): Readonly<Totals> {
    const { totals } = this.#ledger;
    return { ...totals, toolCalls: this.#tools.count, stalls: this.#silence?.count ?? 0 };
  }

  /** @param reads - Whether the application reads what arrives. Default: it always does. */
  opened(reads?: Reads): void {
    this.#silence?.opened(reads);
  }

  /** @param pricing - What the model costs, where that is known. */
  setUp(
    setup: SetupFacts,
    { model, turnless, endpoint }: Pick<Opening, 'model' | 'turnless' | 'endpoint'>,
    pricing: Pricing | undefined,
  ): void {
    this.#pricing = pricing;
    this.#rules = sessionRules(setup, model, turnless, endpoint.api);
    this.#silence?.setUp(this.#rules);
  }

  /** @returns The reader, which from now on measures the speech in what it reads. */
  measureSpeech({ listen }: ClientFrameReader): (data: FrameData) => ClientFacts | undefined {
    const speech = new SpeechMeter();
    this.#speech = speech;
    this.#turns.listenTo(speech);
    this.#silence?.listenTo(speech);
    return (data) => listen(data, speech, now());
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
    if (facts.voiceActivity === 'start') this.#turns.voiceBegan(at);
    if (facts.voiceActivity === 'end') {
      this.#turns.inputEnded('voice_activity', this.#sentBy(facts.voiceOffset, at));
    }
    if (turnless) this.#turns.usageAlone(facts);
    else {
      this.#userSpeech?.heard(facts, at);
      this.#turns.received(facts, at);
    }
    this.#silence?.heard(facts, at);
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
    this.#silence?.heartbeat(sent, at);
  }

  /** The application closes the connection. */
  closing(): void {
    this.#silence?.closing();
  }

  /**
   * When the audio was sent that ends so many seconds behind the first sample of this connection: an
   * upper bound where nobody took the times, and the moment of the message where it does not say.
   */
  #sentBy(offset: number | undefined, at: number): number {
    if (offset === undefined || offset < 0) return at;
    const behind = Math.max(0, this.#ledger.totals.audioSent - offset);
    return Math.min(at, this.#speech?.whenSent(offset) ?? at - behind * 1_000);
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
    this.#silence?.callsOpen(blocked, answered, at);
  }
}
