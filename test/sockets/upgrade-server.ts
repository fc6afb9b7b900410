import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

/**
 * Echoes each message as text and as bytes. The query's `then` says what follows: a close code, an
 * HTTP status in place of the upgrade, `terminate`, `cut`, `wrong-answer` or `hang`.
 */
export class UpgradeServer {
  readonly #http: Server = createServer((_request, response) => void response.end('plain'));
  readonly #ws = new WebSocketServer({ noServer: true });
  readonly #sockets = new Set<Duplex>();

  static async start(): Promise<UpgradeServer> {
    const server = new UpgradeServer();
    server.#http.on('upgrade', (request, socket, head) => {
      server.#sockets.add(socket);
      socket.on('error', () => undefined);
      const then = new URL(request.url ?? '', 'http://host').searchParams.get('then') ?? '';
      if (then === 'hang') return;
      if (then === 'cut') return void socket.destroy();
      if (then === 'wrong-answer') {
        const head = 'HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade';
        return void socket.write(`${head}\r\nSec-WebSocket-Accept: nonsense\r\n\r\n`);
      }
      if (/^\d{3}$/.test(then)) {
        return void socket.end(
          `HTTP/1.1 ${then} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        );
      }
      server.#ws.handleUpgrade(request, socket, head, (peer) => {
        peer.on('message', (data) => {
          peer.send(`text:${data}`);
          peer.send(Buffer.from(`bytes:${data}`));
          if (/^\d{4}$/.test(then)) peer.close(Number(then), 'the reason');
          if (then === 'terminate') socket.destroy();
        });
      });
    });
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get origin(): string {
    return `127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  url(then: string): string {
    return `ws://${this.origin}//ws/${LIVE_METHOD}?key=secret&then=${then}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, 'close');
  }
}

export const LIVE_METHOD =
  'google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
