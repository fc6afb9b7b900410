import { now } from '../platform/index.js';
import type { Moment, SessionStory, Totals, Traffic } from './story.js';
import { addDollars } from './cost/cost.js';
import { sum, type Tokens } from './turns/tokens.js';

/** Traffic is told about every so many milliseconds, so that long sessions show in metrics … */
const interval = 5_000;
/** … and whether it is time is looked up every so many messages. */
const look = 64;

/** Keeps a session's totals, and tells its traffic from time to time. */
export class Ledger {
  readonly totals: Omit<Totals, 'toolCalls' | 'stalls'> = {
    generations: 0,
    interruptions: 0,
    messagesSent: 0,
    messagesReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    audioSent: 0,
    audioReceived: 0,
    inputTokens: undefined,
    outputTokens: undefined,
    cost: undefined,
  };
  readonly #story: Pick<SessionStory<never>, 'traffic'>;
  #told: Traffic = { bytesSent: 0, bytesReceived: 0, audioSent: 0, audioReceived: 0 };
  #toldAt: Moment = now();

  constructor(story: Pick<SessionStory<never>, 'traffic'>) {
    this.#story = story;
  }

  sent(bytes: number, audioSeconds: number): void {
    this.totals.messagesSent += 1;
    this.totals.bytesSent += bytes;
    this.totals.audioSent += audioSeconds;
  }

  received(bytes: number): void {
    const { totals } = this;
    totals.messagesReceived += 1;
    totals.bytesReceived += bytes;
    if (totals.messagesReceived % look !== 0) return;
    const at = now();
    if (at - this.#toldAt > interval) this.tellTraffic(at);
  }

  used({ input, output, cost }: Tokens): void {
    this.totals.inputTokens = sum(this.totals.inputTokens, input);
    this.totals.outputTokens = sum(this.totals.outputTokens, output);
    this.totals.cost = addDollars(this.totals.cost, cost?.amount);
  }

  tellTraffic(at: Moment): void {
    const { bytesSent, bytesReceived, audioSent, audioReceived } = this.totals;
    const told = this.#told;
    this.#toldAt = at;
    this.#told = { bytesSent, bytesReceived, audioSent, audioReceived };
    this.#story.traffic({
      bytesSent: bytesSent - told.bytesSent,
      bytesReceived: bytesReceived - told.bytesReceived,
      audioSent: audioSent - told.audioSent,
      audioReceived: audioReceived - told.audioReceived,
    });
  }
}
