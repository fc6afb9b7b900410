import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { GeminiLiveInstrumentation } from '../../../src/index.js';
import { UpgradeServer } from '../upgrade-server.js';
import { ProxyServer } from './proxy-server.js';

/**
 * A process with instrumentation-undici whose application makes requests in everything that a socket
 * calls; prints the spans that came of it. `road` is how the upgrades go: `direct`, or by way of a
 * proxy: `plain`, `tunnel`, or the one that the environment names.
 */
interface Socket extends EventTarget {
  send(data: string): void;
}
interface Module {
  readonly WebSocket: new (url: string, options?: object) => Socket;
  readonly fetch: typeof fetch;
  readonly ProxyAgent: new (options: object) => object;
  readonly EnvHttpProxyAgent: new (options: object) => object;
}

const [from = 'global', road = 'direct'] = process.argv.slice(2);

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const warnings: string[] = [];
process.on('warning', (warning) =>
  warnings.push((warning as { code?: string }).code ?? warning.name),
);
new UndiciInstrumentation().enable();
new GeminiLiveInstrumentation({ warn: false });

async function main(): Promise<unknown> {
  const { WebSocket, fetch, ...agents } = (
    from === 'global' ? globalThis : await import(from)
  ) as Module;
  const server = await UpgradeServer.start();
  const proxy = await ProxyServer.start();
  const roads: Record<string, () => object | undefined> = {
    direct: () => undefined,
    plain: () => ({ dispatcher: new agents.ProxyAgent({ uri: proxy.url, proxyTunnel: false }) }),
    tunnel: () => ({ dispatcher: new agents.ProxyAgent({ uri: proxy.url, proxyTunnel: true }) }),
    agent: () => ({ dispatcher: new agents.EnvHttpProxyAgent({ httpProxy: proxy.url }) }),
  };
  const options = roads[road]?.();
  const ask = async (what: string): Promise<void> => {
    await (await fetch(`http://${server.origin}/${what}`)).text();
  };
  const connect = (then: string): Promise<void> =>
    new Promise((resolve) => {
      const socket = new WebSocket(server.url(then), options);
      const asked: Promise<void>[] = [];
      const on = (type: string, act?: () => void): void =>
        socket.addEventListener(type, () => {
          asked.push(ask(`${then}-${type}`));
          act?.();
        });
      let over = false;
      const end = (): void => {
        if (over) return;
        over = true;
        queueMicrotask(() => void Promise.all(asked).then(() => resolve()));
      };
      on('open', () => socket.send('hi'));
      on('error', end);
      on('close', end);
      void new Promise((opened) => socket.addEventListener('open', opened)).then(() => {
        asked.push(ask(`${then}-after`));
      });
    });
  await connect('1000');
  await connect('401'); // and what follows from it:
  await connect('1000');
  await ask('finally');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await server.stop();
  await proxy.stop();
  const spans = exporter.getFinishedSpans();
  const urls = spans.map(({ attributes }) => String(attributes['url.full']));
  return {
    asked: urls.filter((url) => !url.includes('/ws/')).map((url) => url.replace(/^.*\//, '')),
    sessions: spans
      .filter(({ name }) => name.startsWith('gemini.live.session'))
      .map(
        ({ attributes }) =>
          attributes['http.response.status_code'] ?? attributes['websocket.close.code'],
      ),
    exposed: urls.filter((url) => url.includes('secret')),
    used: [...new Set(proxy.used)],
    warnings: warnings.filter((code) => code.startsWith('GEMINI')),
  };
}

void main().then((report) => {
  console.log(JSON.stringify(report));
  process.exit();
});
