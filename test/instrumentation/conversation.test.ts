import { context, diag, trace, type Context } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { withConversationId, type LiveConnection, type OnConnect } from '../../src/index.js';
import { recordLogs } from './log-records.js';
import { ended, observe, type Observed } from './observed.js';
import {
  drive,
  liveUrl,
  scenarios,
  startSimulator,
  type Script,
  type Simulator,
} from '../simulator/index.js';

const id = 'gen_ai.conversation.id';
const logs = recordLogs();
const warnings: unknown[][] = [];
let broken = false;
let observed: Observed;
let simulator: Simulator;

beforeAll(async () => {
  diag.setLogger({
    error: () => undefined,
    warn: (...args) => {
      warnings.push(args);
      if (broken) throw new Error('of a broken logger');
    },
    info: () => undefined,
    debug: () => undefined,
    verbose: () => undefined,
  });
  observed = observe();
  simulator = await startSimulator();
});
afterAll(async () => {
  diag.disable();
  logs.stop();
  await simulator.close();
  await observed.stop();
});
beforeEach(() => {
  observed.reset();
  observed.instrumentation.setConfig({ warn: false });
  logs.records.length = 0;
  warnings.length = 0;
});

const inCall = (call: string): Context => withConversationId(context.active(), call);

interface Dial {
  readonly script?: Script;
  readonly within?: Context;
  /** A handle to resume. */
  readonly handle?: string;
}

/** One connection, from its constructor to its close. */
async function dial({ script = { steps: [] }, within, handle }: Dial): Promise<void> {
  simulator.next(script);
  const url = liveUrl(simulator.url, { api: 'gemini' });
  const make = () => new observed.WebSocket(url);
  const socket = context.with(within ?? context.active(), make);
  const setup = { model: 'models/gemini-3.8-live', sessionResumption: handle ? { handle } : {} };
  await drive(socket, script, { setup });
}

const withTool = scenarios.find(({ name }) => name === 'tool-on-gemini') as Script;

/** A server that issues handles and then closes. */
const issuing = (...handles: readonly string[]): Script => ({
  steps: [
    ...handles.map((newHandle) => ({
      send: { sessionResumptionUpdate: { newHandle, resumable: true } },
    })),
    { close: [1011] },
  ],
});

const idsOf = (prefix: string): unknown[] =>
  observed.named(prefix).map(({ attributes }) => attributes[id]);

describe('the conversation of the context', () => {
  it('stands on every span and log record of the session, and on no metric', async () => {
    observed.instrumentation.setConfig({ errorEvent: 'log', warn: false });
    await dial({ script: withTool, within: inCall('call-1') });
    await dial({ script: issuing(), within: inCall('call-1') });
    await ended(observed, 'gemini.live.session', 2);
    expect(new Set(observed.spans().map(({ name }) => name.split(' ')[0]))).toEqual(
      new Set(['gemini.live.session', 'gemini.live.connect', 'realtime_inference', 'execute_tool']),
    );
    expect(observed.spans().filter(({ attributes }) => attributes[id] !== 'call-1')).toEqual([]);
    expect(logs.records.map(({ eventName }) => eventName)).toContain('gemini.live.exception');
    expect(logs.records).toHaveLength(5);
    expect(logs.records.filter(({ attributes }) => attributes?.[id] !== 'call-1')).toEqual([]);
    const points = [...(await observed.metrics()).values()].flat();
    expect(points.filter(({ attributes }) => id in attributes)).toEqual([]);
  });

  it('is none where the application gives none', async () => {
    await dial({ script: withTool });
    await dial({ script: withTool, within: inCall('') });
    await dial({ within: inCall(7 as never) });
    await ended(observed, 'gemini.live.session', 3);
    expect(observed.spans().filter(({ attributes }) => id in attributes)).toEqual([]);
  });

  it('is cut, and holds no credential', async () => {
    await dial({ within: inCall(`${'x'.repeat(300)}`) });
    await dial({ within: inCall('call AIzaSyA-secret-key-of-somebody') });
    const sessions = await ended(observed, 'gemini.live.session', 2);
    expect(sessions.map(({ attributes }) => attributes[id])).toEqual([
      'x'.repeat(256),
      'call REDACTED',
    ]);
  });

  it('is that of a redial from a handler, and of the redial of that', async () => {
    const url = liveUrl(simulator.url, { api: 'gemini' });
    await new Promise<void>((resolve) => {
      const connect = (left: number): void => {
        simulator.next({ steps: [{ close: [1011] }] });
        const socket = new observed.WebSocket(url);
        socket.on('open', () => socket.send('{"setup":{"model":"models/gemini-3.8-live"}}'));
        socket.on('close', () => (left === 0 ? resolve() : connect(left - 1)));
      };
      context.with(inCall('call-2'), () => connect(2));
    });
    await ended(observed, 'gemini.live.session', 3);
    expect(idsOf('gemini.live')).toEqual(Array(6).fill('call-2'));
  });
});

