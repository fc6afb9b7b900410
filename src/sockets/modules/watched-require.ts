import { Module } from 'node:module';
import { dirname } from 'node:path';
import { openDoorsOfProcess } from '../open-doors.js';
import { guarded } from '../guarded.js';

/** What is done when a file is asked for, by the words in which its package asks for it. */
export interface RequireWatch {
  readonly request: string;
  /** Before the file is loaded. */
  readonly before?: (asking: NodeModule) => void;
  /** With what it exports. */
  readonly after?: (exports: unknown, folder: string) => void;
}

type Require = (this: NodeModule, ...args: unknown[]) => unknown;

/**
 * Watches single files of packages as they are loaded: those that a package asks for itself, by a
 * relative path of its own. All that others see is another function at `Module.prototype.require`,
 * which hands everything on: no hook that takes modules from who registers later (as
 * require-in-the-middle does), no cache, no loader hook, nothing between a module and who requires
 * it. It stays when every instrumentation is disabled, as somebody may have put his own above it.
 */
export function watchRequire(watches: readonly RequireWatch[]): void {
  if (openDoorsOfProcess.requireWatched) return;
  openDoorsOfProcess.requireWatched = true;
  const { prototype } = Module as unknown as { readonly prototype: { require?: Require } };
  const { require: original } = prototype;
  if (typeof original !== 'function') return;
  const byRequest = new Map<unknown, RequireWatch>(watches.map((watch) => [watch.request, watch]));
  const watching = {
    require(this: NodeModule, id: unknown): unknown {
      const watch = byRequest.get(id);
      // Whatever else is given is handed on as it is.
      if (watch === undefined || openDoorsOfProcess.reports.size === 0) {
        return Reflect.apply(original, this, arguments);
      }
      guarded(() => watch.before?.(this));
      const exports: unknown = Reflect.apply(original, this, arguments);
      guarded(() => watch.after?.(exports, dirname(this.filename)));
      return exports;
    },
  };
  Reflect.defineProperty(prototype, 'require', {
    ...Object.getOwnPropertyDescriptor(prototype, 'require'),
    value: watching.require,
  });
}
