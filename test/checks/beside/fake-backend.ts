import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGunzip } from 'node:zlib';

/** What an agent sends to, on this machine: it takes everything, and says nothing. */
export interface FakeBackend {
  readonly port: number;
  /** All that came, as it came. */
  text(): string;
  close(): Promise<void>;
}

export async function startFakeBackend(): Promise<FakeBackend> {
  const came: Buffer[] = [];
  const server = createServer((request, response) => {
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const body = isZipped ? request.pipe(createGunzip()) : request;
    body.on('data', (chunk: Buffer) => came.push(chunk));
    // What an agent leaves unfinished at its end is as good as not sent.
    body.on('error', () => undefined);
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      // As Datadog's agent answers; the others do not look at it.
      response.end('{"rate_by_service":{}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    text: () => Buffer.concat(came).toString('latin1'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
