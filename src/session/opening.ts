import { locationIn, modelName } from '../diagnosis/models/model-name.js';
import type { CloseFacts } from '../diagnosis/close-facts.js';
import { readCredentials } from '../protocol/credentials.js';
import { setupFacts, type SetupFacts } from '../protocol/client/setup.js';
import type { Endpoint } from '../protocol/endpoint.js';
import type { HeaderList } from '../protocol/wire.js';
import type { ProcessMemory } from './process-memory.js';
import type { AuthKind } from '../words.js';

/**
 * Models that answer all the time and have no turns. Their usage comes in increments.
 * Source: vercel/ai google-live-speech-translation fixture; coval-ai/benchmarks#552.
 */
const withoutTurns = /-(?:transcribe|translate)(?:-|$)/;

/** What the upgrade request and the setup say of a session. */
export class Opening {
  readonly endpoint: Endpoint;
  /** The connection's credentials, to keep them out of what is told. */
  secrets: readonly string[];
  location: string | undefined;
  /** As `setup.model` spells it. */
  setupModel: string | undefined;
  model: string | undefined;
  /** The session has no turns, and so no generations. */
  turnless: boolean;

  constructor(endpoint: Endpoint, secrets: readonly string[]) {
    this.endpoint = endpoint;
    this.secrets = secrets;
    this.location = endpoint.location;
    this.turnless = endpoint.method === 'BidiGenerateMusic';
  }

  requested(headers: HeaderList): AuthKind {
    // The URL was read by the constructor; its secrets stay known.
    const { kind, secrets } = readCredentials('', headers);
    this.secrets = [...this.secrets, ...secrets];
    return kind;
  }

  /** What they tell of a close. */
  get facts(): Pick<CloseFacts, 'api' | 'host' | 'method' | 'version' | 'model' | 'location'> {
    const { api, host, method, version } = this.endpoint;
    return { api, host, method, version, model: this.setupModel, location: this.location };
  }

  /** The server took the setup. */
  accepted(memory: ProcessMemory): void {
    if (this.model !== undefined) memory.accept(this.endpoint.api, this.model);
  }

  /** Whether the process has seen the model accepted. */
  acceptedIn(memory: ProcessMemory): boolean {
    return this.model !== undefined && memory.accepted(this.endpoint.api, this.model);
  }

  /** @param parsed - The parsed `setup`. */
  setUp(parsed: Parameters<typeof setupFacts>[0]): SetupFacts {
    const setup = setupFacts(parsed);
    this.setupModel = setup.model;
    if (setup.model === undefined) return setup;
    this.model = modelName(setup.model);
    if (withoutTurns.test(this.model)) this.turnless = true;
    // A proxy's host hides the location; the model's resource path still names it.
    this.location ??= locationIn(setup.model);
    return setup;
  }
}
