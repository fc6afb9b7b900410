import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { guarded } from './guarded.js';
import { currentObserver, registry } from './registry.js';

/**
 * Reports upgrades that Node's own http client makes for a WebSocket that no door has seen: `ws`
 * bundled into one file with the SDK. Whether it is a Live one is the observer's to say.
 *
 * @returns What undoes it.
 */
export function watchMissedUpgrades(): () => void {
  const listener = (message: unknown): void => void guarded(() => onRequest(message));
  subscribe('http.client.request.start', listener);
  return () => unsubscribe('http.client.request.start', listener);
}

function onRequest(message: unknown): void {
  const { request } = message as { readonly request: ClientRequest };
  if (!isWebSocketUpgrade(request)) return;
  if (registry.upgrades.has(request) || isOfWatchedSocket(request)) return;
  const observer = currentObserver();
  if (observer === undefined || observer.current() !== undefined) return;
  const scheme = request.protocol === 'https:' ? 'wss:' : 'ws:';
  observer.missed(`${scheme}//${request.host}${request.path}`);
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
