import {
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import type { Guard } from './session/guard.js';
import { patchLoadingWs, patchUndici, patchWs, type ReportUnsupported } from './sockets/doors.js';

type Patch = (exports: unknown, version?: string) => unknown;

/**
 * The modules to be shown when they load. A hook runs inside the application's `require`: what goes
 * wrong in it leaves the module as it is.
 */
export function moduleHooks(
  guard: Guard,
  unsupported: ReportUnsupported,
): InstrumentationNodeModuleDefinition[] {
  const anyVersion = ['*'];
  const guarded =
    (patch: Patch): Patch =>
    (exports, version) =>
      guard(() => patch(exports, version)) ?? exports;
  // A class stays replaced when this is disabled: it passes everything through then.
  const file = (path: string, patch: Patch): InstrumentationNodeModuleFile =>
    new InstrumentationNodeModuleFile(path, anyVersion, guarded(patch), () => undefined);
  const module = (
    name: string,
    patch: Patch,
    files: InstrumentationNodeModuleFile[],
  ): InstrumentationNodeModuleDefinition =>
    new InstrumentationNodeModuleDefinition(
      name,
      anyVersion,
      guarded(patch),
      () => undefined,
      files,
    );
  const ws: Patch = (exports, version) => patchWs(exports, version, unsupported);
  const undici: Patch = (exports, version) => patchUndici(exports, version, unsupported);
  return [
    module('ws', ws, [
      file('ws/lib/websocket.js', ws),
      // The first file that ws/lib/websocket.js alone requires.
      file('ws/lib/receiver.js', (exports, version) => {
        patchLoadingWs(version, unsupported);
        return exports;
      }),
    ]),
    module('undici', undici, [file('undici/lib/web/websocket/websocket.js', undici)]),
  ];
}
