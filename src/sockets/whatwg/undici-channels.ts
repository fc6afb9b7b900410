import { channel } from 'node:diagnostics_channel';
import { inNextTurn } from '../../platform/index.js';
import type { Observer, UpgradeHeaders } from '../connection.js';
import { currentObserver } from '../registry.js';
import { abandon, awaitSocket, giveUp, watchGlobalClass } from './global-web-socket.js';
import { guarded, reportFaultsTo } from '../guarded.js';
import { beginHandshake, handshakes, readEndpoint, type Handshake } from './handshake.js';
import { readUrl } from './web-socket-class.js';

/**
 * The upgrade requests of undici, Node's own and npm's alike, as its channels publish them. Of all
 * doors for WHATWG sockets this is the first: the request is published inside the socket's
 * constructor (undici 6 to 8), in the application's context, with URL and headers. And it is the
 * only one that learns why a handshake failed, which the DOM API hides.
 */

/** undici's request. Its headers are name, value, name, value. */
interface UpgradeRequest {
  readonly upgrade?: unknown;
  readonly origin?: unknown;
  readonly path?: string;
  readonly headers?: unknown;
}

interface Message {
  readonly request: UpgradeRequest;
  readonly response?: { readonly statusCode?: number };
  readonly error?: { readonly name?: string };
  readonly socket?: { once?(event: 'close', listener: () => void): unknown };
}

export interface UpgradeOptions {
  /** Told, in one line, of what is left alone. */
  readonly reportUnsupported: (why: string) => void;
}

/** Held strongly: a channel that nobody holds is collected, with our `publish` on it. */
const created = channel('undici:request:create');

/** @returns What ends the watching. Sockets that are open by then stay watched. */
export function watchUpgrades(options: UpgradeOptions): () => void {
  reportFaultsTo(options.reportUnsupported);
  const subscriptions = [
    // For undici to publish at all; the work is done before the others are told, see below.
    subscribe('undici:request:create', () => undefined),
    subscribe('undici:client:sendHeaders', endWithTransport),
    subscribe('undici:request:headers', ({ request, response }, handshake) => {
      handshake.status = response?.statusCode;
      if (handshake.status === 101) afterNextTurn(() => giveUp(handshake, socketUrl(request)));
    }),
    subscribe('undici:request:error', ({ error, request }, handshake) => {
      // The socket's own end, told by its events.
      if (error?.name !== 'AbortError') handshake.error = error;
      soonAbandon(handshake, request);
    }),
    publishUntraced(options),
  ];
  return () => {
    for (const end of subscriptions) end();
  };
}

/**
 * Publishes the creation of a Live upgrade as {@link Observer.construct} wants it, so that
 * instrumentation-undici, a subscriber, records no span with the key in its URL, wherever the
 * constructor ran. A subscriber of ours could not do that for the others.
 */
function publishUntraced(options: UpgradeOptions): () => void {
  const before = Object.getOwnPropertyDescriptor(created, 'publish');
  let active = true;
  function publish(this: typeof created, message: unknown): void {
    // On the prototype, which node changes with the first subscriber and the last.
    const below = (before?.value ?? Object.getPrototypeOf(this).publish) as typeof created.publish;
    let published = false;
    const pass = (): void => {
      published = true;
      below.call(this, message);
    };
    // This runs inside the application's constructor.
    guarded(() => {
      const observer = currentObserver();
      if (!active || observer === undefined || !isUpgrade(message)) return;
      const handshake = recognise(message, observer, options);
      if (handshake !== undefined) observer.construct(handshake.connection, pass);
    });
    if (!published) pass();
  }
  Object.defineProperty(created, 'publish', { value: publish, writable: true, configurable: true });
  return () => {
    active = false;
    if (created.publish !== publish) return;
    if (before !== undefined) Object.defineProperty(created, 'publish', before);
    else Reflect.deleteProperty(created, 'publish');
  };
}

