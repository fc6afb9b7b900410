import { ends } from './ends.js';
import { scenarios } from './scenarios.js';
import type { Script } from './script.js';

/** What a client in another process can ask for by name. */
export function findScript(name: string): Script | undefined {
  return scenarios.find((scenario) => scenario.name === name) ?? ends[name];
}
