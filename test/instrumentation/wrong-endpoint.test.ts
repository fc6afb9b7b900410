import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agent, WebSocket as UndiciSocket } from 'undici';
import { WebSocketServer } from 'ws';
import { ended, observe, type Observed } from './observed.js';

const OPENS = '/v1/something/that/opens';
const GEMINI = 'generativelanguage.googleapis.com';
const VERTEX = 'us-central1-aiplatform.googleapis.com';
const GEMINI_PATH = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
const VERTEX_PATH = '/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent';

let observed: Observed;
let server: Server;
let port: number;
// Google's names lead to this machine; every family has it.
const lookup: LookupFunction = (_host, options, done) => {
  if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

beforeAll(async () => {
  observed = observe();
  server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === OPENS) {
      sockets.handleUpgrade(request, socket, head, (accepted) => accepted.close(1011, 'so'));
    } else socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

async function connect(host: string, path: string): Promise<void> {
  const { WebSocket } = observed;
  const socket = new WebSocket(
    `ws://${host}:${port}${path}?key=secret-key`.replace(`${OPENS}?key=secret-key`, OPENS),
    { lookup },
  );
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
}

describe('a path that the host does not serve', () => {
  it.each([
    ['Vertex AI’s on the Gemini API’s host', GEMINI, VERTEX_PATH, GEMINI_PATH],
    ['the Gemini API’s on Vertex AI’s host', VERTEX, GEMINI_PATH, VERTEX_PATH],
    ['an invented one', GEMINI, '/v1beta2/live:connect', GEMINI_PATH],
    ['a REST method', VERTEX, '/v1/projects/p/x:streamGenerateContent', VERTEX_PATH],
  ])('%s has the cause endpoint, and the right URL', async (_, host, path, right) => {
    const before = Date.now();
    await connect(host, path);
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.attributes).toMatchObject({
      'gemini.close.cause': 'endpoint',
      'gemini.close.confidence': 'known',
      'error.type': 'endpoint',
      'http.response.status_code': 404,
      'server.address': host,
    });
    expect(session?.attributes['gemini.close.hint']).toContain(`wss://${host}${right}`);
    expect(session?.attributes).not.toHaveProperty('gemini.close.field');
    expect(JSON.stringify(session?.attributes)).not.toContain('secret-key');
    const [seconds = 0, nanos = 0] = session?.startTime ?? [];
    expect(seconds * 1_000 + nanos / 1e6).toBeGreaterThanOrEqual(before - 5);
    expect(observed.named('gemini.live.session')).toHaveLength(1);
  });

  const withUndici = async (path: string): Promise<void> => {
    const dispatcher = new Agent({ connect: { lookup } });
    const socket = new UndiciSocket(`ws://${GEMINI}:${port}${path}`, { dispatcher });
    socket.addEventListener('error', () => undefined);
    await new Promise((resolve) => socket.addEventListener('close', resolve));
    await dispatcher.close();
  };

  it('is told of undici’s sockets, too', async () => {
    await withUndici(VERTEX_PATH);
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.attributes).toMatchObject({
      'gemini.close.cause': 'endpoint',
      'http.response.status_code': 404,
    });
    expect(observed.named('gemini.live.session')).toHaveLength(1);
  });

  it('is left alone where it opens, however it ends', async () => {
    await connect(GEMINI, OPENS);
    await withUndici(OPENS);
    expect(observed.spans()).toEqual([]);
  });

  it('is left alone where the option matchEndpoint forbids to watch it', async () => {
    observed.instrumentation.setConfig({ warn: false, matchEndpoint: () => false });
    await connect(GEMINI, VERTEX_PATH);
    observed.instrumentation.setConfig({ warn: false });
    expect(observed.spans()).toEqual([]);
  });
});
