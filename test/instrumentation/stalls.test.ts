import { createHook } from 'node:async_hooks';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type UndiciSockets from 'undici';
import type WebSocketClass from 'ws';
import { endOpenSessions, type StallKind, type StallOptions } from '../../src/index.js';
import { ended, observe, type Observed } from './observed.js';
import { bundledChild } from '../sockets/whatwg/bundled-child.js';
import {
  drive,
  liveUrl,
  messages,
  scenarios,
  stalls,
  startSimulator,
  type DrivenSocket,
  type Script,
  type Simulator,
  type StallScript,
  type Step,
} from '../simulator/index.js';

/** Time is what is looked at, so the clock is the real one, and the silences are short. */
const limit = 0.4;
const short: StallOptions = {
  heard_no_reply: limit,
  asked_no_reply: limit,
  after_tool: limit,
  mid_reply: limit,
  half_open: limit,
  going_away_silent: limit,
};

const globalSocket = bundledChild('../../instrumentation/global-stalls.child.ts');

let observed: Observed;
let simulator: Simulator;
let undici: typeof UndiciSockets;
const open: WebSocketClass[] = [];

beforeAll(async () => {
  observed = observe({ stalls: short });
  undici = createRequire(import.meta.url)('undici') as typeof UndiciSockets;
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await observed.stop();
});
beforeEach(() => observed.reset());
afterEach(async () => {
  for (const socket of open.splice(0)) {
    if (socket.readyState === socket.CLOSED) continue;
    socket.terminate();
    await once(socket, 'close');
  }
});

/** Stalls counted so far, by kind. */
async function counted(): Promise<Partial<Record<StallKind, number>>> {
  const points = (await observed.metrics()).get('gemini.live.stalls') ?? [];
  return Object.fromEntries(
    points.map(({ attributes, value }) => [attributes['gemini.live.stall.kind'], value]),
  ) as Partial<Record<StallKind, number>>;
}

async function until(what: string, is: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 8_000; waited += 20) {
    if (await is()) return;
    await sleep(20);
  }
  throw new Error(`${what} did not come`);
}

/** Counts from now on; resolves when there are so many of a kind. */
async function countsOf(kind: StallKind): Promise<(more: number) => Promise<void>> {
  const before = (await counted())[kind] ?? 0;
  return (more) => until(kind, async () => ((await counted())[kind] ?? 0) - before >= more);
}

function connect(script: Script): WebSocketClass {
  simulator.next(script);
  const socket = new observed.WebSocket(liveUrl(simulator.url, { api: 'gemini', ...script }));
  open.push(socket);
  return socket;
}

function play(steps: readonly Step[], more: Partial<StallScript> = {}): WebSocketClass {
  const script = { ...stalls.asked_no_reply, ...more, steps };
  const socket = connect(script);
  void drive(socket, script, { leave: null }).catch(() => undefined);
  return socket;
}

const lasted = ({ duration }: ReadableSpan): number => duration[0] + duration[1] / 1e9;
const startOf = ({ startTime }: ReadableSpan): number => startTime[0] * 1e3 + startTime[1] / 1e6;
const stalled = (): readonly ReadableSpan[] => observed.named('gemini.live.stall');

const ask = { expect: 'clientContent' } as const;
const send = (message: ReturnType<typeof messages.audio>): Step => ({ send: message });
const reply = [
  send(messages.audio()),
  send(messages.generationComplete),
  send(messages.turnComplete()),
];

const byMessage: readonly StallKind[] = [
  'heard_no_reply',
  'asked_no_reply',
  'after_tool',
  'mid_reply',
  'empty_turn',
  'wedged',
  'going_away_silent',
];

