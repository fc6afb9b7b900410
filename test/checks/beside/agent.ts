import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

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
    request.on('data', (chunk: Buffer) => came.push(chunk));
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
