import { field, list, parse, type JsonObject, type JsonValue } from './json.js';
import { client } from './messages.js';
import { inRealTime, pieces } from './real-time.js';
import { isFullyScripted, type Scenario, type Script, type Step } from './script.js';
import { answerCalls, usualMessages } from './usual.js';

/** As much of a WebSocket as the driver needs: npm ws, undici and the global one have it. */
export interface DrivenSocket {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { code: number; reason: string }) => void,
  ): void;
}

/** What the client saw. */
export interface Driven {
  readonly code: number;
  readonly reason: string;
  /** Parsed JSON, or the text of what is none. */
  readonly messages: readonly JsonValue[];
}

export interface DriveOptions {
  /** The setup to send; by default made from the scenario's model, API and setup. */
  readonly setup?: JsonObject;
  /** How the driver closes after the last step; 1000 by default, `null` for not at all. */
  readonly leave?: number | null;
  /** Milliseconds to wait for any one thing. */
  readonly patience?: number;
}

/** Plays the client's side of a script over a socket that is new or open, to the close. */
export async function drive(
  socket: DrivenSocket,
  script: Script | Scenario,
  options: DriveOptions = {},
): Promise<Driven> {
  const driver = new Driver(socket, script, options);
  return await driver.play();
}

class Driver {
  readonly #socket: DrivenSocket;
  readonly #script: Script | Scenario;
  readonly #options: DriveOptions;
  readonly #messages: JsonValue[] = [];
  /** Calls without an answer, in the order they came. */
  readonly #calls: JsonValue[] = [];
  readonly #opened: Promise<void>;
  readonly #closed: Promise<{ code: number; reason: string }>;
  #over = false;
  #read = 0;
  #arrived: () => void = () => {};
  /** Blobs are read one after the other, so that messages keep their order. */
  #reading: Promise<void> = Promise.resolve();

  constructor(socket: DrivenSocket, script: Script | Scenario, options: DriveOptions) {
    this.#socket = socket;
    this.#script = script;
    this.#options = options;
    socket.addEventListener('message', ({ data }) => {
      this.#reading = this.#reading.then(async () => this.#receive(await decode(data)));
    });
    this.#closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }));
    });
    void this.#closed.then(() => {
      this.#over = true;
      this.#arrived();
    });
    this.#opened = new Promise((resolve) => {
      if (socket.readyState === 1) resolve();
      else socket.addEventListener('open', resolve);
    });
    // The close that follows tells the story; without a listener ws would end the process.
    socket.addEventListener('error', () => {});
  }

  async play(): Promise<Driven> {
    await this.#within('open', Promise.race([this.#opened, this.#closed]));
    if (!this.#over) await this.#setUp();
    for (const [index, step] of this.#script.steps.entries()) {
      if (this.#over) break;
      await this.#step(step, `step ${index} ${JSON.stringify(step).slice(0, 80)}`);
    }
    const { leave = 1000 } = this.#options;
    if (leave === null) await this.#reading;
    else if (!this.#over && !endsByItself(this.#script)) this.#socket.close(leave);
    const { code, reason } =
      leave === null && !this.#over
        ? { code: 0, reason: '' }
        : await this.#within('close', this.#closed);
    await this.#reading;
    return { code, reason, messages: this.#messages };
  }

  async #setUp(): Promise<void> {
    if (isFullyScripted(this.#script)) return;
    this.#send(this.#setup());
    await this.#next('setupComplete');
  }

  async #step(step: Step, what: string): Promise<void> {
    if ('send' in step || 'raw' in step) await this.#next(what);
    else if ('speak' in step) for (let n = pieces(step.speak); n > 0; n--) await this.#next(what);
    else if ('voice' in step) await inRealTime(step.voice, () => this.#send(client.voice()));
    else if ('quiet' in step) await inRealTime(step.quiet, () => this.#send(client.quiet()));
    else if ('say' in step && step.say !== undefined) this.#send(step.say);
    else if ('expect' in step) this.#send(this.#usual(step.expect));
    else if ('leave' in step) this.#socket.close(...step.leave);
    else if ('close' in step || 'cut' in step) await this.#within(what, this.#closed);
  }

  /** What a client sends when the script expects such a message and does not say more. */
  #usual(kind: string): JsonObject {
    const usual = usualMessages[kind];
    if (kind === 'setup') return this.#setup();
    if (kind === 'toolResponse') return answerCalls(this.#calls.splice(0));
    if (usual === undefined) throw new Error(`the driver does not know what to say for ${kind}`);
    return usual;
  }

  #setup(): JsonObject {
    if (this.#options.setup !== undefined) return { setup: this.#options.setup };
    const { api, model, setup = {} }: Partial<Scenario> = this.#script as Partial<Scenario>;
    const id = model ?? 'gemini-3.8-live';
    // Half-cascade and transcription are served from `global` alone.
    const location = /native-audio|2\.0/.test(id) ? 'us-central1' : 'global';
    const name =
      api === 'vertex'
        ? `projects/test-project/locations/${location}/publishers/google/models/${id}`
        : `models/${id}`;
    return {
      setup: { model: name, generationConfig: { responseModalities: ['AUDIO'] }, ...setup },
    };
  }

  #send(message: JsonObject): void {
    if (!this.#over) this.#socket.send(JSON.stringify(message));
  }

  async #next(what: string): Promise<void> {
    const wanted = ++this.#read;
    while (this.#messages.length < wanted && !this.#over) {
      await this.#within(what, new Promise<void>((resolve) => (this.#arrived = resolve)));
    }
  }

  #receive(data: string): void {
    const message = parse(data) ?? data;
    this.#messages.push(message);
    this.#calls.push(...list(field(field(message, 'toolCall'), 'functionCalls')));
    const cancelled = list(field(field(message, 'toolCallCancellation'), 'ids'));
    for (const id of cancelled) {
      const at = this.#calls.findIndex((call) => field(call, 'id') === id);
      if (at >= 0) this.#calls.splice(at, 1);
    }
    this.#arrived();
  }

  async #within<T>(what: string, promise: Promise<T>): Promise<T> {
    const { patience = 5000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const name = this.#script.name ?? 'script';
      timer = setTimeout(() => reject(new Error(`${name}: ${what} did not come`)), patience);
    });
    return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }
}

/** Whether the server's script, or the client's part in it, ends the connection. */
function endsByItself({ steps }: Script): boolean {
  return steps.some(
    (step) => 'close' in step || 'cut' in step || 'leave' in step || 'hangUp' in step,
  );
}

/** A message's text, in every form that the WebSocket classes deliver. */
async function decode(data: unknown): Promise<string> {
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString();
  if (Array.isArray(data)) return Buffer.concat(data as Uint8Array[]).toString();
  if (ArrayBuffer.isView(data)) {
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();
  }
  return await (data as { text(): Promise<string> }).text();
}
