import { createDiagnosis } from '../../diagnosis/diagnose-close.js';
import { readCredentials } from '../../protocol/credentials.js';
import { describeEndpoint, readEndpoint, type Endpoint } from '../../protocol/endpoint.js';
import { PriceBook } from '../../session/cost/price-book.js';
import { createReaders } from '../../session/frame-readers.js';
import { createGuard } from '../../session/guard.js';
import { LiveSession } from '../../session/live-session.js';
import { ProcessMemory } from '../../session/process-memory.js';
import type { SessionEnd } from '../../session/story.js';
import type { TreeSpan } from '../../terminal/span-tree.js';
import type { LiveApi } from '../../words.js';
import type { LiveSocket, OpenSocket, SocketRequest } from './live-socket.js';
import { StoryTree } from './story-tree.js';

/** How one connection went. */
export interface Connected {
  readonly endpoint: Endpoint;
  /** Milliseconds from the start to setupComplete; `undefined` where that never came. */
  readonly setUpAfter: number | undefined;
  readonly end: SessionEnd | undefined;
  /** Why this side left it; `undefined` where it ended by itself. */
  readonly left: 'set_up' | 'timeout' | 'interrupted' | undefined;
  readonly tree: TreeSpan;
}

export interface ConnectOptions {
  readonly api: LiveApi;
  readonly location: string | undefined;
  readonly setup: object;
  readonly timeoutMs: number;
  /** Leaves the session when it is aborted. */
  readonly signal: AbortSignal;
}

/** A server that does not answer a close frame is left after so long. */
const LEAVE_MS = 1_000;

/** Opens one session, waits for setupComplete or the close, and leaves. */
export async function connectOnce(
  socket: LiveSocket,
  request: SocketRequest,
  options: ConnectOptions,
): Promise<Connected> {
  const { api, location, setup, timeoutMs, signal } = options;
  const endpoint = readEndpoint(request.url) ?? describeEndpoint(request.url, { api });
  if (endpoint === undefined) throw new TypeError('the address is no URL');
  let setUpAfter: number | undefined;
  let end: SessionEnd | undefined;
  let left: Connected['left'];
  let open: OpenSocket | undefined;
  const stops: NodeJS.Timeout[] = [];
  let over: () => void = () => {};
  const isOver = new Promise<void>((resolve) => (over = resolve));
  const leave = (why: Connected['left']): void => {
    if (end !== undefined || left !== undefined) return;
    left = why;
    session.closing();
    open?.close();
    setTimeout(() => open?.terminate(), LEAVE_MS).unref();
    // Keeps the process: a socket that is cut may not say so.
    stops.push(setTimeout(over, 2 * LEAVE_MS));
  };
  const story = new StoryTree(
    (milliseconds) => {
      setUpAfter = milliseconds;
      // In a turn of its own: the frame that says so is still being read.
      setImmediate(() => leave('set_up'));
    },
    (ended) => {
      end = ended;
      over();
    },
  );
  const session = new LiveSession(
    { ...endpoint, location: endpoint.location ?? location },
    readCredentials(request.url, request.headers).secrets,
    story,
    {
      memory: new ProcessMemory(),
      diagnose: createDiagnosis(),
      readersFor: createReaders(false),
      // It leaves as soon as the session is set up: nothing is said, and nothing costs.
      prices: new PriceBook([], () => {}),
      captureContent: false,
      measureSpeech: false,
      stalls: undefined,
      userSpeech: false,
      guard: createGuard((fault) => {
        throw fault;
      }),
    },
    () => {},
  );
  const timer = setTimeout(() => leave('timeout'), timeoutMs);
  const interrupt = (): void => leave('interrupted');
  signal.addEventListener('abort', interrupt);
  const message = JSON.stringify({ setup });
  open = socket.open(request, {
    refused: (status) => session.refused(status),
    failed: (error) => session.failed(error),
    received: (data) => session.received(data),
    closed: (code, reason, fromPeer) => session.closed(code, reason, fromPeer),
    opened: () => {
      session.opened();
      open?.send(message);
      session.sent(message);
    },
  });
  await isOver;
  for (const each of [timer, ...stops]) clearTimeout(each);
  signal.removeEventListener('abort', interrupt);
  return { endpoint, setUpAfter, end, left, tree: story.tree };
}
