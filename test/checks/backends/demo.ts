import { fileURLToPath } from 'node:url';
import { finishWell } from './children.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The demo of this package: a mistake on Vertex AI, a mistake on the Gemini API, a good session. */
export function demo(env: Readonly<Record<string, string>>): Promise<string> {
  return finishWell({ command: 'npm', args: ['run', '--silent', 'demo'], cwd: root, env }, 120);
}
