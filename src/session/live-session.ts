import type { Connection } from '../sockets/connection.js';
import type { CloseDiagnosis, CloseFacts, SessionPhase } from '../diagnosis/close-facts.js';
import { locationIn, modelName } from '../diagnosis/models/model-name.js';
import { saysMoreThanAudio } from '../protocol/client/client-facts.js';
import { byteLength, type ClientFacts } from '../protocol/client/client-frame.js';
import { readCredentials, scrub } from '../protocol/credentials.js';
import type { Endpoint, LiveApi } from '../protocol/endpoint.js';
import type { ServerFacts } from '../protocol/server/server-frame.js';
import { readSetup } from '../protocol/client/setup.js';
import { isFrameData, type FrameData, type HeaderList } from '../protocol/wire.js';
import { isAbnormal, readError, soonAtLatest } from './ending.js';
import type { FrameReaders } from './frame-readers.js';
import { Ledger } from './totals.js';
import type { ProcessMemory } from './process-memory.js';
import { OpenTools } from './open-tools.js';
import { Resumption } from './resumption.js';
import type { CloseInitiator, SessionStory } from './story.js';
import { Turns } from './turns/turns.js';

/** What the sessions of one instrumentation share. */
export interface SessionSettings {
  readonly memory: ProcessMemory;
  readonly diagnose: (close: CloseFacts) => CloseDiagnosis;
  readonly readersFor: (api: LiveApi | undefined) => FrameReaders;
  readonly captureContent: boolean;
}

/**
 * Models that answer all the time and have no turns. Their usage comes in increments.
 * Source: vercel/ai google-live-speech-translation fixture; coval-ai/benchmarks#552.
 */
const withoutTurns = /-(?:transcribe|translate)(?:-|$)/;

/** One connection, from its constructor to its close. Fed by a door, it tells its story. */
export class LiveSession<Tool> implements Connection {
  readonly #endpoint: Endpoint;
  readonly #settings: SessionSettings;
  readonly #readers: FrameReaders;
  readonly #story: SessionStory<Tool>;
  readonly #onEnd: () => void;
  readonly #turns: Turns;
  readonly #tools: OpenTools<Tool>;
  readonly #ledger: Ledger;
  readonly #resumption: Resumption;

