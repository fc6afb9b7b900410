import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Span,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type WebSocketClass from 'ws';
import { ended, observe, type Observed } from './observed.js';
import {
  closeWith,
  drive,
  liveUrl,
  messages,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

let observed: Observed;
let simulator: Simulator;
let http: HttpInstrumentation;
const tracer = trace.getTracer('the application');

beforeAll(async () => {
  observed = observe();
  simulator = await startSimulator();
  http = new HttpInstrumentation({ disableIncomingRequestInstrumentation: true });
  http.setTracerProvider(observed.tracerProvider);
  createRequire(import.meta.url)('http');
});
afterAll(async () => {
  http.disable();
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());

const setup = JSON.stringify({ setup: { model: 'models/gemini-3.8-live' } });

function connect(): WebSocketClass {
  const socket = new observed.WebSocket(
    liveUrl(simulator.url, { api: 'gemini', key: 'AIzaSecretSecretSecret' }),
  );
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send(setup));
  return socket;
}
const closed = (socket: WebSocketClass): Promise<unknown> =>
  new Promise((resolve) => socket.once('close', resolve));
const parentOf = (span: ReadableSpan | undefined): string | undefined =>
  span?.parentSpanContext?.spanId;
const idOf = (span: ReadableSpan | undefined): string | undefined => span?.spanContext().spanId;
const named = (name: string): ReadableSpan | undefined => observed.named(name)[0];

describe('the parent of a session', () => {
  it('is the context of the constructor', async () => {
    await tracer.startActiveSpan('call', async (call) => {
      const socket = connect();
      socket.on('message', () => socket.close());
      await closed(socket);
      call.end();
    });
    const [session] = await ended(observed, 'gemini.live.session');
    expect(parentOf(session)).toBe(idOf(named('call')));
  });

  it('is, for a redial, the parent of the session before it, with a link', async () => {
    await tracer.startActiveSpan('call', async (call) => {
      await new Promise<void>((resolve) => {
        let left = 3;
        const dial = (): void => {
          simulator.next(closeWith(1011, 'Internal error encountered.'));
          connect().on('close', () => (--left > 0 ? dial() : resolve()));
        };
        dial();
      });
      call.end();
    });
    const sessions = await ended(observed, 'gemini.live.session', 3);
    const call = idOf(named('call'));
    expect(sessions.map(parentOf)).toEqual([call, call, call]);
    expect(sessions.map(({ links }) => links.map((link) => link.context.spanId))).toEqual([
      [],
      [idOf(sessions[0])],
      [idOf(sessions[1])],
    ]);
  });

  it("is, for a hand-over, the span that the application has started in another session's handler", async () => {
    const first = connect();
    await new Promise<void>((resolve) => {
      first.once('message', () =>
        tracer.startActiveSpan('hand-over', (span) => {
          const second = connect();
          second.on('message', () => second.close());
          second.on('close', () => {
            span.end();
            first.close();
            resolve();
          });
        }),
      );
    });
    await closed(first);
    const [second, session] = await ended(observed, 'gemini.live.session', 2);
    expect(parentOf(named('hand-over'))).toBe(idOf(session));
    expect(parentOf(second)).toBe(idOf(named('hand-over')));
    expect(second?.links).toEqual([]);
  });

  it('is, for a hand-over in the handler of a tool call, the tool', async () => {
    const call = { id: 'fc_1', name: 'transfer', args: {} };
    simulator.next({
      steps: [
        { expect: 'clientContent' },
        { send: { toolCall: { functionCalls: [call] } } },
        { expect: 'toolResponse' },
        { close: [1000] },
      ],
    });
    const first = connect();
    first.once('message', () =>
      first.send(JSON.stringify({ clientContent: { turns: [], turnComplete: true } })),
    );
    first.on('message', (data) => {
      if (!String(data).includes('toolCall')) return;
      const second = connect();
      second.on('message', () => second.close());
      second.on('close', () => {
        const functionResponses = [{ id: 'fc_1', name: 'transfer', response: {} }];
        first.send(JSON.stringify({ toolResponse: { functionResponses } }));
      });
    });
    await closed(first);
    const [second] = await ended(observed, 'gemini.live.session', 2);
    expect(parentOf(second)).toBe(idOf(named('execute_tool')));
    expect(second?.links).toEqual([]);
  });
});

describe('what the application does in a handler', () => {
  it.each(['open', 'message', 'close', 'ping', 'upgrade'])(
    '%s: nests below the session',
    async (event) => {
      simulator.next({ steps: [{ ping: 'hello' }, { close: [1000] }] });
      const socket = connect();
      socket.once(event, () => tracer.startSpan('handled').end());
      await closed(socket);
      const [session] = await ended(observed, 'gemini.live.session');
      expect(parentOf(named('handled'))).toBe(idOf(session));
    },
  );

  it.each([
    ['error', { steps: [{ refuse: 401 }] }],
    ['unexpected-response', { steps: [{ refuse: 401 }] }],
  ] satisfies [string, Script][])('%s: nests below the session', async (event, script) => {
    simulator.next(script);
    const socket = connect();
    socket.once(event, () => {
      tracer.startSpan('handled').end();
      socket.terminate();
    });
    await closed(socket);
    const [session] = await ended(observed, 'gemini.live.session');
    expect(parentOf(named('handled'))).toBe(idOf(session));
    expect(session?.attributes['http.response.status_code']).toBe(401);
  });

  it('is never suppressed: timers, too', async () => {
    const socket = connect();
    socket.on('message', () => {
      setTimeout(() => {
        tracer.startSpan('later').end();
        socket.close();
      }, 1);
    });
    await closed(socket);
    const [session] = await ended(observed, 'gemini.live.session');
    expect(parentOf(named('later'))).toBe(idOf(session));
  });

  it('is not entered where it is active already, and is where another one is', async () => {
    const socket = connect();
    await new Promise((resolve) => socket.once('message', resolve));
    const entered = vi.spyOn(AsyncLocalStorageContextManager.prototype, 'with');
    const seen: (Span | undefined)[] = [];
    socket.on('pong', () => seen.push(trace.getActiveSpan()));
    socket.ping();
    await new Promise((resolve) => socket.once('pong', resolve));
    expect(entered).not.toHaveBeenCalled();
    tracer.startActiveSpan('elsewhere', (elsewhere) => {
      entered.mockClear();
      socket.emit('pong', Buffer.alloc(0));
      expect(entered).toHaveBeenCalledTimes(1);
      elsewhere.end();
    });
    entered.mockRestore();
    socket.close();
    const [session] = await ended(observed, 'gemini.live.session');
    expect(seen.map((span) => span?.spanContext().spanId)).toEqual([idOf(session), idOf(session)]);
  });

  it('nests below the tool in the handler of a frame with one tool call', async () => {
    const call = { id: 'fc_1', name: 'find_table', args: {} };
    const script: Script = {
      steps: [
        { expect: 'clientContent' },
        { send: { toolCall: { functionCalls: [call] } } },
        { expect: 'toolResponse' },
        { send: messages.turnComplete() },
      ],
    };
    simulator.next(script);
    const socket = connect();
    const query = (data: WebSocketClass.RawData): void => {
      if (!String(data).includes('toolCall')) return;
      tracer.startSpan('SELECT').end();
    };
    socket.on('message', query);
    socket.removeAllListeners('open');
    await drive(socket, script);
    await ended(observed, 'gemini.live.session');
    const tool = named('execute_tool find_table');
    expect(parentOf(named('SELECT'))).toBe(idOf(tool));
    expect(tool?.attributes).toMatchObject({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'find_table',
      'gen_ai.tool.call.id': 'fc_1',
      'gen_ai.tool.type': 'function',
    });
    expect(parentOf(tool)).toBe(idOf(named('gemini.live.session')));
  });
});

describe('what follows from a handshake', () => {
  /** Each ends with a span of the application, and with a request of its own that http records. */
  const acts: Readonly<Record<string, (done: () => void) => void>> = {
    'the body of a refused upgrade': (done) => {
      simulator.next({ steps: [{ refuse: 403 }] });
      const socket = connect();
      socket.on('unexpected-response', (_request, response) => {
        response.on('data', () => undefined).on('end', done);
      });
    },
    'a retry after a refusal': (done) => {
      simulator.next({ steps: [{ refuse: 503 }] });
      connect().on('close', () => setTimeout(done, 1));
    },
    'the error of a refused upgrade': (done) => {
      simulator.next({ steps: [{ refuse: 401 }] });
      connect().once('error', () => void Promise.resolve().then(done));
    },
    'a redial, and another': (done) => {
      let left = 3;
      const dial = (): void => {
        simulator.next({ steps: [{ refuse: 503 }] });
        connect().on('unexpected-response', (_request, response) => {
          response.resume().on('end', () => (--left > 0 ? dial() : done()));
        });
      };
      dial();
    },
  };

  it.each(Object.entries(acts))('is not suppressed: %s', async (_, act) => {
    const before = simulator.connections.length;
    await new Promise<void>((resolve) => {
      act(() => {
        tracer.startSpan('followed').end();
        // As CommonJS sees it, which is what instrumentation-http has patched.
        const { get } = createRequire(import.meta.url)('http') as typeof import('node:http');
        get(simulator.httpUrl, (response) => response.resume().on('end', resolve));
      });
    });
    const [followed] = await ended(observed, 'followed');
    const [request] = await ended(observed, 'GET');
    const sessions = await ended(observed, 'gemini.live.session');
    expect(parentOf(followed)).toBe(idOf(sessions.at(-1)));
    expect(parentOf(request)).toBe(idOf(sessions.at(-1)));
    expect(observed.named('GET')).toHaveLength(1);
    expect(JSON.stringify(observed.spans().map(({ attributes }) => attributes))).not.toContain(
      'AIzaSecret',
    );
    for (const { headers } of simulator.connections.slice(before)) {
      expect(headers).not.toHaveProperty('traceparent');
    }
  });

  it('is suppressed as long as it goes on: a redirect', async () => {
    const target = liveUrl(simulator.url, { api: 'gemini', key: 'AIzaSecretSecretSecret' });
    const redirecting = createServer((_request, response) => {
      response.writeHead(302, { location: target }).end();
    }).listen(0, '127.0.0.1');
    await once(redirecting, 'listening');
    const { port } = redirecting.address() as AddressInfo;
    const socket = new observed.WebSocket(liveUrl(`ws://127.0.0.1:${port}`, { api: 'gemini' }), {
      followRedirects: true,
    });
    socket.on('open', () => socket.send(setup));
    socket.on('message', () => socket.close());
    await closed(socket);
    redirecting.close();
    await ended(observed, 'gemini.live.session');
    expect(observed.spans().map(({ name }) => name.split(' ')[0])).toEqual([
      'gemini.live.connect',
      'gemini.live.session',
    ]);
  });
});

describe("the upgrade's own span", () => {
  it('is not made by instrumentation-http, nor is its propagation header sent', async () => {
    const socket = connect();
    socket.on('message', () => socket.close());
    await closed(socket);
    await ended(observed, 'gemini.live.session');
    expect(observed.spans().map(({ name }) => name.split(' ')[0])).toEqual([
      'gemini.live.connect',
      'gemini.live.session',
    ]);
    expect(simulator.connections.at(-1)?.headers).not.toHaveProperty('traceparent');
  });

  it('is made with suppressHandshakeSpans: false, below the session', async () => {
    observed.instrumentation.setConfig({ warn: false, suppressHandshakeSpans: false });
    try {
      const socket = connect();
      socket.on('message', () => socket.close());
      await closed(socket);
      const [session] = await ended(observed, 'gemini.live.session');
      const [get] = await ended(observed, 'GET');
      expect(parentOf(get)).toBe(idOf(session));
    } finally {
      observed.instrumentation.setConfig({ warn: false });
    }
  });

  it('of any other WebSocket is made as ever', async () => {
    const socket = new observed.WebSocket(`${simulator.url}/chat`);
    socket.on('error', () => undefined);
    await closed(socket);
    const [get] = await ended(observed, 'GET');
    expect(
      get?.attributes['http.response.status_code'] ?? get?.attributes['http.status_code'],
    ).toBe(404);
    expect(observed.named('gemini')).toEqual([]);
  });
});

it('keeps the baggage of the constructor for the handlers', async () => {
  const baggage = propagation.createBaggage({ caller: { value: '42' } });
  const seen = await context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), async () => {
    const socket = connect();
    const value = new Promise((resolve) =>
      socket.on('message', () => {
        resolve(propagation.getActiveBaggage()?.getEntry('caller')?.value);
        socket.close();
      }),
    );
    await closed(socket);
    return await value;
  });
  expect(seen).toBe('42');
});

