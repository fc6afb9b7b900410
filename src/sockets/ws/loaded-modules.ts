import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { WsClass } from './ws-class.js';

/** Where ws keeps its class, below the folder of the package. Versions 7 and 8. */
const classFile = `${sep}ws${sep}lib${sep}websocket.js`;

/** The class of a copy of ws, and that copy's version. */
export interface LoadedWs {
  readonly original: WsClass;
  readonly version: string;
}

/** The classes of every copy of ws that is loaded already. */
export function loadedWsClasses(): LoadedWs[] {
  return classFiles(true).flatMap(({ module, version }) => {
    const original: unknown = module.exports;
    return typeof original === 'function' ? [{ original: original as WsClass, version }] : [];
  });
}

/**
 * Replaces the class of a copy of ws at the moment when its file exports it. To be called while
 * that file is loading. So even a program of ES modules gets the replacement, with no loader hook:
 * `ws/wrapper.mjs` imports the file, and Node takes its `module.exports` as they are when it has run
 * (lib/internal/modules/cjs/loader.js, Module.prototype.load).
 */
export function replaceWhenExported(
  replace: (original: WsClass, version: string) => WsClass,
): void {
  for (const { module, version } of classFiles(false)) {
    let exports: unknown = module.exports;
    const settle = (value: unknown): void => {
      Reflect.defineProperty(module, 'exports', {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    };
    Reflect.defineProperty(module, 'exports', {
      configurable: true,
      enumerable: true,
      get: () => exports,
      set(value: unknown) {
        exports = typeof value === 'function' ? replace(value as WsClass, version) : value;
        settle(exports);
      },
    });
  }
}

/** The files of the module cache that hold ws's class: those that have run, or are running. */
function classFiles(loaded: boolean): { module: NodeModule; version: string }[] {
  return Object.entries(moduleCache()).flatMap(([file, module]) => {
    if (module === undefined || module.loaded !== loaded || !file.endsWith(classFile)) return [];
    const version = wsVersion(dirname(dirname(file)));
    return version === undefined ? [] : [{ module, version }];
  });
}

/** The CommonJS module cache, which ESM imports of CommonJS files share. */
function moduleCache(): NodeJS.Dict<NodeModule> {
  try {
    // Not imported: webpack evaluates an imported createRequire() when it builds, and warns.
    const { createRequire } = process.getBuiltinModule('node:module');
    // Any absolute path will do. The working directory may be gone.
    return createRequire(process.execPath).cache;
  } catch {
    return {};
  }
}

/** The version of the package in a folder; `undefined` where that is not ws. */
function wsVersion(folder: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version } = manifest as Readonly<Record<string, unknown>>;
    return name === 'ws' && typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
