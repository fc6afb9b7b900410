import { now } from '../platform/index.js';
import type { Connection } from '../sockets/connection.js';
import { saysMoreThanAudio } from '../protocol/client/client-facts.js';
import { byteLength, type ClientFacts } from '../protocol/client/client-frame.js';
import type { Endpoint } from '../protocol/endpoint.js';
import type { SessionPhase } from '../words.js';
import type { ServerFacts } from '../protocol/server/server-frame.js';
import { parseSetup } from '../protocol/client/setup.js';
import { isFrameData, type FrameData, type HeaderList } from '../protocol/wire.js';
import { Conversation } from './conversation.js';
import { SeenMessages } from './seen-messages.js';
import { EndEvidence } from './ends/end-evidence.js';
import { Opening } from './opening.js';
import type { FrameReaders } from './frame-readers.js';
import type { SessionSettings } from './session-settings.js';
import { Resumption } from './resumption.js';
import type { CloseInitiator, Moment, SessionStory } from './story.js';

/** One connection, from its constructor to its close. Fed by a door, it tells its story. */
export class LiveSession<Tool> implements Connection {
  readonly #settings: SessionSettings;
  readonly #readers: FrameReaders;
  readonly #story: SessionStory<Tool>;
  readonly #onEnd: () => void;
  readonly #conversation: Conversation<Tool>;
  readonly #resumption: Resumption;
  readonly #opening: Opening;
  readonly #evidence = new EndEvidence();
  readonly #log = new SeenMessages();
  /** Reads what the client sends; what it sends first may be the setup. */
  #read: (data: FrameData) => ClientFacts | undefined = (data) => this.#readFirst(data);
  #phase: SessionPhase = 'handshake';
  #ended = false;
  #delivery: Promise<void> | undefined;
  /** The one tool call of the frame that is being handed to the application. */
  #tool: Tool | undefined;

  /**
   * @param secrets - The connection's credentials, to keep them out of what is told.
   * @param onEnd - Called once, when the session is over.
   */
  constructor(
    endpoint: Endpoint,
    secrets: readonly string[],
    story: SessionStory<Tool>,
    settings: SessionSettings,
    onEnd: () => void,
  ) {
    this.#opening = new Opening(endpoint, secrets);
    this.#story = story;
    this.#settings = settings;
    this.#readers = settings.readersFor(endpoint.api);
    this.#onEnd = onEnd;
    this.#resumption = new Resumption(settings.memory, story, this.#opening.scrubber);
    this.#conversation = new Conversation(story, settings);
  }

  requested(headers: HeaderList): void {
    const kind = this.#opening.requested(headers);
    if (kind !== 'none') this.#story.authenticated(kind);
  }

  refused(status: number): void {
    this.#evidence.refused(status);
  }