describe.each([
  ['ws', (url: string): DrivenSocket => new observed.WebSocket(url)],
  ['undici', (url: string): DrivenSocket => new undici.WebSocket(url) as unknown as DrivenSocket],
])('over %s', (_, make) => {
  it.each(byMessage)('%s is counted while it lasts, and stands in the trace', async (kind) => {
    const noticed = await countsOf(kind);
    const script: StallScript = stalls[kind];
    simulator.next(script);
    const socket = make(liveUrl(simulator.url, script));
    await drive(socket, script, { leave: null });
    await noticed(1);
    socket.close();
    const [session] = await ended(observed, 'gemini.live.session');
    const of = stalled().filter(({ attributes }) => attributes['gemini.live.stall.kind'] === kind);
    const span = of.at(-1)!;
    expect(span.name).toBe(`gemini.live.stall ${kind}`);
    expect(span.attributes).toMatchObject({
      'gen_ai.provider.name': 'gcp.gemini',
      'gen_ai.request.model': script.model,
      'gemini.live.stall.ended_by': 'close',
      'error.type': 'stall',
    });
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
    expect(span.parentSpanContext?.spanId).toBe(session?.spanContext().spanId);
    if (kind !== 'empty_turn' && kind !== 'wedged') expect(lasted(span)).toBeGreaterThan(limit);
    expect(session?.attributes['gemini.live.stalls']).toBe(kind === 'wedged' ? 4 : 1);
    // The session itself went well.
    expect(session?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('none, where the answer comes in time', async () => {
    const before = await counted();
    const script = { ...stalls.asked_no_reply, steps: [ask, { wait: 100 }, ...reply] };
    simulator.next(script);
    const socket = make(liveUrl(simulator.url, script));
    await drive(socket, script, { leave: null });
    await sleep(3 * limit * 1_000);
    socket.close();
    const [session] = await ended(observed, 'gemini.live.session');
    expect(await counted()).toEqual(before);
    expect(session?.attributes['gemini.live.stalls']).toBe(0);
    expect(stalled()).toEqual([]);
  });
});

it('mid_reply is told of the global WebSocket, too', async () => {
  const { points, spans } = JSON.parse(await globalSocket()) as Record<string, unknown[]>;
  expect(points).toEqual([
    {
      attributes: {
        'gen_ai.provider.name': 'gcp.gemini',
        'gemini.live.stall.kind': 'mid_reply',
      },
      value: 1,
    },
  ]);
  expect(spans).toContain('gemini.live.stall mid_reply');
});

describe('a stall', () => {
  it('stands from the question to the answer', async () => {
    const socket = play([ask, { wait: 1_200 }, ...reply]);
    await once(socket, 'message');
    const asked = Date.now();
    const [span] = await ended(observed, 'gemini.live.stall');
    expect(span!.attributes['gemini.live.stall.ended_by']).toBe('reply');
    expect(Math.abs(startOf(span!) - asked)).toBeLessThan(300);
    expect(lasted(span!)).toBeGreaterThan(1.1);
    expect(lasted(span!)).toBeLessThan(2);
  });

  it('ends where the user speaks again', async () => {
    const noticed = await countsOf('asked_no_reply');
    const socket = play([ask]);
    await noticed(1);
    socket.send(JSON.stringify(messages.client.text('Hello?')));
    const [span] = await ended(observed, 'gemini.live.stall');
    expect(span!.attributes['gemini.live.stall.ended_by']).toBe('user');
    await noticed(2);
  });

  it('is one where a ping of the application has no pong', async () => {
    const noticed = await countsOf('half_open');
    const socket = play(stalls.half_open.steps);
    await once(socket, 'message');
    await sleep(2 * limit * 1_000);
    expect((await counted()).half_open ?? 0).toBe(0);
    socket.ping();
    await noticed(1);
    socket.terminate();
    await ended(observed, 'gemini.live.session');
    expect(stalled().map(({ name }) => name)).toEqual(['gemini.live.stall half_open']);
  });

  it('is none where the pong comes', async () => {
    const before = await counted();
    const socket = play([ask, ...reply]);
    await once(socket, 'message');
    const pong = once(socket, 'pong');
    socket.ping();
    await pong;
    await sleep(2 * limit * 1_000);
    expect(await counted()).toEqual(before);
  });

  it('is none of the server while the application does not read', async () => {
    const before = await counted();
    const socket = play([ask, { wait: 100 }, ...reply]);
    await once(socket, 'message');
    socket.pause();
    await sleep(3 * limit * 1_000);
    socket.resume();
    await sleep(2 * limit * 1_000);
    expect(await counted()).toEqual(before);
  });

  it('counts from when the application reads again', async () => {
    const noticed = await countsOf('asked_no_reply');
    const before = await counted();
    const socket = play([ask]);
    await once(socket, 'message');
    socket.pause();
    await sleep(3 * limit * 1_000);
    expect(await counted()).toEqual(before);
    socket.resume();
    await noticed(1);
  });

  it('is none of the server while the loop is blocked', async () => {
    const before = await counted();
    const socket = play([ask, { wait: 200 }, ...reply]);
    await once(socket, 'message');
    // The simulator runs in this loop, too: so it is blocked from its answer on, and before it.
    await sleep(limit * 500);
    block(limit * 2_000);
    await sleep(2 * limit * 1_000);
    expect(await counted()).toEqual(before);
  });
});

describe('every order of messages that was seen', () => {
  it('has no stall but where a turn answers with nothing', { timeout: 60_000 }, async () => {
    // The reports that these two play are those of the stall itself.
    const silent = ['empty-turn'];
    const found = await Promise.all(
      scenarios.map(async (scenario) => {
        const url = liveUrl(simulator.url, { ...scenario, script: scenario.name });
        const socket = new observed.WebSocket(url);
        await drive(socket, scenario, { leave: null, patience: 20_000 }).catch(() => undefined);
        // Longer than any silence may last, and than all of the audio.
        await sleep(4_000);
        socket.close();
        return scenario.name;
      }),
    );
    const sessions = await ended(observed, 'gemini.live.session', found.length);
    const stalls = sessions.filter(({ attributes }) => attributes['gemini.live.stalls'] !== 0);
    expect(stalled().map(({ name }) => name)).toEqual(
      silent.map(() => 'gemini.live.stall empty_turn'),
    );
    expect(stalls).toHaveLength(silent.length);
  });
});

describe('timers', () => {
  /** Ours, as they have a delay that nobody else has. */
  function watchTimers(): { readonly delays: () => number[]; stop(): void } {
    const timers = new Map<number, { _idleTimeout: number; hasRef(): boolean }>();
    const hook = createHook({
      init: (id, type, _trigger, resource) => {
        if (type === 'Timeout') timers.set(id, resource as never);
      },
      destroy: (id) => void timers.delete(id),
    }).enable();
    return {
      delays: () =>
        [...timers.values()]
          .filter(({ _idleTimeout }) => _idleTimeout > 7_000 && _idleTimeout < 8_000)
          .map((timer) => {
            expect(timer.hasRef()).toBe(false);
            return timer._idleTimeout;
          }),
      stop: () => void hook.disable(),
    };
  }

  const patient: StallOptions = {
    asked_no_reply: 7.7,
    mid_reply: 7.5,
    half_open: 7.3,
    heard_no_reply: 7.2,
    going_away_silent: 7.4,
  };

  it.each([
    ['the application closes', (socket: WebSocketClass) => socket.close()],
    ['the application terminates', (socket: WebSocketClass) => socket.terminate()],
    ['the process ends', () => endOpenSessions()],
  ])('are one a session, none where nothing is due, none when %s', async (_, end) => {
    observed.instrumentation.setConfig({ stalls: patient });
    const timers = watchTimers();
    try {
      const socket = play([
        { wait: 200 },
        { expect: 'clientContent' },
        { wait: 400 },
        ...reply,
        { expect: 'realtimeInput' },
      ]);
      await once(socket, 'open');
      expect(timers.delays()).toEqual([]);
      await once(socket, 'message');
      await sleep(100);
      expect(timers.delays()).toHaveLength(1);
      socket.ping();
      socket.send(JSON.stringify(messages.client.text('And?')));
      expect(timers.delays()).toHaveLength(1);
      await sleep(700);
      // Answered, and the line lives.
      expect(timers.delays()).toHaveLength(0);
      socket.send(JSON.stringify(messages.client.text('And tomorrow?')));
      expect(timers.delays()).toHaveLength(1);
      end(socket);
      expect(timers.delays()).toEqual([]);
      await ended(observed, 'gemini.live.session');
    } finally {
      timers.stop();
      observed.instrumentation.setConfig({ warn: false, stalls: short });
    }
  });

  it('are none where no stall is looked for', async () => {
    observed.instrumentation.setConfig({ warn: false, stalls: false });
    const timers = watchTimers();
    try {
      const before = await counted();
      const socket = play(stalls.asked_no_reply.steps);
      await once(socket, 'message');
      await sleep(2 * limit * 1_000);
      expect(timers.delays()).toEqual([]);
      expect(await counted()).toEqual(before);
      socket.close();
      const [session] = await ended(observed, 'gemini.live.session');
      expect(session?.attributes['gemini.live.stalls']).toBe(0);
    } finally {
      timers.stop();
      observed.instrumentation.setConfig({ warn: false, stalls: short });
    }
  });
});

function block(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