function isUpgrade(message: unknown): message is Message {
  return (message as Partial<Message> | undefined)?.request?.upgrade === 'websocket';
}

/** The handshake that a request belongs to; it may begin with it. */
function recognise(
  { request }: Message,
  observer: Observer,
  options: UpgradeOptions,
): Handshake | undefined {
  const known = handshakes.requests.get(request);
  if (known !== undefined) return known ?? undefined;
  handshakes.requests.set(request, null);
  const handshake = findHandshake(request, observer, options);
  if (handshake === undefined) return undefined;
  handshake.key ??= readHeader(request, 'sec-websocket-key');
  handshakes.requests.set(request, handshake);
  return handshake;
}

function findHandshake(
  request: UpgradeRequest,
  observer: Observer,
  options: UpgradeOptions,
): Handshake | undefined {
  const url = socketUrl(request);
  const endpoint = readEndpoint(url);
  const headers = request.headers as UpgradeHeaders | undefined;
  const { construction } = handshakes;
  if (
    construction?.decided === false &&
    readEndpoint(readUrl(construction.socket) ?? '') === endpoint
  ) {
    return construction.decide(observer, headers);
  }
  const key = readHeader(request, 'sec-websocket-key');
  for (const pending of handshakes.pending) {
    if (key !== undefined && pending.key === key) return pending;
  }
  for (const pending of handshakes.pending) {
    if (pending.key === undefined && pending.endpoint === endpoint) {
      if (headers !== undefined) pending.connection.requested(headers);
      return pending;
    }
  }
  // Only fetch sets this header, and of its users only WebSocket and WebSocketStream.
  if (readHeader(request, 'sec-fetch-mode') !== 'websocket') {
    observer.missed(url, 'its upgrade was made by undici, and not by a WebSocket class of it');
    return undefined;
  }
  if (!observer.globalWebSocket) return undefined;
  const discovered = beginHandshake(observer, url, headers);
  if (discovered === undefined) return undefined;
  guarded(() => {
    awaitSocket(discovered, options.reportUnsupported);
    // Node's own undici: npm's says so. Either may have been given another agent.
    if (readHeader(request, 'user-agent') === 'node') watchGlobalClass(options.reportUnsupported);
  });
  return discovered;
}

/** By way of a proxy that is no tunnel, the path is the whole URL, and the origin the proxy's. */
function socketUrl({ origin, path = '' }: UpgradeRequest): string {
  const url = /^https?:/i.test(path) ? path : `${origin}${path}`;
  return url.replace(/^http/i, 'ws');
}

function readHeader(request: UpgradeRequest, name: string): string | undefined {
  const { headers } = request;
  if (!Array.isArray(headers)) return undefined;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (String(headers[i]).toLowerCase() === name) return String(headers[i + 1]);
  }
  return undefined;
}

/** Where no socket shows itself although the upgrade succeeds, only the transport tells the end. */
function endWithTransport({ request, socket }: Message, handshake: Handshake): void {
  if (!handshakes.unclaimed.has(handshake)) return;
  socket?.once?.('close', () => soonAbandon(handshake, request));
}

function soonAbandon(handshake: Handshake, request: UpgradeRequest): void {
  afterNextTurn(() => abandon(handshake, socketUrl(request)));
}

/** Later than undici tells the socket of an answer, by which the socket may show itself. */
function afterNextTurn(fn: () => void): void {
  inNextTurn(() => inNextTurn(() => guarded(fn)));
}

function subscribe(
  name: string,
  tell: (message: Message, handshake: Handshake) => void,
): () => void {
  const subscribed = channel(name);
  const listener = (message: unknown): void => {
    guarded(() => {
      const handshake = handshakes.requests.get((message as Message).request);
      if (handshake) tell(message as Message, handshake);
    });
  };
  subscribed.subscribe(listener);
  return () => subscribed.unsubscribe(listener);
}
