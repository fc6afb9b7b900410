import { clearUp } from './left-behind.js';
import { watchMissedUpgrades } from './missed-upgrades.js';
import { currentObserver, registry } from './registry.js';
import { watchUpgrades } from './whatwg/undici-channels.js';
import { watchWebSocketClass, type WebSocketClass } from './whatwg/web-socket-class.js';
import { loadedWsClasses, replaceWhenExported } from './ws/loaded-modules.js';
import { watchWsPrototype } from './ws/ws-prototype.js';
import { watchWsClass, type WsClass } from './ws/ws-class.js';

/** Told, in one line, why a class is left alone. */
export type ReportUnsupported = (why: string) => void;

export interface DoorOptions {
  readonly reportUnsupported: ReportUnsupported;
}

const versions = { ws: /^[78]\./, undici: /^[678]\./ } as const;

/**
 * Starts to watch what is there already: copies of `ws` that are loaded, undici's upgrades, and
 * what goes past every door.
 *
 * @returns What ends the watching. Classes stay watched and pass everything through.
 */
export function openDoors(options: DoorOptions): () => void {
  clearUp();
  for (const { original, version } of loadedWsClasses()) {
    if (isSupported('ws', version, options.reportUnsupported)) watchInPlace(original);
  }
  const ends = [watchUpgrades(options), watchMissedUpgrades()];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * Watches what a copy of `ws` exports: its class, or the namespace that a loader hook shows.
 *
 * @returns The exports to use.
 */
export function patchWs(
  exports: unknown,
  version: string | undefined,
  report: ReportUnsupported,
): unknown {
  if (!isSupported('ws', version, report)) return exports;
  const unsupported = (why: string): void => report(`ws ${version ?? ''} is left alone: ${why}`);
  if (typeof exports === 'function') return watchWsClass(exports as WsClass, unsupported);
  replaceMembers(exports, ['default', 'WebSocket'], (member) =>
    watchWsClass(member as WsClass, unsupported),
  );
  return exports;
}

/** To be called while the file that defines the class of a copy of `ws` is loading. */
export function patchLoadingWs(version: string | undefined, report: ReportUnsupported): void {
  if (!isSupported('ws', version, report)) return;
  replaceWhenExported((original, own) => patchWs(original, own, report) as WsClass);
}

/** Watches what a copy of npm `undici` exports. Nothing is put in its place. */
export function patchUndici(
  exports: unknown,
  version: string | undefined,
  report: ReportUnsupported,
): unknown {
  if (!isSupported('undici', version, report)) return exports;
  const { WebSocket } = (exports ?? {}) as { readonly WebSocket?: unknown };
  if (typeof WebSocket === 'function') {
    watchWebSocketClass(WebSocket as unknown as WebSocketClass, (why) =>
      report(`undici ${version ?? ''} is left alone: ${why}`),
    );
  }
  return exports;
}

/**
 * Watches a WebSocket class that no hook can find, because it is bundled with the application:
 * that of `ws`, or a WHATWG one. Sockets of the class itself are watched from now on, also those
 * that an SDK in the same bundle makes.
 *
 * @param WebSocket - The class, e.g. what `import WebSocket from 'ws'` gives inside the bundle.
 * @returns The class to use where you can choose. Its sockets' upgrade requests are kept from other
 * instrumentations too, which record their URL with the API key.
 * @throws TypeError where it is no WebSocket class.
 */
export function watchWebSocket<C extends abstract new (...args: never[]) => object>(
  WebSocket: C,
): C {
  const unsupported = (why: string): void => {
    throw new TypeError(`watchWebSocket: the class cannot be watched: ${why}`);
  };
  if (typeof WebSocket !== 'function') {
    throw new TypeError(`watchWebSocket: got ${typeof WebSocket}; allowed: a WebSocket class`);
  }
  if (typeof (WebSocket.prototype as { emit?: unknown }).emit !== 'function') {
    watchWebSocketClass(WebSocket, unsupported);
    return WebSocket;
  }
  const wrapped = watchWsClass(WebSocket as unknown as WsClass, unsupported);
  watchInPlace(WebSocket as unknown as WsClass);
  return wrapped as unknown as C;
}

/**
 * Ends every session that is open, for the end of the process: without close code or error, with
 * the phase as it was. Their sockets stay as they are.
 */
export function endOpenSessions(): void {
  for (const observer of registry.engaged) observer.endOpenSessions();
}

function watchInPlace(original: WsClass): void {
  watchWsPrototype(original, () => {
    if (isHttpInstrumented()) currentObserver()?.exposed();
  });
}

/** Whether other instrumentations record what Node's http client requests. */
function isHttpInstrumented(): boolean {
  // Not imported: a program that never makes a request need not load them.
  const http = process.getBuiltinModule('node:http');
  const https = process.getBuiltinModule('node:https');
  // The mark of @opentelemetry/instrumentation's shimmer on a function that it has wrapped.
  return [http.request, https.request].some((request) => '__wrapped' in request);
}

function isSupported(
  module: keyof typeof versions,
  version: string | undefined,
  report: ReportUnsupported,
): boolean {
  if (version === undefined || versions[module].test(version)) return true;
  report(`${module} ${version} is not known and left alone`);
  return false;
}

/** Sets members of an exports object, as far as it can be changed. */
function replaceMembers(
  exports: unknown,
  names: readonly string[],
  replace: (member: unknown) => unknown,
): void {
  if (typeof exports !== 'object' || exports === null) return;
  for (const name of names) {
    const member = (exports as Readonly<Record<string, unknown>>)[name];
    if (typeof member === 'function') Reflect.set(exports, name, replace(member));
  }
}