  #phase: SessionPhase = 'handshake';
  #secrets: readonly string[];
  #location: string | undefined;
  #setupModel: string | undefined;
  #model: string | undefined;
  #turnless: boolean;
  #sentFirst = false;
  #httpStatus: number | undefined;
  #error: { readonly code: string | undefined; readonly message: string } | undefined;
  #closing = false;
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
    this.#endpoint = endpoint;
    this.#location = endpoint.location;
    this.#story = story;
    this.#settings = settings;
    this.#readers = settings.readersFor(endpoint.api);
    this.#secrets = secrets;
    this.#onEnd = onEnd;
    this.#ledger = new Ledger(story);
    this.#tools = new OpenTools(story);
    this.#resumption = new Resumption(settings.memory, story);
    this.#turnless = endpoint.method === 'BidiGenerateMusic';
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
  }

  requested(headers: HeaderList): void {
    // The URL was read by the constructor; its secrets stay known.
    const { kind, secrets } = readCredentials('', headers);
    this.#secrets = [...this.#secrets, ...secrets];
    if (kind !== 'none') this.#story.authenticated(kind);
  }

  refused(status: number): void {
    this.#httpStatus = status;
  }

  opened(): void {
    if (this.#phase === 'handshake') this.#phase = 'setup';
  }

  failed(error: unknown): void {
    this.#error ??= readError(error, this.#secrets);
  }

  closing(): void {
    // What the application does about a failure is not what ended the connection.
    if (this.#error === undefined && this.#httpStatus === undefined) this.#closing = true;
  }

  sent(data: unknown): void {
    if (this.#ended) return;
    const facts = this.#readSent(data);
    this.#ledger.sent(facts?.bytes ?? byteLength(data), facts?.audioSeconds ?? 0);
    if (facts === undefined) return;
    if (facts.audioBytes > 0) this.#turns.audioSent();
    if (!this.#turnless && saysMoreThanAudio(facts)) this.#userInput(facts, performance.now());
  }

  received(data: FrameData): void {
    this.#tool = undefined;
    if (this.#ended) return;
    this.#ledger.received(byteLength(data));
    const facts = this.#readers.server(data);
    if (facts === undefined) return;
    this.#ledger.totals.audioReceived += facts.audioSeconds;
    // Nearly every frame: not even the time is asked for.
    if (facts.onlyAudio && this.#turns.speaking) return;
    this.#tell(facts, performance.now());
  }

  closed(code: number | undefined, reason: string, fromPeer: boolean): void {
    if (this.#ended) return;
    const byServer = fromPeer || this.#httpStatus !== undefined;
    this.#end(code, reason, this.#closing ? 'client' : byServer ? 'server' : 'network');
  }

  /** The process ends while the connection is open. */
  abandon(): void {
    if (!this.#ended) this.#end(undefined, '', undefined);
  }

  delivery(): Promise<void> | undefined {
    return this.#delivery;
  }

  run<A extends readonly unknown[], R>(fn: (...args: A) => R, self: unknown, args: A): R {
    return this.#story.run(this.#tool, fn, self, args);
  }

  #tell(facts: ServerFacts, at: number): void {
    if (facts.setupComplete) this.#setupComplete(facts.sessionId);
    if (facts.goAway) this.#goingAway(facts.timeLeft);
    if (facts.resumable && facts.newHandle !== undefined) this.#resumption.issued(facts.newHandle);
    if (facts.interrupted) {
      this.#ledger.totals.interruptions += 1;
      this.#story.interrupted();
    }
    if (facts.voiceActivity === 'end') this.#turns.inputEnded('voice_activity', at);
    if (this.#turnless) {
      this.#turns.usageAlone(facts);
      return;
    }
    this.#turns.received(facts, at);
    if (facts.toolCallCount > 0) this.#tool = this.#tools.called(facts, at);
    for (const id of facts.cancelledIds) this.#tools.cancelled(id, at);
  }

  #readSent(data: unknown): ClientFacts | undefined {
    if (!isFrameData(data)) return undefined;
    if (this.#sentFirst) return this.#readers.client(data);
    this.#sentFirst = true;
    return this.#setUp(data) ? undefined : this.#readers.client(data);
  }

  /** @returns Whether the frame is a setup. Only a session's first frame can be one. */
  #setUp(data: FrameData): boolean {
    const setup = readSetup(data);
    if (setup === undefined) return false;
    this.#setupModel = setup.model;
    this.#model = setup.model === undefined ? undefined : modelName(setup.model);
    if (this.#model !== undefined && withoutTurns.test(this.#model)) this.#turnless = true;
    // A proxy's host hides the location; the model's resource path still names it.
    this.#location ??= setup.model === undefined ? undefined : locationIn(setup.model);
    this.#story.setUp(setup, this.#model, this.#location);
    if (setup.resumptionHandle !== undefined) this.#resumption.resumes(setup.resumptionHandle);
    return true;
  }

  #userInput(facts: ClientFacts, at: number): void {
    this.#turns.contentSent(facts);
    if (facts.text) this.#turns.inputEnded('text', at);
    if (facts.clientContent && facts.turnComplete) this.#turns.inputEnded('client_content', at);
    if (facts.audioStreamEnd) this.#turns.inputEnded('audio_stream_end', at);
    if (facts.activityEnd) this.#turns.inputEnded('activity_end', at);
    if (facts.toolResponses.length === 0) return;
    this.#turns.toolAnswered(at);
    for (const response of facts.toolResponses) this.#tools.answered(response, at);
  }

  #setupComplete(sessionId: string | undefined): void {
    if (this.#phase !== 'setup' && this.#phase !== 'handshake') return;
    this.#phase = 'active';
    if (this.#model !== undefined) this.#settings.memory.accept(this.#endpoint.api, this.#model);
    this.#story.setupComplete(sessionId);
  }

  #goingAway(timeLeft: number | undefined): void {
    if (this.#phase === 'active') this.#phase = 'going_away';
    this.#story.goingAway(timeLeft);
  }

  #end(code: number | undefined, reason: string, initiator: CloseInitiator | undefined): void {
    this.#ended = true;
    this.#onEnd();
    this.#tool = undefined;
    const at = performance.now();
    const clean = scrub(reason, this.#secrets);
    const diagnosis =
      initiator === undefined || initiator === 'client' || !isAbnormal(code, this.#httpStatus)
        ? undefined
        : this.#diagnose(code, clean);
    const errorType = diagnosis?.errorType;
    this.#tools.close(at, errorType);
    this.#turns.close(at, errorType);
    this.#ledger.tellTraffic(at);
    const phase = this.#phase;
    const delivered = this.#story.ended({
      phase,
      code,
      reason: clean,
      initiator,
      httpStatus: this.#httpStatus,
      diagnosis,
      errorMessage: this.#error?.message,
      connectError: initiator === 'client' ? 'cancelled' : (errorType ?? String(code ?? 'ended')),
      totals: { ...this.#ledger.totals, toolCalls: this.#tools.count },
    });
    if (phase === 'setup' && delivered !== undefined) {
      this.#delivery = soonAtLatest(delivered);
    }
  }

  #diagnose(code: number | undefined, reason: string): CloseDiagnosis {
    const { api, method } = this.#endpoint;
    const model = this.#setupModel;
    return this.#settings.diagnose({
      api,
      model,
      code,
      reason,
      at: Date.now(),
      phase: this.#phase,
      location: this.#location,
      method,
      httpStatus: this.#httpStatus,
      errorCode: this.#error?.code,
      accepted: this.#model !== undefined && this.#settings.memory.accepted(api, this.#model),
    });
  }
}
