import type { Simulator } from '../test/simulator/index.js';

/**
 * An environment in which @google/genai talks to the simulator, whatever project, key or API is
 * set for the real one.
 */
export function simulated(env: NodeJS.ProcessEnv, { httpUrl }: Simulator): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(?:GEMINI|GOOGLE)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    GOOGLE_GEMINI_BASE_URL: httpUrl,
    GOOGLE_VERTEX_BASE_URL: httpUrl,
  };
}
