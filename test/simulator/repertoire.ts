import { ends } from './ends.js';
import { scenarios } from './scenarios.js';
import type { Script } from './script.js';
import { realTimeTurn, stalls } from './stalls.js';

/** What a client in another process can ask for by name. */
export function findScript(name: string): Script | undefined {
  return (
    scenarios.find((scenario) => scenario.name === name) ??
    Object.values(stalls).find((stall) => stall.name === name) ??
    (name === realTimeTurn.name ? realTimeTurn : ends[name])
  );
}
