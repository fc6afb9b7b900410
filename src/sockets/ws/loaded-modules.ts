import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import type { WsClass } from './ws-class.js';

/** Where ws keeps its class, below the folder of the package. Versions 7 and 8. */
const classFile = `${sep}ws${sep}lib${sep}websocket.js`;

/** The CommonJS module cache, which ESM imports of CommonJS files share. */
function moduleCache(): NodeJS.Dict<NodeModule> {
  return createRequire(join(process.cwd(), 'noop.js')).cache;
}

/** The classes of every copy of ws that is loaded already. */
export function loadedWsClasses(): WsClass[] {
  return Object.entries(moduleCache())
    .filter(([file, module]) => file.endsWith(classFile) && module?.loaded === true)
    .map(([, module]) => module?.exports as WsClass);
}

/**
 * Replaces the class of a copy of ws at the moment when its file exports it. To be called while
 * that file is loading. So even a program of ES modules gets the replacement, with no loader hook:
 * `ws/wrapper.mjs` imports the file, and Node takes its `module.exports` as they are when it has run
 * (lib/internal/modules/cjs/loader.js, Module.prototype.load).
 */
export function replaceWhenExported(replace: (original: WsClass) => WsClass): void {
  for (const [file, module] of Object.entries(moduleCache())) {
    if (module === undefined || module.loaded || !file.endsWith(classFile)) continue;
    let exports: unknown = module.exports;
    const settle = (value: unknown): void => {
      Object.defineProperty(module, 'exports', {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    };
    Object.defineProperty(module, 'exports', {
      configurable: true,
      enumerable: true,
      get: () => exports,
      set(value: unknown) {
        exports = typeof value === 'function' ? replace(value as WsClass) : value;
        settle(exports);
      },
    });
  }
}