  opened(reads?: () => boolean | undefined): void {
    this.#conversation.opened(reads);
    if (this.#phase === 'handshake') this.#phase = 'setup';
  }

  failed(error: unknown): void {
    this.#evidence.failed(error);
  }

  closing(): void {
    this.#evidence.closing();
    this.#conversation.closing();
  }

  heartbeat(sent: boolean): void {
    this.#conversation.heartbeat(sent, now());
  }

  sent(data: unknown): void {
    if (this.#ended) return;
    const facts = isFrameData(data) ? this.#read(data) : undefined;
    this.#conversation.countSent(facts === undefined ? byteLength(data) : 0, facts);
    if (facts === undefined) return;
    this.#log.sent(facts);
    if (!this.#opening.turnless && saysMoreThanAudio(facts)) this.#conversation.say(facts, now());
  }

  received(data: FrameData): void {
    this.#tool = undefined;
    if (this.#ended) return;
    this.#conversation.countReceived(byteLength(data));
    const facts = this.#readers.server(data);
    if (facts !== undefined) this.#log.heard(facts);
    // Nearly every frame is audio alone, which goes on being played.
    if (facts !== undefined && this.#conversation.countAudio(facts)) this.#hear(facts, now());
  }

  closed(code: number | undefined, reason: string, fromPeer: boolean): void {
    if (!this.#ended) this.#end(code, reason, this.#evidence.initiator(fromPeer));
  }

  thrown(error: unknown): void {
    this.#evidence.threw(error);
    this.closed(undefined, '', false);
  }

  unseen(): void {
    if (!this.#ended) this.#end(undefined, '', undefined);
  }

  delivery(): Promise<void> | undefined {
    return this.#delivery;
  }

  run<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
    return this.#story.run(this.#tool, fn, self, args);
  }

  #hear(facts: ServerFacts, at: number): void {
    if (facts.setupComplete) this.#setupComplete(facts.sessionId, at);
    if (facts.goAway && this.#phase === 'active') this.#phase = 'going_away';
    if (facts.goAway) this.#story.goingAway(facts.timeLeft);
    if (facts.resumable && facts.newHandle !== undefined) this.#resumption.issued(facts.newHandle);
    this.#tool = this.#conversation.hear(facts, at, this.#opening.turnless);
  }

  #readFirst(data: FrameData): ClientFacts | undefined {
    this.#read = this.#readers.client;
    return this.#setUp(data) ? undefined : this.#read(data);
  }

  /** @returns Whether the frame is a setup. Only a session's first frame can be one. */
  #setUp(data: FrameData): boolean {
    const parsed = parseSetup(data);
    if (parsed === undefined) return false;
    this.#log.setUp(parsed);
    const { setup, model, location } = this.#opening.setUp(parsed, this.#settings.captureContent);
    const pricing = this.#opening.pricing(this.#settings.prices);
    this.#conversation.setUp(setup, this.#opening, pricing);
    this.#story.setUp(setup, model, location);
    if (this.#settings.measureSpeech && this.#opening.listening) {
      this.#read = this.#conversation.measureSpeech(this.#readers.client);
    }
    if (setup.resumptionHandle !== undefined) this.#resumption.resumes(setup.resumptionHandle);
    if (setup.content !== undefined) this.#story.instructed(setup.content);
    return true;
  }

  #setupComplete(sessionId: string | undefined, at: Moment): void {
    if (this.#phase !== 'setup' && this.#phase !== 'handshake') return;
    this.#phase = 'active';
    this.#opening.accepted(this.#settings.memory);
    this.#resumption.accepted(at);
    this.#story.setupComplete(sessionId && this.#opening.scrubber.scrub(sessionId));
  }

  #end(code: number | undefined, reason: string, initiator: CloseInitiator | undefined): void {
    this.#ended = true;
    this.#onEnd();
    this.#tool = undefined;
    const at = now();
    const { scrubber } = this.#opening;
    const diagnosis = this.#evidence.isAbnormal(code, initiator)
      ? this.#opening.diagnosed(this.#settings, {
          code,
          reason,
          phase: this.#phase,
          seen: this.#log,
          ...this.#evidence.facts,
        })
      : undefined;
    const errorType = diagnosis?.errorType;
    this.#conversation.close(at, errorType, this.#settings.guard);
    this.#resumption.ended(at);
    const delivered = this.#story.ended({
      phase: this.#phase,
      code,
      reason: scrubber.scrub(reason),
      initiator,
      httpStatus: this.#evidence.httpStatus,
      diagnosis,
      lastMessages: diagnosis && this.#log.describe(),
      errorMessage: scrubber.scrub(this.#evidence.error?.message ?? ''),
      connectError: initiator === 'client' ? 'cancelled' : (errorType ?? String(code ?? 'ended')),
      totals: this.#conversation.totals,
    });
    if (this.#phase !== 'handshake' && this.#phase !== 'setup') return;
    this.#delivery = delivered;
    void delivered?.then(() => (this.#delivery = undefined));
  }
}
