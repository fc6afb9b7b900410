import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What a Google Cloud machine has: the server that gives Application Default Credentials, for
 * clients that use Vertex AI as they would there.
 */
export async function startMetadataServer(token: string): Promise<{
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}> {
  const server = createServer((request, response) => {
    response.setHeader('Metadata-Flavor', 'Google');
    if (/\/token\b/.test(request.url ?? '')) {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ access_token: token, expires_in: 3600, token_type: 'Bearer' }));
    } else if (/universe[-_]domain$/.test(request.url ?? '')) response.end('googleapis.com');
    else response.end('p');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: {
      GCE_METADATA_HOST: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      METADATA_SERVER_DETECTION: 'assume-present',
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
