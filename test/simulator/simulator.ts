import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { makeCertificate } from './certificate.js';
import { Connection, type House, type RecordedConnection } from './connection.js';
import { endpointAt } from './endpoint.js';
import { answerList } from './model-list.js';
import { findScript } from './repertoire.js';
import type { Script } from './script.js';
import { refuse } from './wire.js';

export interface SimulatorOptions {
  /** 0, the default: any free one. */
  readonly port?: number;
  /** The day for which models are judged, YYYY-MM-DD; 2026-10-01 by default. */
  readonly today?: string;
  /** Milliseconds from the end of the user's input to the answer; 5 by default. */
  readonly echoDelay?: number;
  /** Milliseconds between two frames of the server; 2 by default, far from real-time playback. */
  readonly frameMs?: number;
  /** Serve `wss:` with a certificate made by the `openssl` command. */
  readonly tls?: boolean;
  /** Paths of a proxy that hides the API → the path that it stands for. */
  readonly proxied?: Readonly<Record<string, string>>;
}

export interface Simulator {
  readonly port: number;
  /** `ws://127.0.0.1:port` */
  readonly url: string;
  /** The same for clients that want a base URL: `http://127.0.0.1:port` */
  readonly httpUrl: string;
  /** The certificate in PEM, where `tls` was asked for. */
  readonly certificate: string | undefined;
  /** One for each upgrade request, in the order they came. */
  readonly connections: readonly RecordedConnection[];
  /** One for each request that is no upgrade, in the order they came. */
  readonly requests: readonly RecordedRequest[];
  /** Queues a script for the next connection that does not name one in its URL. */
  next(script: Script): void;
  /** Plays this script on every connection that has no other, until told otherwise. */
  always(script: Script | undefined): void;
  /** Resolves when so many connections have been asked for, rejects after 5 s. */
  waitFor(connections: number): Promise<readonly RecordedConnection[]>;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}

/** What the simulator remembers of a request that is no upgrade. */
export interface RecordedRequest {
  /** As on the request line, secrets and all. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const certificate = options.tls ? await makeCertificate() : undefined;
  const server = certificate ? createTlsServer(certificate) : createServer();
  const room = new Room(server, options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const secure = certificate ? 's' : '';
  return {
    port,
    url: `ws${secure}://127.0.0.1:${port}`,
    httpUrl: `http${secure}://127.0.0.1:${port}`,
    certificate: certificate?.cert,
    connections: room.connections,
    requests: room.requests,
    next: (script) => void room.queue.push(script),
    always: (script) => {
      room.standing = script;
    },
    waitFor: (count) => room.waitFor(count),
    close: () => room.close(),
  };
}

class Room {
  readonly connections: Connection[] = [];
  readonly requests: RecordedRequest[] = [];
  readonly queue: Script[] = [];
  standing: Script | undefined;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #duplexes = new Set<Duplex>();
  readonly #proxied: Readonly<Record<string, string>>;
  readonly #house: House;
  #arrivals: (() => void)[] = [];

  constructor(server: Server, options: SimulatorOptions) {
    this.#server = server;
    this.#proxied = options.proxied ?? {};
    this.#house = {
      today: options.today ?? '2026-10-01',
      frameMs: options.frameMs ?? 2,
      echoDelay: options.echoDelay ?? 5,
      handles: new Set(),
    };
    // Not an upgrade: only the lists of models live here.
    server.on('request', (request, response) => {
      this.requests.push({ url: request.url ?? '', headers: request.headers });
      answerList(request, response, this.#house.today);
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async waitFor(count: number): Promise<readonly Connection[]> {
    const deadline = Date.now() + 5000;
    while (this.connections.length < count) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${this.connections.length} of ${count} connections came`);
      await new Promise<void>((resolve) => {
        this.#arrivals.push(resolve);
        setTimeout(resolve, left).unref();
      });
    }
    return this.connections;
  }

  async close(): Promise<void> {
    for (const duplex of this.#duplexes) duplex.destroy();
    this.#sockets.close();
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#duplexes.add(socket);
    socket.on('close', () => this.#duplexes.delete(socket));
    // A client that goes away during the handshake.
    socket.on('error', () => {});
    // Not `new URL`: it would read the `//ws` of js-genai as a host.
    const [requested = ''] = (request.url ?? '').split('?');
    const { path, script: named } = scriptInPath(requested);
    const endpoint = endpointAt(this.#proxied[path] ?? path);
    const connection = new Connection(request, endpoint);
    this.connections.push(connection);
    for (const arrived of this.#arrivals.splice(0)) arrived();

    const name = named ?? new URLSearchParams((request.url ?? '').split('?')[1]).get('script');
    const script = name ? findScript(name) : (this.queue.shift() ?? this.standing);
    const first = script?.steps[0];
    if (endpoint === undefined || (name && script === undefined)) {
      connection.refused(404);
      refuse(socket, 404);
    } else if (first !== undefined && 'refuse' in first) {
      connection.refused(first.refuse);
      refuse(socket, first.refuse);
    } else if (first !== undefined && 'hangUp' in first) {
      connection.refused(0);
      socket.destroy();
    } else if (first !== undefined && 'stall' in first) {
      socket.on('close', () => connection.refused(0));
    } else {
      this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
        void connection.serve(accepted, socket, endpoint, script, this.#house);
      });
    }
  }
}

/**
 * `/script/NAME/ws/…` plays a scenario by name, as `?script=NAME` does: @google/genai takes a base
 * URL with a path, but none with a query.
 */
function scriptInPath(path: string): { path: string; script: string | undefined } {
  const found = /^\/{1,2}script\/([\w.-]+)(\/.*)$/.exec(path);
  return { path: found?.[2] ?? path, script: found?.[1] };
}
