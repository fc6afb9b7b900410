// `node server.mjs`: Next.js behind a server of one's own, which relays browsers to a Live model.
import { createServer } from 'node:http';
import next from 'next';
import { WebSocketServer } from 'ws';
import { relay } from './relay.mjs';

const port = Number(process.env.PORT ?? 3000);
const app = next({ dev: false });
// Here Next.js calls instrumentation.js. What connects from now on is seen.
await app.prepare();

const browsers = new WebSocketServer({ noServer: true });
const server = createServer(app.getRequestHandler());
server.on('upgrade', (request, socket, head) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname !== '/live') return;
  const model = searchParams.get('model') ?? 'gemini-3.8-live';
  browsers.handleUpgrade(request, socket, head, (browser) => relay(browser, model));
});
server.listen(port, () => console.log(`http://localhost:${port}`));
