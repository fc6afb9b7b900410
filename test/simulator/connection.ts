import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Channel, type ClientFrame } from './channel.js';
import { converse } from './conversation.js';
import type { Endpoint } from './endpoint.js';
import { field, isObject, type JsonObject, type JsonValue } from './json.js';
import { makeMusic } from './music.js';
import { play } from './play.js';
import { isFullyScripted, type Script } from './script.js';
import { judgeSetup, MessageJudge } from './refusals.js';
import { judge } from './verdict.js';

/** What the simulator remembers of one upgrade request and the connection that came of it. */
export interface RecordedConnection {
  /** As on the request line, secrets and all. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly endpoint: Endpoint | undefined;
  /** 101, the status of a refusal, or 0 where the upgrade got no answer. */
  readonly status: number;
  /** What the client sent: parsed JSON, or what is none as it came. */
  readonly frames: readonly (JsonValue | Buffer)[];
  readonly messages: { readonly sent: number; readonly received: number };
  /** Payload bytes, as the server sees them. */
  readonly bytes: { readonly sent: number; readonly received: number };
  /** How it ended for the server; `undefined` while it is open. */
  readonly ended: Ended | undefined;
  /** How far the script came, where there is one. */
  readonly script: ScriptProgress | undefined;
  /** Settles when the connection is over and its script with it. */
  readonly closed: Promise<Ended>;
}

export interface Ended {
  /** The code in the client's close frame (an echo, where the server closed first); 1005, 1006 as ws has them. */
  readonly code: number;
  readonly reason: string;
}

export interface ScriptProgress {
  readonly name: string | undefined;
  readonly played: number;
  readonly finished: boolean;
}

/** What a connection shares with its simulator. */
export interface House {
  readonly today: string;
  readonly frameMs: number;
  readonly echoDelay: number;
  readonly handles: Set<string>;
}

export class Connection implements RecordedConnection {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly endpoint: Endpoint | undefined;
  readonly frames: (JsonValue | Buffer)[] = [];
  readonly messages = { sent: 0, received: 0 };
  readonly bytes = { sent: 0, received: 0 };
  readonly closed: Promise<Ended>;
  status = 0;
  ended: Ended | undefined;
  script: ScriptProgress | undefined;
  #settle: (ended: Ended) => void = () => {};
  readonly #query: URLSearchParams;
  /** Closes for a message that the model in play refuses. */
  #refuse: ((message: JsonValue | undefined) => void) | undefined;

  constructor(request: IncomingMessage, endpoint: Endpoint | undefined) {
    this.url = request.url ?? '';
    this.headers = request.headers;
    this.endpoint = endpoint;
    this.#query = new URLSearchParams(this.url.split('?')[1] ?? '');
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** The upgrade got no 101. */
  refused(status: number): void {
    this.status = status;
    this.ended = { code: 1006, reason: '' };
    this.#settle(this.ended);
  }

  /** Serves an accepted upgrade to its end. */
  async serve(
    socket: WebSocket,
    duplex: Duplex,
    endpoint: Endpoint,
    script: Script | undefined,
    house: House,
  ): Promise<void> {
    this.status = 101;
    const over = new Promise<Ended>((resolve) => {
      socket.on('close', (code, reason) => {
        this.ended = { code, reason: reason.toString() };
        resolve(this.ended);
      });
    });
    const channel = new Channel(socket, duplex, {
      frameMs: house.frameMs,
      onReceived: (frame, bytes) => this.#received(frame, bytes),
      onSent: (bytes) => {
        this.messages.sent++;
        this.bytes.sent += bytes;
      },
      onHandle: (handle) => house.handles.add(handle),
    });
    if (script !== undefined) await this.#perform(channel, endpoint, script);
    else await this.#attend(channel, endpoint, house);
    this.#settle(await over);
  }

  async #attend(channel: Channel, endpoint: Endpoint, house: House): Promise<void> {
    const setup = await this.#setUp(channel, endpoint, house);
    if (setup === undefined) return;
    if (endpoint.method === 'BidiGenerateMusic') return await makeMusic(channel);
    await converse(channel, endpoint.api, setup, {
      echoDelay: house.echoDelay,
      newHandle: () => `handle-${house.handles.size + 1}-secret`,
    });
  }

  /** The setup that was accepted; `undefined` where the connection was closed over it. */
  async #setUp(
    channel: Channel,
    endpoint: Endpoint,
    house: House,
  ): Promise<JsonObject | undefined> {
    const first = await channel.next();
    if (first === undefined) return undefined;
    const setup = field(first.message, 'setup');
    if (!isObject(setup)) {
      channel.close(1007, 'Request contains an invalid argument.');
      return undefined;
    }
    const verdict =
      judge({
        endpoint,
        query: this.#query,
        headers: this.headers,
        setup,
        today: house.today,
        handles: house.handles,
      }) ?? (endpoint.method === 'BidiGenerateMusic' ? undefined : judgeSetup(endpoint, setup));
    if (verdict !== undefined) {
      channel.close(verdict.code, verdict.reason);
      return undefined;
    }
    const messages = new MessageJudge(endpoint, setup);
    this.#refuse = (message) => {
      const refused = messages.judge(message);
      if (refused !== undefined) channel.close(refused.code, refused.reason);
    };
    await channel.send(setupComplete(endpoint));
    return setup;
  }

  async #perform(channel: Channel, endpoint: Endpoint, script: Script): Promise<void> {
    const progress = (played: number, finished: boolean): void => {
      this.script = { name: script.name, played, finished };
    };
    progress(0, false);
    if (!isFullyScripted(script)) {
      if ((await channel.next()) === undefined) return;
      await channel.send(setupComplete(endpoint));
    }
    await play(channel, script.steps, (played) => progress(played, played === script.steps.length));
  }

  #received({ message, data }: ClientFrame, bytes: number): void {
    this.frames.push(message ?? data);
    this.messages.received++;
    this.bytes.received += bytes;
    this.#refuse?.(message);
  }
}

/** `{}` on the Gemini API, a session id on Vertex AI (js-genai test recordings). */
export function setupComplete({ api }: Endpoint): JsonObject {
  return { setupComplete: api === 'vertex' ? { sessionId: crypto.randomUUID() } : {} };
}
