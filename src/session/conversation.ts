import type { HeardSpeech } from '../protocol/audio/heard-speech.js';
import { SpeechMeter } from '../protocol/audio/speech-meter.js';
import type { ClientFacts } from '../protocol/client/client-facts.js';
import type { ClientFrameReader } from '../protocol/client/client-frame.js';
import type { FrameData } from '../protocol/wire.js';
import { now } from '../platform/index.js';
import type { ServerFacts } from '../protocol/server/server-facts.js';
import type { Guard } from './guard.js';
import type { SessionStory, Totals } from './story.js';
import { Ledger } from './ledger.js';
import { OpenTools } from './turns/open-tools.js';
import { Turns } from './turns/turns.js';

/** What is said in a session: its turns and tools, and what they add up to. */
export class Conversation<Tool> {
  readonly #story: SessionStory<Tool>;
  readonly #turns: Turns;
  readonly #tools: OpenTools<Tool>;
  readonly #ledger: Ledger;
  #speech: SpeechMeter | undefined;

  constructor(story: SessionStory<Tool>, captureContent: boolean) {
    this.#story = story;
    this.#ledger = new Ledger(story);
    this.#tools = new OpenTools(story);
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
      captureContent,
    );
  }

  get totals(): Readonly<Totals> {
    return { ...this.#ledger.totals, toolCalls: this.#tools.count };
  }

  /** The speech in the audio that is sent, where it is measured. */
  get speech(): HeardSpeech | undefined {
    return this.#speech;
  }

  /** @returns The reader, which from now on measures the speech in what it reads. */
  measureSpeech({ listen }: ClientFrameReader): (data: FrameData) => ClientFacts | undefined {
    const speech = new SpeechMeter();
    this.#speech = speech;
    this.#turns.listenTo(speech);
    return (data) => listen(data, speech, now());
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
    if (facts.voiceActivity === 'start') this.#turns.voiceBegan(at);
    if (facts.voiceActivity === 'end') {
      this.#turns.inputEnded('voice_activity', this.#sentBy(facts.voiceOffset, at));
    }
    if (turnless) {
      this.#turns.usageAlone(facts);
      return undefined;
    }
    this.#turns.received(facts, at);
    const tool = facts.toolCallCount > 0 ? this.#tools.called(facts, at) : undefined;
    for (const id of facts.cancelledIds) this.#tools.cancelled(id, at);
    return tool;
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
    guard(() => this.#tools.close(at, errorType));
    guard(() => this.#turns.close(at, errorType));
    guard(() => this.#ledger.tellTraffic(at));
  }
}
