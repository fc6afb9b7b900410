import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { openDoorsOfProcess } from '../open-doors.js';
import { watchCreatedRequests } from './created-requests.js';
import { currentObserver, isMarkedUpgrade, markUpgrade, registry } from '../registry.js';
import { guarded } from '../guarded.js';
import { awaitOwner } from '../ws/request-owner.js';
import type { WsSocket } from '../ws/socket-shape.js';
import { watchWsSocket } from '../ws/ws-socket.js';

/**
 * The upgrades that Node's own http client makes for a WebSocket whose class no door has seen. Its
 * socket is watched where it can be found; else the upgrade is reported when it starts. Whether it
 * is a Live one is the observer's to say.
 *
 * @param onUpgrade - Told of each Live upgrade that other instrumentations can see.
 * @returns What undoes it.
 */
export function watchHttpUpgrades(onUpgrade: () => void): () => void {
  const unwatch = watchCreatedRequests((request) => guarded(() => findOwner(request, onUpgrade)));
  subscribe('http.client.request.start', onStart);
  return () => {
    unwatch();
    unsubscribe('http.client.request.start', onStart);
  };
}

function findOwner(request: ClientRequest, onUpgrade: () => void): void {
  if (!isWebSocketUpgrade(request) || openDoorsOfProcess.seen.has(request)) return;
  openDoorsOfProcess.seen.add(request);
  const observer = currentObserver();
  // The constructor of a class that we have replaced, or what follows from one.
  if (registry.constructing > 0 || openDoorsOfProcess.makingUnwatched > 0) {
    markUpgrade(request);
    return;
  }
  if (observer?.current() !== undefined) return;
  if (observer?.isLive(urlOf(request)) !== true) return;
  awaitOwner(request, (socket) => {
    if (isMarkedUpgrade(request) || registry.watched.has(socket) || isLeftAlone(socket)) return;
    const url = socket.url as string;
    const connection = currentObserver()?.connecting(url, request.getHeaders());
    if (connection === undefined) return;
    markUpgrade(request);
    watchWsSocket(socket, connection);
    onUpgrade();
  });
}

/** Whether its class is that of a ws whose version nobody knows. */
function isLeftAlone(socket: WsSocket): boolean {
  for (let at: object | null = socket; at !== null; at = Object.getPrototypeOf(at) as object) {
    if (openDoorsOfProcess.leftAlone.has(at)) return true;
  }
  return false;
}

function onStart(message: unknown): void {
  guarded(() => reportMissed((message as { readonly request: ClientRequest }).request));
}

function reportMissed(request: ClientRequest): void {
  if (!isWebSocketUpgrade(request)) return;
  if (isMarkedUpgrade(request) || isOfWatchedSocket(request)) return;
  const observer = currentObserver();
  if (observer === undefined || observer.current() !== undefined) return;
  observer.missed(urlOf(request));
}

function urlOf(request: ClientRequest): string {
  // By way of a proxy that is no tunnel.
  if (/^https?:/i.test(request.path)) return request.path.replace(/^http/i, 'ws');
  const scheme = request.protocol === 'https:' ? 'wss:' : 'ws:';
  const host = request.getHeader('host');
  return `${scheme}//${typeof host === 'string' ? host : request.host}${request.path}`;
}

function isWebSocketUpgrade(request: ClientRequest): boolean {
  const upgrade = request.getHeader('upgrade');
  return typeof upgrade === 'string' && upgrade.toLowerCase() === 'websocket';
}

/** ws follows a redirect, or another agent's choice, with a request of its own each time. */
function isOfWatchedSocket(request: ClientRequest): boolean {
  for (const socket of registry.connecting) {
    if ((socket as { readonly _req?: unknown })._req === request) return true;
  }
  return false;
}
