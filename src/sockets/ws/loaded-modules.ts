import { basename, dirname } from 'node:path';
import { types } from 'node:util';
import { loadedModules } from '../modules/module-cache.js';
import { packageVersion } from '../modules/package-version.js';
import type { WsClass } from './ws-class.js';

/** The class of a copy of ws. */
export interface LoadedWs {
  readonly original: WsClass;
  /** `undefined` where it has another name, as a fork or a copy in the application's own source has. */
  readonly version: string | undefined;
}

/** What gives the class to use in place of another, or that class itself. */
export type Replace = (loaded: LoadedWs) => WsClass;

/**
 * The classes of every copy of ws that is loaded already, under whatever name. Who loads one from
 * now on gets its replacement; who has it by now, keeps the original.
 */
export function replaceLoaded(replace: Replace): void {
  const modules = loadedModules();
  const replaced = new Map<unknown, WsClass>();
  for (const module of modules) {
    const { exports } = module as { readonly exports: unknown };
    if (isWsClass(exports) && isClassFile(module.filename)) {
      replaced.set(exports, replace(loadedWs(module, exports)));
    }
  }
  if (replaced.size === 0) return;
  for (const module of modules) {
    const replacement = replaced.get(module.exports);
    if (replacement !== undefined) module.exports = replacement;
  }
}

/**
 * Replaces the class of a copy of ws at the moment when its file exports it. To be called while
 * that file is loading. So even a program of ES modules gets the replacement, with no loader hook:
 * `ws/wrapper.mjs` imports the file, and Node takes its `module.exports` as they are when it has run
 * (lib/internal/modules/cjs/loader.js, Module.prototype.load).
 */
export function replaceWhenExported(module: NodeModule, replace: Replace): void {
  if (module.loaded || !isClassFile(module.filename)) return;
  let exports: unknown = module.exports;
  Reflect.defineProperty(module, 'exports', {
    configurable: true,
    enumerable: true,
    get: () => exports,
    set(value: unknown) {
      exports = isWsClass(value) ? replace(loadedWs(module, value)) : value;
      Reflect.defineProperty(module, 'exports', {
        value: exports,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
  });
}

/** Where ws keeps its class, in versions 7 and 8: `lib/websocket.js`. */
function isClassFile(file: unknown): boolean {
  return typeof file === 'string' && basename(file) === 'websocket.js';
}

function loadedWs({ filename }: NodeModule, original: WsClass): LoadedWs {
  return { original, version: packageVersion(dirname(dirname(filename)), 'ws') };
}

/**
 * Whether it is ws's class, by two of its methods that no other WebSocket class has. Reads nothing
 * that could run the code of others.
 */
function isWsClass(value: unknown): value is WsClass {
  if (typeof value !== 'function' || types.isProxy(value)) return false;
  const prototype: unknown = Object.getOwnPropertyDescriptor(value, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return false;
  return ['setSocket', 'emitClose'].every(
    (name) => typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function',
  );
}
