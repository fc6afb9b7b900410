import { fileURLToPath } from 'node:url';
import type { Command } from './children.js';
import { root } from './demo.js';

type Environment = Readonly<Record<string, string>>;

/** What is preloaded, unless another is given: no line of the programs knows of telemetry. */
const start = 'opentelemetry-instrumentation-gemini-live/start';

/** The fleet with telemetry preloaded. */
export function fleet(args: readonly string[], env: Environment, telemetry = start): Command {
  return preloaded('fleet.ts', args, env, telemetry);
}

/** A call that reconnects three times, likewise; its code says which call it is. */
export function reconnectingCall(args: readonly string[], env: Environment): Command {
  return preloaded('call.mjs', args, env, start);
}

function preloaded(
  file: string,
  args: readonly string[],
  env: Environment,
  telemetry: string,
): Command {
  const program = fileURLToPath(new URL(file, import.meta.url));
  return {
    command: process.execPath,
    args: ['--import', 'tsx', '--import', telemetry, program, ...args],
    cwd: root,
    env,
  };
}
