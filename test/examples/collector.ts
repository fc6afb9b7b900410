import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One OTLP export, as it came. */
export interface Export {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Collector {
  readonly url: string;
  readonly exports: Export[];
  close(): void;
}

/** Over HTTP it knows only the paths that it `takes`. */
export async function startCollector(
  protocol: 'http/protobuf' | 'grpc',
  takes: (path: string) => boolean = () => true,
): Promise<Collector> {
  const exports: Export[] = [];
  const server = protocol === 'grpc' ? grpc(exports) : http(exports, takes);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, exports, close: () => server.close() };
}

function http(exports: Export[], takes: (path: string) => boolean): Server {
  return createServer(async (request, response) => {
    const { url: path = '', headers } = request;
    exports.push({ path, headers, body: await buffer(request) });
    response.writeHead(takes(path) ? 200 : 404).end();
  });
}

function grpc(exports: Export[]): Server {
  const server = createHttp2Server();
  server.on('stream', async (stream, headers) => {
    exports.push({ path: String(headers[':path']), headers, body: await buffer(stream) });
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc' },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    // An empty message: not compressed, no bytes.
    stream.end(Buffer.alloc(5));
  });
  return server;
}
