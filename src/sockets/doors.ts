import { dirname } from 'node:path';
import { guarded } from './guarded.js';
import { builtinHttp } from './http/http-module.js';
import { watchHttpUpgrades } from './http/http-upgrades.js';
import { clearUp } from './left-behind.js';
import { loadedModules } from './modules/module-cache.js';
import { openDoorsOfProcess, type ReportUnsupported } from './open-doors.js';
import { packageVersion } from './modules/package-version.js';
import { currentObserver, registry } from './registry.js';
import { watchRequire } from './modules/watched-require.js';
import { watchUpgrades } from './whatwg/undici-channels.js';
import { watchWebSocketClass, type WebSocketClass } from './whatwg/web-socket-class.js';
import { replaceLoaded, replaceWhenExported, type LoadedWs } from './ws/loaded-modules.js';
import { watchWsPrototype } from './ws/ws-prototype.js';
import { watchWsClass, type WsClass } from './ws/ws-class.js';

export interface DoorOptions {
  readonly reportUnsupported: ReportUnsupported;
}

/** Where undici keeps its class, below the folder of the package. Versions 6 to 8. */
const undiciFolder = /[\\/]lib[\\/]web[\\/]websocket$/;
const undiciFile = /[\\/]undici[\\/]lib[\\/]web[\\/]websocket[\\/]websocket\.js$/;

const versions = { ws: /^[78]\./, undici: /^[678]\./ } as const;

/**
 * Starts to watch: copies of `ws` and `undici`, those that are loaded and those that will be,
 * undici's upgrades, and those of Node's http client that go past every other door.
 *
 * @returns What ends the watching. Classes stay watched and pass everything through.
 */
export function openDoors({ reportUnsupported }: DoorOptions): () => void {
  clearUp();
  openDoorsOfProcess.reports.add(reportUnsupported);
  watchRequire([
    // The first file that ws/lib/websocket.js requires, and it alone.
    {
      request: './receiver',
      before: (asking) => replaceWhenExported(asking, (loaded) => replaceWs(loaded, reportToAll)),
    },
    // Asked for by undici/index.js.
    {
      request: './lib/web/websocket/websocket',
      after: (exports, folder) => watchUndici(exports, folder, reportToAll),
    },
  ]);
  guarded(() => watchLoaded(reportUnsupported));
  const ends = [watchUpgrades({ reportUnsupported }), watchHttpUpgrades(tellExposed)];
  return () => {
    openDoorsOfProcess.reports.delete(reportUnsupported);
    for (const end of ends) end();
  };
}

function watchLoaded(report: ReportUnsupported): void {
  replaceLoaded((loaded) => {
    const replacement = replaceWs(loaded, report);
    // Who has the class already makes its sockets with that.
    if (!openDoorsOfProcess.leftAlone.has(loaded.original)) watchInPlace(loaded.original);
    return replacement;
  });
  for (const { exports, filename } of loadedModules()) {
    if (undiciFile.test(filename)) watchUndici(exports, dirname(filename), report);
  }
}

/** What a module exports is of the process, and so is why it is left alone. */
function reportToAll(why: string): void {
  for (const report of openDoorsOfProcess.reports) report(why);
}

/** @returns The class to use: the original where it is left alone. */
function replaceWs({ original, version }: LoadedWs, report: ReportUnsupported): WsClass {
  if (!isSupported('ws', version, report)) {
    openDoorsOfProcess.leftAlone.add(original).add(original.prototype);
    return original;
  }
  // The sockets of a class that cannot be replaced are found by their upgrade requests.
  return watchWsClass(original, () => undefined);
}

/** Watches what a file of npm `undici` exports. Nothing is put in its place. */
function watchUndici(exports: unknown, folder: string, report: ReportUnsupported): void {
  const version = packageVersion(folder.replace(undiciFolder, ''), 'undici');
  if (!isSupported('undici', version, report)) return;
  const { WebSocket } = (exports ?? {}) as { readonly WebSocket?: unknown };
  if (typeof WebSocket !== 'function') return;
  watchWebSocketClass(WebSocket as unknown as WebSocketClass, (why) =>
    report(`undici ${version ?? ''} is left alone: ${why}`),
  );
}

/**
 * Watches a WebSocket class that no hook can find, because it is bundled with the application:
 * that of `ws`, or a WHATWG one. Sockets of the class itself are watched from now on, also those
 * that an SDK in the same bundle makes. (On Node, those of a bundled `ws` are without this, too.)
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
  watchWsPrototype(original, tellExposed);
}

/** A Live upgrade was made where others see it. */
function tellExposed(): void {
  guarded(() => {
    if (isHttpInstrumented()) currentObserver()?.exposed();
  });
}

/** Whether other instrumentations record what Node's http client requests. */
function isHttpInstrumented(): boolean {
  // The mark of @opentelemetry/instrumentation's shimmer on a function that it has wrapped.
  return [builtinHttp('http').request, builtinHttp('https').request].some(
    (request) => '__wrapped' in request,
  );
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
