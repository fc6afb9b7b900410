import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { ended, observe } from './observed.js';

it('a session over a Unix socket has an address and no port', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  const path = join(folder, 'live.sock');
  const server = createServer();
  const endpoint = new WebSocketServer({ server });
  endpoint.on('connection', (socket) => socket.close(1000));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const observed = observe();
  const service = 'google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
  const socket = new observed.WebSocket(`ws+unix://${path}:/ws/${service}?key=k`);
  await new Promise((resolve) => socket.once('close', resolve));
  const [session] = await ended(observed, 'gemini.live.session');
  const [connect] = await ended(observed, 'gemini.live.connect');
  for (const span of [session, connect]) {
    expect(span?.attributes).toMatchObject({
      'server.address': path,
      'url.full': `ws+unix://${path}:/ws/${service}?key=REDACTED`,
    });
    expect(span?.attributes).not.toHaveProperty('server.port');
  }
  endpoint.close();
  server.close();
  rmSync(folder, { recursive: true });
  await observed.stop();
});