describe('onConnect', () => {
  const use = (onConnect: unknown): void =>
    observed.instrumentation.setConfig({ warn: false, onConnect: onConnect as OnConnect });

  it('is told of the connection, in the context of its session', async () => {
    const seen: [unknown, LiveConnection, unknown][] = [];
    use((span: unknown, connection: LiveConnection) => {
      seen.push([span, connection, trace.getActiveSpan()]);
    });
    simulator.next({ steps: [] });
    const url = `${liveUrl(simulator.url, { api: 'gemini' })}?key=test-key`;
    await drive(new observed.WebSocket(url), { steps: [] });
    const [session] = await ended(observed, 'gemini.live.session');
    const [[span, connection, active] = []] = seen;
    expect(seen).toHaveLength(1);
    expect(span).toBe(session);
    expect(active).toBe(span);
    expect(connection).toEqual({
      api: 'gemini',
      version: 'v1beta',
      method: 'BidiGenerateContent',
      location: undefined,
      url: session?.attributes['url.full'],
    });
    expect(connection?.url).not.toContain('test-key');
  });

  it('goes before the context', async () => {
    use(() => ({ conversationId: 'asked' }));
    await dial({ script: withTool, within: inCall('context') });
    await ended(observed, 'gemini.live.session');
    expect(observed.spans().filter(({ attributes }) => attributes[id] !== 'asked')).toEqual([]);
    expect(logs.records.map(({ attributes }) => attributes?.[id])).toEqual(['asked', 'asked']);
  });

  it.each([
    ['nothing', () => undefined, 0],
    ['no id', () => ({}), 0],
    ['a promise', async () => ({ conversationId: 'late' }), 1],
    ['a promise that rejects', () => Promise.reject(new Error('late')), 1],
    ['a string', () => 'call-9', 1],
    ['an id that is none', () => ({ conversationId: 9 }), 1],
  ])('returns %s', async (_, onConnect, told) => {
    use(onConnect);
    await dial({ within: inCall('context') });
    await dial({});
    const sessions = await ended(observed, 'gemini.live.session', 2);
    expect(sessions.map(({ attributes }) => attributes[id])).toEqual(['context', undefined]);
    expect(warnings.map(([message]) => message)).toEqual(
      Array(told).fill(
        expect.stringMatching(/'onConnect' returned .*; allowed: \{ conversationId/),
      ),
    );
  });

  it('may throw', async () => {
    use(() => {
      throw new Error('of the application');
    });
    await dial({ script: withTool });
    await ended(observed, 'gemini.live.session');
    expect(observed.named('realtime_inference')).toHaveLength(2);
    expect(warnings).toEqual([['gemini-live: the onConnect hook threw', expect.any(Error)]]);
  });

  it('may throw beside a broken logger', async () => {
    broken = true;
    use(() => {
      throw new Error('of the application');
    });
    await dial({ within: inCall('context') });
    broken = false;
    await ended(observed, 'gemini.live.session');
    expect(idsOf('gemini.live')).toEqual(['context', 'context']);
  });
});

describe('a call that reconnects three times', () => {
  it('is one conversation, also where only handles hold it together', async () => {
    await dial({ script: issuing('h-1a', 'h-1b'), within: inCall('call-3') });
    await dial({ script: issuing('h-2'), handle: 'h-1a' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await dial({ script: issuing('h-3'), handle: 'h-2' });
    await dial({ script: withTool, handle: 'h-3' });
    const sessions = await ended(observed, 'gemini.live.session', 4);
    expect(observed.spans().filter(({ attributes }) => attributes[id] !== 'call-3')).toEqual([]);
    const read = (name: string) => sessions.map(({ attributes }) => attributes[name]);
    expect(read('gemini.live.session.sequence')).toEqual([undefined, 2, 3, 4]);
    expect(read('gemini.live.session.resumed')).toEqual([undefined, true, true, true]);
    const gaps = read('gemini.live.resumption.gap') as number[];
    expect(gaps[0]).toBeUndefined();
    expect(gaps.slice(1).every((gap) => gap >= 0 && gap < 5)).toBe(true);
    expect(gaps[2]).toBeGreaterThanOrEqual(0.055);
  });

  it('has no gap where the session before has not ended', async () => {
    const script: Script = {
      steps: [
        { send: { sessionResumptionUpdate: { newHandle: 'h-open', resumable: true } } },
        { expect: 'clientContent' },
      ],
    };
    simulator.next(script);
    const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini' }));
    const driven = drive(socket, script, { leave: null });
    await vi.waitFor(() => expect(driven).resolves.toBeDefined());
    await dial({ handle: 'h-open' });
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.attributes['gemini.live.session.sequence']).toBe(2);
    expect(session?.attributes).not.toHaveProperty('gemini.live.resumption.gap');
    socket.close();
    await ended(observed, 'gemini.live.session', 2);
  });

  it('keeps an id of its own before that of the session it resumes', async () => {
    await dial({ script: issuing('h-own'), within: inCall('first') });
    await dial({ script: issuing('h-own-2'), handle: 'h-own', within: inCall('second') });
    await dial({ handle: 'h-own-2' });
    await ended(observed, 'gemini.live.session', 3);
    expect(idsOf('gemini.live.session')).toEqual(['first', 'second', 'second']);
  });

  it('resumes nothing that this process did not see', async () => {
    await dial({ handle: 'h-of-another-process' });
    const [session] = await ended(observed, 'gemini.live.session');
    expect(session?.attributes).not.toHaveProperty('gemini.live.session.sequence');
  });
});
