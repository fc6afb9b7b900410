import { fileURLToPath } from 'node:url';
import type { Command } from './children.js';
import { root } from './demo.js';

type Environment = Readonly<Record<string, string>>;

/** The fleet with this package preloaded: no line of its code knows of telemetry. */
export function fleet(args: readonly string[], env: Environment): Command {
  return preloaded('fleet.ts', args, env);
}

/** A call that reconnects three times, likewise; its code says which call it is. */
export function reconnectingCall(args: readonly string[], env: Environment): Command {
  return preloaded('call.mjs', args, env);
}

function preloaded(file: string, args: readonly string[], env: Environment): Command {
  const start = 'opentelemetry-instrumentation-gemini-live/start';
  const program = fileURLToPath(new URL(file, import.meta.url));
  return {
    command: process.execPath,
    args: ['--import', 'tsx', '--import', start, program, ...args],
    cwd: root,
    env,
  };
}
