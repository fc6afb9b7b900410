import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy for plain HTTP, whose requests name the whole URL, and for tunnels. */
export class ProxyServer {
  readonly #http = createServer((incoming, response) => {
    const { method, headers } = incoming;
    const outgoing = request(incoming.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.writeHead(502).end());
    incoming.pipe(outgoing);
  });
  readonly #sockets = new Set<Duplex>();
  /** `upgrade` or `tunnel`, as they came. */
  readonly used: string[] = [];

  static async start(): Promise<ProxyServer> {
    const proxy = new ProxyServer();
    proxy.#http.on('upgrade', (incoming, socket, head) => proxy.#upgrade(incoming, socket, head));
    proxy.#http.on('connect', ({ url = '' }: IncomingMessage, socket: Duplex) => {
      proxy.used.push('tunnel');
      const [host = '', port] = url.split(':');
      proxy.#join(socket, host, Number(port), 'HTTP/1.1 200 Fine\r\n\r\n', '');
    });
    proxy.#http.listen(0, '127.0.0.1');
    await once(proxy.#http, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, 'close');
  }

  #upgrade({ url = '', rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.used.push('upgrade');
    const { hostname, port, pathname, search } = new URL(url);
    const lines = [`GET ${pathname}${search} HTTP/1.1`];
    for (let i = 0; i < rawHeaders.length; i += 2)
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
    this.#join(
      socket,
      hostname,
      Number(port),
      '',
      `${lines.join('\r\n')}\r\n\r\n${head.toString()}`,
    );
  }

  #join(socket: Duplex, host: string, port: number, answer: string, first: string): void {
    const target = connect(port, host, () => {
      socket.write(answer);
      target.write(first);
      target.pipe(socket).pipe(target);
    });
    for (const each of [socket, target]) {
      this.#sockets.add(each);
      each.on('error', () => undefined);
    }
  }
}
