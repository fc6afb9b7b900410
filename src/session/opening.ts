import { wallClock } from '../platform/index.js';
import { isForeign, locationIn, modelName } from '../diagnosis/models/model-name.js';
import type { CloseDiagnosis, CloseFacts } from '../diagnosis/close-facts.js';
import { readCredentials } from '../protocol/credentials.js';
import { Scrubber } from '../protocol/scrubber.js';
import { setupFacts, type SetupFacts } from '../protocol/client/setup.js';
import type { Endpoint } from '../protocol/endpoint.js';
import type { HeaderList } from '../protocol/wire.js';
import type { PriceBook, Pricing } from './cost/price-book.js';
import type { ProcessMemory } from './process-memory.js';
import type { SessionSettings } from './session-settings.js';
import type { AuthKind } from '../words.js';

/**
 * Models that answer all the time and have no turns. Their usage comes in increments.
 * Source: vercel/ai google-live-speech-translation fixture; coval-ai/benchmarks#552.
 */
const withoutTurns = /-(?:transcribe|translate)(?:-|$)/;

/** A setup as it may be told. */
export interface ToldSetup {
  readonly setup: SetupFacts;
  readonly model: string | undefined;
  readonly location: string | undefined;
}

type OpeningFacts = Pick<
  CloseFacts,
  'api' | 'host' | 'method' | 'version' | 'model' | 'location' | 'accepted'
>;

/** What the upgrade request and the setup say of a session. */
export class Opening {
  readonly endpoint: Endpoint;
  /** Keeps the connection's secrets out of what is told. */
  readonly scrubber: Scrubber;
  location: string | undefined;
  /** As `setup.model` spells it. */
  setupModel: string | undefined;
  model: string | undefined;
  /** The session has no turns, and so no generations. */
  turnless: boolean;
  /** The server listens for the end of the user's speech, and says nothing of it. */
  listening = false;
  /** Whether the model or the location holds a secret: hints name them, and nothing else from outside. */
  #namesSecret = false;

  constructor(endpoint: Endpoint, secrets: readonly string[]) {
    this.endpoint = endpoint;
    this.scrubber = new Scrubber(secrets);
    this.location = endpoint.location;
    this.turnless = endpoint.method === 'BidiGenerateMusic';
  }

  requested(headers: HeaderList): AuthKind {
    // The URL was read by the constructor; its secrets stay known.
    const { kind, secrets } = readCredentials('', headers);
    this.scrubber.add(secrets);
    return kind;
  }

  /** A close with what they tell of it, diagnosed as it may be told. */
  diagnosed(
    { diagnose, memory }: Pick<SessionSettings, 'diagnose' | 'memory'>,
    close: Omit<CloseFacts, keyof OpeningFacts | 'at'>,
  ): CloseDiagnosis {
    return this.#told(diagnose({ ...this.#facts(memory), ...close, at: wallClock() }));
  }

  #facts(memory: ProcessMemory): OpeningFacts {
    const { api, host, method, version } = this.endpoint;
    // Whether the process has seen the model accepted.
    const accepted = this.model !== undefined && memory.accepted(api, this.model);
    return {
      api,
      host,
      method,
      version,
      model: this.setupModel,
      location: this.location,
      accepted,
    };
  }

  /** The server took the setup. */
  accepted(memory: ProcessMemory): void {
    if (this.model !== undefined) memory.accept(this.endpoint.api, this.model);
  }

  /** What the model costs; `undefined` where nobody knows, or where it is none of Google's own. */
  pricing(prices: PriceBook): Pricing | undefined {
    if (this.model === undefined || isForeign(this.setupModel ?? '')) return undefined;
    return prices.find(this.endpoint.api, this.model, this.location);
  }

  /**
   * @param parsed - The parsed `setup`.
   * @param content - Whether what it tells the model is read as well.
   */
  setUp(parsed: Parameters<typeof setupFacts>[0], content: boolean): ToldSetup {
    const setup = setupFacts(parsed, content);
    if (setup.resumptionHandle !== undefined) this.scrubber.add([setup.resumptionHandle]);
    this.setupModel = setup.model;
    if (setup.model !== undefined) this.#name(setup.model);
    if (this.location !== undefined) this.scrubber.spare(this.location);
    this.listening = !this.turnless && setup.activityDetection === 'automatic';
    const model = setup.model && this.scrubber.scrub(setup.model);
    const location = this.location && this.scrubber.scrub(this.location);
    this.#namesSecret = model !== setup.model || location !== this.location;
    // Who makes music is not listened to.
    const isMusic = this.endpoint.method === 'BidiGenerateMusic';
    const activityDetection = isMusic ? undefined : setup.activityDetection;
    return {
      setup: { ...setup, model, activityDetection },
      model: model && modelName(model),
      location,
    };
  }

  /** A diagnosis of what was said, as it may be told. */
  #told(diagnosis: CloseDiagnosis): CloseDiagnosis {
    const { cause, hint, mismatch, errorType } = diagnosis;
    const tell = (text: string): string => this.scrubber.scrub(text);
    return {
      ...diagnosis,
      hint: hint && this.#namesSecret ? tell(hint) : hint,
      mismatch:
        mismatch && this.#namesSecret ? { ...mismatch, hint: tell(mismatch.hint) } : mismatch,
      errorType: errorType && errorType !== cause ? tell(errorType) : errorType,
    };
  }

  #name(setupModel: string): void {
    this.model = modelName(setupModel);
    if (withoutTurns.test(this.model)) this.turnless = true;
    // A proxy's host hides the location; the model's resource path still names it.
    this.location ??= locationIn(setupModel);
    this.scrubber.spare(this.model);
  }
}
