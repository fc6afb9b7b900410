import type { ClientFacts } from '../protocol/client/client-facts.js';
import type { ServerFacts, UsageFacts } from '../protocol/server/server-frame.js';
import { wallClock } from '../platform/index.js';
import type { Pricing } from './cost/price-book.js';
import type { Guard } from './guard.js';
import type { Generation, SessionStory, Totals } from './story.js';
import { Ledger } from './ledger.js';
import { OpenTools } from './turns/open-tools.js';
import { countTokens, type Tokens } from './turns/tokens.js';
import { Turns, type TurnsListener } from './turns/turns.js';

/** What is said in a session: its turns and tools, and what they add up to. */
export class Conversation<Tool> implements TurnsListener {
  readonly #story: SessionStory<Tool>;
  readonly #turns: Turns;
  readonly #tools: OpenTools<Tool>;
  readonly #ledger: Ledger;
  #pricing: Pricing | undefined;

  constructor(story: SessionStory<Tool>, captureContent: boolean) {
    this.#story = story;
    this.#ledger = new Ledger(story);
    this.#tools = new OpenTools(story);
    this.#turns = new Turns(this, captureContent);
  }

  /** @param pricing - What the model costs, where that is known. */
  setUp(pricing: Pricing | undefined): void {
    this.#pricing = pricing;
  }

  get totals(): Readonly<Totals> {
    return { ...this.#ledger.totals, toolCalls: this.#tools.count };
  }

  countSent(bytes: number, facts: ClientFacts | undefined): void {
    this.#ledger.sent(facts?.bytes ?? bytes, facts?.audioSeconds ?? 0);
    if (facts !== undefined && facts.audioBytes > 0) this.#turns.audioSent();
  }

  countReceived(bytes: number): void {
    this.#ledger.received(bytes);
  }

  /** @returns Whether there is more to hear in the message than audio that changes nothing. */
  countAudio(facts: ServerFacts): boolean {
    this.#ledger.totals.audioReceived += facts.audioSeconds;
    return !facts.onlyAudio || !this.#turns.speaking;
  }

  /** What the user said, and what the application answered. */
  say(facts: ClientFacts, at: number): void {
    this.#turns.contentSent(facts);
    if (facts.text) this.#turns.inputEnded('text', at);
    if (facts.clientContent && facts.turnComplete) this.#turns.inputEnded('client_content', at);
    if (facts.audioStreamEnd) this.#turns.inputEnded('audio_stream_end', at);
    if (facts.activityEnd) this.#turns.inputEnded('activity_end', at);
    if (facts.toolResponses.length === 0) return;
    this.#turns.toolAnswered(at);
    for (const response of facts.toolResponses) this.#tools.answered(response, at);
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
      return undefined;
    }
    this.#turns.received(facts, at);
    const tool = facts.toolCallCount > 0 ? this.#tools.called(facts, at) : undefined;
    for (const id of facts.cancelledIds) this.#tools.cancelled(id, at);
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

  /** The session is over. */
  close(at: number, errorType: string | undefined, guard: Guard): void {
    guard(() => this.#tools.close(at, errorType));
    guard(() => this.#turns.close(at, errorType));
    guard(() => this.#ledger.tellTraffic(at));
  }
}