it('marks a session that resumes an earlier one of this process, over several hops', async () => {
  const handle = (n: number): Script => ({
    steps: [
      { send: { sessionResumptionUpdate: {} } },
      { send: { sessionResumptionUpdate: { newHandle: `handle-${n}a-secret`, resumable: true } } },
      { send: { sessionResumptionUpdate: { newHandle: `handle-${n}-secret`, resumable: true } } },
      { close: [1000] },
    ],
  });
  for (const n of [1, 2, 3]) {
    simulator.next(handle(n));
    const sessionResumption = n === 1 ? {} : { handle: `handle-${n - 1}-secret` };
    const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    await drive(socket, handle(n), {
      setup: { model: 'models/gemini-3.8-live', sessionResumption },
    });
  }
  const sessions = await ended(observed, 'gemini.live.session', 3);
  expect(sessions.map(({ attributes }) => attributes['gemini.live.session.resumed'])).toEqual([
    undefined,
    true,
    true,
  ]);
  expect(sessions.map(({ links }) => links.map((link) => link.context.spanId))).toEqual([
    [],
    [idOf(sessions[0])],
    [idOf(sessions[1])],
  ]);
  expect(sessions.map(({ events }) => events.map(({ name }) => name))).toEqual(
    sessions.map(() => ['gemini.live.session_resumption']),
  );
  expect(
    JSON.stringify(
      sessions.map(({ attributes, events, links }) => [
        attributes,
        events,
        links.map((l) => l.attributes),
      ]),
    ),
  ).not.toContain('secret');
  expect(sessions.every(({ status }) => status.code === SpanStatusCode.UNSET)).toBe(true);
});
