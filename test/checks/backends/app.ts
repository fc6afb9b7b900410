import { fileURLToPath } from 'node:url';
import type { Command } from './children.js';
import { root } from './demo.js';

/** The fleet with this package preloaded: no line of its code knows of telemetry. */
export function fleet(args: readonly string[], env: Readonly<Record<string, string>>): Command {
  const start = 'opentelemetry-instrumentation-gemini-live/start';
  const program = fileURLToPath(new URL('fleet.ts', import.meta.url));
  return {
    command: process.execPath,
    args: ['--import', 'tsx', '--import', start, program, ...args],
    cwd: root,
    env,
  };
}
