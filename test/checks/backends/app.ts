import { fileURLToPath } from 'node:url';
import type { Command } from './children.js';
import { root } from './demo.js';

/**
 * The fleet with this package preloaded: no line of its code knows of telemetry.
 *
 * @param telemetry - What is preloaded: `…/start`, unless it is another.
 */
export function fleet(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  telemetry = 'opentelemetry-instrumentation-gemini-live/start',
): Command {
  const program = fileURLToPath(new URL('fleet.ts', import.meta.url));
  return {
    command: process.execPath,
    args: ['--import', 'tsx', '--import', telemetry, program, ...args],
    cwd: root,
    env,
  };
}
